// A Chromium, and a page that records what it has to complain about. Used by the tests and by shots.mjs.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

export const SIZES = {
  laptop: { width: 1440, height: 900 },
  projector: { width: 1280, height: 720 },
  phone: { width: 390, height: 844 },
};
export const THEMES = ["light", "dark"];

const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

// CHROMIUM, or Debian's; otherwise the one that Playwright installed for itself.
export function launch() {
  const path = process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/google-chrome"].find(existsSync);
  return chromium.launch({ executablePath: path, args: CHROMIUM_ARGS });
}

// A new page that records everything it has to complain about in `problems`. `options`:
//   size         one of SIZES, or {width, height}
//   theme        "light" or "dark": what the system prefers
//   locale       what language the browser prefers: "de-AT"
//   touch        a touch screen
//   reducedMotion  true for prefers-reduced-motion
//   offline      true for a page that may keep itself for when there is no connection: others would fetch behind a test's back
export async function newPage(browser, options = {}) {
  const { size = "laptop", theme = "light", touch = false, reducedMotion = false, offline = false, locale = "en-US" } = options;
  const context = await browser.newContext({
    viewport: SIZES[size] ?? size,
    colorScheme: theme,
    locale,
    hasTouch: touch,
    serviceWorkers: offline ? "allow" : "block",
    reducedMotion: reducedMotion ? "reduce" : "no-preference",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const problems = watch(page);
  return { context, page, problems };
}

function watch(page) {
  const problems = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => problems.push(`page error: ${error.stack ?? error}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // A page that is left in the middle of a fetch has not failed.
    if (reason !== "net::ERR_ABORTED") problems.push(`request: ${request.url()} ${reason}`);
  });
  page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  return problems;
}

// Resolves once the application has replaced the loading message.
export async function open(page, url) {
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("#app > *") && !document.querySelector("#boot"));
}
