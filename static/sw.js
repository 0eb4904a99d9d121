// Keeps one whole version of Netsplit for when there is no connection. `cargo xtask build` writes the version and its
// files, with the hash of what is in each, into the two lines below (xtask/src/offline.rs).
const VERSION = "";
const FILES = {};

// Another copy of Netsplit may be on the same origin under another path: its caches are not ours.
const PREFIX = `netsplit ${registration.scope} `;
const NAME = PREFIX + VERSION;

// A version is fetched whole or not at all. With its hash each file is either of this version or refused: when the
// next version is being put in place meanwhile, nothing of it gets in here, and the browser tries again later.
addEventListener("install", (event) => event.waitUntil(fetchAll()));

async function fetchAll() {
  const cache = await caches.open(NAME);
  try {
    await Promise.all(Object.entries(FILES).map(async ([path, integrity]) => {
      const response = await fetch(path, { integrity, cache: "no-cache", credentials: "same-origin" });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      await cache.put(path, response);
    }));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

// The browser puts a new version in force when no page of the old one is open any more: then its files can go.
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));

async function forgetOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== NAME) await caches.delete(name);
  }
}

// Every page gets all that belongs to it from one version: that of this worker.
addEventListener("fetch", (event) => {
  const path = own(event.request);
  if (path in FILES) event.respondWith(kept(path, event.request));
});

// The name under which a request is kept, if it is one of ours; the part after `?` says how the page is to look.
function own({ method, mode, url }) {
  if (method !== "GET" || !url.startsWith(registration.scope)) return null;
  const [path, search] = url.slice(registration.scope.length).split("#")[0].split("?");
  if (mode === "navigate") return ["", "index.html"].includes(path) ? "./" : path;
  return search === undefined ? path : null;
}

async function kept(path, request) {
  const cache = await caches.open(NAME);
  // A browser short of room may have thrown it away.
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

// What pages ask (static/boot.js).
addEventListener("message", (event) => {
  const { claim, take } = event.data;
  // A page that came without a worker is served from here on, if it is of this version.
  if (claim === VERSION) event.waitUntil(clients.claim());
  if (take) event.waitUntil(takeOver(event.ports[0]));
});

// Comes into force at once if the page that asks is the only one: others would lose the files of their version.
async function takeOver(port) {
  const open = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const alone = open.filter(({ url }) => url.startsWith(registration.scope)).length <= 1;
  port.postMessage(alone);
  if (alone) await skipWaiting();
}
