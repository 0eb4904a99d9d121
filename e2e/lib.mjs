// What every browser test stands on: dist/ on a strict server, a Chromium, and a page that must stay free of
// errors. A test file says:
//
//   import { assert, pageTest } from "../lib.mjs";
//   pageTest("kills the leader", { route: "#/raft?seed=7" }, async ({ page }) => { … });
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, newPage, open } from "./browser.mjs";
import { CSP, SUB_PATH, TYPES, serve } from "./server.mjs";

export { SIZES, THEMES, launch, newPage, open } from "./browser.mjs";
export { SUB_PATH, assert, serve };

let running;
// One server and one browser for a test file.
function shared() {
  running ??= Promise.all([serve(), launch()]).then(([server, browser]) => ({ server, browser }));
  return running;
}
after(async () => {
  if (!running) return;
  const { server, browser } = await running;
  await browser.close();
  await server.close();
});

// A test on one page. Besides the options of `newPage`:
//   route     what stands after the page's address: "#/raft?seed=7"
//   base      "/" or SUB_PATH
//   problems  a regular expression of complaints that the test provokes on purpose
// The body gets {page, context, problems, url}: `url(route)` is an address on the same server.
export function pageTest(name, options, body) {
  const { route = "", base = "/" } = options;
  test(name, { timeout: 120_000 }, async () => {
    const { server, browser } = await shared();
    const url = (to) => `${server.url}${base}${to}`;
    await onPage(name, browser, options, async (opened) => {
      await open(opened.page, url(route));
      await body({ ...opened, url });
    });
  });
}

// Visits a page of a test's own, which may complain of nothing but what the test provokes.
async function onPage(name, browser, options, visit) {
  const { context, page, problems } = await newPage(browser, options);
  try {
    await visit({ context, page, problems });
    const unexpected = problems.filter((problem) => !options.problems?.test(problem));
    assert.deepEqual(unexpected, [], "the page complained");
  } catch (error) {
    await picture(page, name);
    if (problems.length > 0) error.message += `\nthe page said:\n${problems.join("\n")}`;
    throw error;
  } finally {
    await context.close();
  }
}

// A test of somebody else's page, under the strictest policy that allows WebAssembly. Besides the options of `newPage`:
//   files     what else its site has, by path: text
//   before    is called with the page before it is opened
//   problems  a regular expression of complaints that the test provokes on purpose
// The body gets {page, context, url, requests}: the addresses of all that was fetched.
export function hostTest(name, html, options, body) {
  test(name, { timeout: 120_000 }, async () => {
    const { browser } = await shared();
    const headers = { "content-security-policy": CSP };
    const files = Object.entries(options.files ?? {}).map(([path, text]) => [path, { html: text, headers: { ...headers, "content-type": TYPES[extname(path)] } }]);
    const server = await serve({ hostPages: { "/host.html": { html, headers }, ...Object.fromEntries(files) } });
    const requests = [];
    try {
      await onPage(name, browser, options, async ({ page, context }) => {
        page.on("request", (request) => requests.push(request.url()));
        await options.before?.(page);
        await page.goto(`${server.url}/host.html`);
        await body({ page, context, requests, url: (to) => `${server.url}${to}` });
      });
    } finally {
      await server.close();
    }
  });
}

// A test of a page of examples/. Besides the options of `newPage`:
//   before    is called first: it builds the page
export function exampleTest(name, path, options, body) {
  test(name, { timeout: 240_000 }, async () => {
    const { server, browser } = await shared();
    options.before?.();
    await onPage(name, browser, options, async ({ page }) => {
      await page.goto(`${server.url}/examples/${path}`);
      await body({ page });
    });
  });
}

// The last thing seen by a test that failed, in e2e/test-results/.
async function picture(page, name) {
  const folder = fileURLToPath(new URL("test-results/", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const file = name.replaceAll(/[^a-z0-9]+/gi, "-").slice(0, 80);
  await page.screenshot({ path: `${folder}${file}.png` }).catch(() => {});
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

// The accessibility violations of the page as it is now, one readable line each; [] is what a test wants.
export async function axe(page, { exclude = [] } = {}) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(
    async (exclude) => (await globalThis.axe.run({ exclude })).violations,
    exclude.map((selector) => [selector]),
  );
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => `${id} (${impact}): ${node.target.join(" ")}: ${node.failureSummary?.replaceAll(/\s+/g, " ")}`),
  );
}
