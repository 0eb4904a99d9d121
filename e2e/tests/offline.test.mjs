// Netsplit without a connection, and how one version follows another. Only a built dist/ has a service worker.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SUB_PATH, assert, launch, newPage, open, serve } from "../lib.mjs";
import { button, eventually, go, lab } from "../lab.mjs";

const DIST = fileURLToPath(new URL("../../dist", import.meta.url));
const built = existsSync(join(DIST, "sw.js"));

// A test with a browser and a server of its own: both end in it.
function offlineTest(name, options, body) {
  test(name, { timeout: 240_000, skip: built ? false : "dist/ has no service worker: cargo xtask build" }, async () => {
    let folder = DIST;
    const server = await serve({ dist: () => folder });
    const browser = await launch();
    const base = server.url + (options.base ?? "/");
    try {
      const { context, page, problems } = await newPage(browser, { offline: true, ...options });
      const swap = (to) => { folder = to; };
      await body({ context, page, server, base, swap, problems });
    } finally {
      await browser.close();
      await server.close().catch(() => {});
    }
  });
}

const ready = (page) => page.evaluate(async () => {
  await navigator.serviceWorker.ready;
  await new Promise((done) => {
    if (navigator.serviceWorker.controller) done();
    else navigator.serviceWorker.addEventListener("controllerchange", done, { once: true });
  });
});
const offline = (page) => page.locator('meta[name="netsplit"]').getAttribute("data-offline");
const build = (page) => page.evaluate(() => document.querySelector('meta[name="netsplit"]').dataset.module);
const caches = (page) => page.evaluate(() => globalThis.caches.keys());
const started = (page) => page.waitForFunction(() => document.querySelector("#app > *") && !document.querySelector("#boot"));

for (const base of ["/", SUB_PATH]) {
  offlineTest(`after one visit all is there without a server, at ${base}`, { base }, async ({ context, page, server, base }) => {
    await open(page, base);
    await ready(page);
    await server.close();
    await context.setOffline(true);
    // Without having been opened again: what is loaded when it is needed comes too.
    await go(page, `${base}#/split-brain`);
    // (The first page has a lab too.)
    await page.locator("[data-lab=split-brain]").waitFor();
    await page.goto("about:blank");
    await open(page, base);
    await page.getByRole("heading", { name: "Lessons" }).waitFor();
    const labs = await page.locator('a[href^="#/"]').evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute("href")))]);
    const own = labs.filter((href) => /^#\/[a-z-]+$/.test(href) && !["#/bench", "#/glossary"].includes(href));
    assert.ok(own.length >= 7, `${own}`);
    for (const href of own) {
      await page.goto("about:blank");
      await page.goto(base + href);
      await lab(page).waitFor();
    }
    await page.goto("about:blank");
    await page.goto(`${base}#/lesson/leader-election`);
    await page.getByRole("region", { name: "Lesson" }).waitFor();
    await page.reload();
    await page.getByRole("region", { name: "Lesson" }).waitFor();
    // Embedded, and with a dialog that no visit has opened.
    await page.goto("about:blank");
    await page.goto(`${base}#/raft?seed=7`);
    await button(page, "Share this moment").click();
    await page.getByRole("button", { name: "Export…" }).click();
    await page.getByRole("img", { name: "What the picture will show" }).waitFor();
  });
}

// Browsers look for a new version when it suits them.
const said = (page) => page.getByText("A new version is ready.").waitFor({ timeout: 90_000 });

// A folder that differs from another as the next release does: every name with a hash, and the page.
function release(from) {
  const folder = join(mkdtempSync(join(tmpdir(), "netsplit-")), "dist");
  cpSync(from, folder, { recursive: true });
  const old = readdirSync(folder).find((name) => /-[0-9a-f]{16}\.js$/.test(name) && name.startsWith("netsplit-web")).match(/[0-9a-f]{16}/)[0];
  const fresh = createHash("sha256").update(folder).digest("hex").slice(0, 16);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/\.(js|html)$/.test(name)) writeFileSync(path, readFileSync(path, "utf8").replaceAll(old, fresh));
    if (name.includes(old)) renameSync(path, join(folder, name.replace(old, fresh)));
  }
  // Its list, as xtask/src/offline.rs writes it.
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const version = page.match(/data-offline="(\w+)"/)[1];
  writeFileSync(join(folder, "index.html"), page.replaceAll(version, fresh));
  const worker = readFileSync(join(folder, "sw.js"), "utf8").replace(version, fresh);
  const list = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "sw.js")
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(folder.length + 1), `sha256-${createHash("sha256").update(readFileSync(path)).digest("base64")}`])
    .map(([path, hash]) => [path === "index.html" ? "./" : path, hash]);
  writeFileSync(join(folder, "sw.js"), worker.replace(/const FILES = {[^}]*};/, `const FILES = ${JSON.stringify(Object.fromEntries(list))};`));
  return { folder, version: fresh };
}

offlineTest("a new version is fetched whole, said to be ready, and never mixed with the old one", {}, async ({ context, page, base, swap, problems }) => {
  await open(page, base);
  await ready(page);
  const [first, firstBuild] = [await offline(page), await build(page)];
  assert.equal((await caches(page)).length, 1);

  const next = release(DIST);
  swap(next.folder);
  const other = await context.newPage();
  await open(other, base);
  assert.equal(await offline(other), first, "the page that is open decides");
  await said(other);
  await eventually("both versions are kept", async () => (await caches(page)).length === 2);
  // The old page gets the rest of its own version, which the server does not have any more.
  await go(page, `${base}#/gossip`);
  await page.locator("[data-lab=gossip]").waitFor();
  const modules = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => /netsplit-web-/.test(name)));
  assert.ok(modules.some((name) => name.includes("-gossip.wasm")), `${modules}`);
  const hash = firstBuild.match(/[0-9a-f]{16}/)[0];
  for (const name of modules) assert.ok(name.includes(hash), `${name} is not of ${hash}`);

  // With two pages open it stays so.
  await button(other, "Reload").click();
  await other.getByText("Close the other tabs of Netsplit first").waitFor();
  assert.equal(await offline(other), first);
  await page.close();
  await button(other, "Reload").click();
  await eventually("the next version", async () => (await offline(other).catch(() => null)) === next.version);
  await started(other);
  await eventually("the old one is forgotten", async () => (await caches(other)).length === 1);
  await context.setOffline(true);
  await other.goto(`${base}#/clocks`);
  await other.reload();
  await lab(other).waitFor();
  assert.deepEqual(problems, []);
});

offlineTest("a version that waits comes into force when the page is next opened", {}, async ({ page, base, swap }) => {
  await open(page, base);
  await ready(page);
  const next = release(DIST);
  swap(next.folder);
  await page.reload();
  await said(page);
  await button(page, "Later").click();
  await page.reload();
  await eventually("the next version", async () => (await offline(page).catch(() => null)) === next.version);
  await started(page);
  assert.equal((await caches(page)).length, 1);
});

offlineTest("a version of which a file is missing or another is not taken", {}, async ({ page, base, swap }) => {
  await open(page, base);
  await ready(page);
  const first = await offline(page);
  const half = release(DIST);
  // The server is in the middle of being changed: the list is new, a file is not what the list says.
  const style = readdirSync(half.folder).find((name) => name.endsWith(".css"));
  writeFileSync(join(half.folder, style), "/* other */");
  swap(half.folder);
  await page.reload();
  await started(page);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    const worker = registration.installing;
    if (worker) await new Promise((done) => { worker.onstatechange = () => worker.state === "redundant" && done(); });
  });
  assert.equal(await offline(page), first);
  assert.equal(await page.getByText("A new version is ready.").count(), 0);
  assert.equal((await caches(page)).length, 1);
});

offlineTest("nothing is kept for an embed", {}, async ({ page, base }) => {
  await open(page, `${base}?embed#/raft`);
  await page.waitForTimeout(2_500);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
});

offlineTest("it can be installed", {}, async ({ page, base }) => {
  await open(page, base);
  const client = await page.context().newCDPSession(page);
  const { errors, data } = await client.send("Page.getAppManifest");
  assert.deepEqual(errors, []);
  const manifest = JSON.parse(data);
  assert.equal(manifest.start_url, "./#/");
  for (const { src, sizes } of manifest.icons) {
    const size = await page.evaluate(async (src) => {
      const image = await createImageBitmap(await (await fetch(src)).blob());
      return `${image.width}x${image.height}`;
    }, src);
    assert.equal(size, sizes);
  }
  const { installabilityErrors } = await client.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito"), []);
});
