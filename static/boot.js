// Starts the WebAssembly module. A file of its own because the Content-Security-Policy forbids inline scripts;
// Trunk leaves the names of the hashed files in <meta name="netsplit"> (see pattern_script in Trunk.toml).

import { say, wanted } from "./words.js";

// Before the first paint of the application, so that a dark room stays dark; the application may choose otherwise.
document.documentElement.dataset.theme ??= matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";

const language = wanted();
document.documentElement.lang = language;
document.getElementById("boot").textContent = say("Loading Netsplit…", language);

const names = document.querySelector('meta[name="netsplit"]').dataset;
const keeper = offlineKeeper();

// A version that was fetched during an earlier visit comes into force before this page begins, if no other is open. The
// browser lets it only when this script does not hold up the page any more.
const waiting = await waitingVersion();
if (waiting) take(waiting).then(begin);
else await begin();

async function begin() {
  try {
    if (new URLSearchParams(location.search).has("embed")) {
      const { run } = await import(new URL("frame.js", document.baseURI));
      return await run();
    }
    const { default: init, start } = await import(new URL(names.module, document.baseURI));
    await init({ module_or_path: new URL(names.wasm, document.baseURI) });
    await start(document.getElementById("app"), language);
  } catch (error) {
    explain(error);
    throw error;
  }
  whenIdle(() => keep().catch((error) => console.warn(`Netsplit will not work offline: ${error}`)));
}

// Only while the loading message is still there: once the page is up it tells of its own errors.
function explain(error) {
  const place = document.getElementById("boot");
  if (!place) return;
  const supported = typeof WebAssembly === "object";
  place.setAttribute("role", "alert");
  place.textContent = supported
    ? `${say("Netsplit could not start. Reload the page; if that does not help, your connection or a browser extension may block a file it needs.", language)} (${error})`
    : say("Netsplit could not start: this browser has no WebAssembly. Any current Firefox, Chrome, Edge or Safari has.", language);
}

// The card that a panic leaves behind (src/platform/panic.rs) cannot count on the module any more.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-reload]");
  if (!link) return;
  event.preventDefault();
  location.href = link.href;
  location.reload();
});

// Offline (static/sw.js). Nothing is kept for a frame in another page, nor where the build made no version to keep.
function offlineKeeper() {
  const wanted = names.offline && window.top === window && !new URLSearchParams(location.search).has("embed");
  // A sandboxed page may not even ask.
  try { return wanted ? navigator.serviceWorker : undefined; } catch { return undefined; }
}

async function waitingVersion() {
  const registration = keeper?.controller && (await keeper.getRegistration().catch(() => null));
  return registration?.waiting;
}

// Asks a waiting version to come into force; then the page reloads. False when other pages still need the old one.
async function take(waiting) {
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => { port1.onmessage = ({ data }) => resolve(data); });
  const changed = new Promise((resolve) => keeper.addEventListener("controllerchange", () => resolve(true), { once: true }));
  const tooLate = new Promise((resolve) => setTimeout(resolve, 3_000, false));
  waiting.postMessage({ take: true }, [port2]);
  if (!(await Promise.race([answer, tooLate])) || !(await Promise.race([changed, tooLate]))) return false;
  location.reload();
  return new Promise(() => {});
}

async function keep() {
  if (!keeper) return;
  const registration = await keeper.register("sw.js", { updateViaCache: "none" });
  watch(registration.waiting ?? registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  if (keeper.controller) await registration.update();
  else (await keeper.ready).active.postMessage({ claim: names.offline });
}

// Says when a newer version is ready.
function watch(worker) {
  if (!worker || !keeper.controller) return;
  const look = () => { if (worker.state === "installed") announce(worker); };
  worker.addEventListener("statechange", look);
  look();
}

function announce(worker) {
  if (document.querySelector(".fresh")) return;
  const [notice, words] = [document.createElement("div"), document.createElement("span")];
  notice.className = "fresh";
  words.role = "status";
  const button = (label, act) => {
    const button = document.createElement("button");
    [button.className, button.textContent, button.onclick] = ["btn", label, act];
    return button;
  };
  const reload = async () => {
    if (!(await take(worker))) words.textContent = say("Close the other tabs of Netsplit first, or use it next time.", language);
  };
  notice.append(words, button(say("Reload", language), reload), button(say("Later", language), () => notice.remove()));
  document.body.append(notice);
  words.textContent = say("A new version is ready.", language);
}

function whenIdle(act) {
  const later = () => setTimeout(act, 1_000);
  if (window.requestIdleCallback) requestIdleCallback(later, { timeout: 5_000 });
  else later();
}
