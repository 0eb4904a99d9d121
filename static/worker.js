// A worker of the page (src/platform/workers.rs): starts the page's own WebAssembly module, compiled already, and
// hands it its first job. In a worker's global scope `main` serves jobs instead of mounting the page (src/main.rs).
addEventListener("message", begin, { once: true });

async function begin({ data: { script, module, job } }) {
  try {
    const { default: init } = await import(script);
    await init({ module_or_path: module });
    dispatchEvent(new MessageEvent("message", { data: job }));
  } catch (error) {
    console.warn(`A worker could not start: ${error}`);
    // Nothing more can come: the page does the work itself.
    postMessage(null);
  }
}
