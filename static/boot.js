// Starts the WebAssembly module. A file of its own because the Content-Security-Policy forbids inline scripts;
// Trunk leaves the names of the hashed files in <meta name="netsplit"> (see pattern_script in Trunk.toml).

// Before the first paint of the application, so that a dark room stays dark; the application may choose otherwise.
document.documentElement.dataset.theme ??= matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

const names = document.querySelector('meta[name="netsplit"]').dataset;

try {
  const { default: init } = await import(new URL(names.module, document.baseURI));
  await init({ module_or_path: new URL(names.wasm, document.baseURI) });
} catch (error) {
  explain(error);
  throw error;
}

// Only while the loading message is still there: once the page is up it tells of its own errors.
function explain(error) {
  const place = document.getElementById("boot");
  if (!place) return;
  const supported = typeof WebAssembly === "object";
  place.setAttribute("role", "alert");
  place.textContent = supported
    ? `Netsplit could not start. Reload the page; if that does not help, your connection or a browser extension may block a file it needs. (${error})`
    : "Netsplit could not start: this browser has no WebAssembly. Any current Firefox, Chrome, Edge or Safari has.";
}

// The card that a panic leaves behind (src/platform/panic.rs) cannot count on the module any more.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-reload]");
  if (!link) return;
  event.preventDefault();
  location.href = link.href;
  location.reload();
});
