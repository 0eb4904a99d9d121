// Screenshots to look at, in two themes and three sizes: node e2e/shots.mjs [ROUTE…]  ("" is the catalogue)
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SIZES, THEMES, launch, newPage, open } from "./browser.mjs";
import { serve } from "./server.mjs";

const routes = process.argv.length > 2 ? process.argv.slice(2) : ["#/", "#/raft?seed=42"];
const folder = fileURLToPath(new URL("shots/", import.meta.url));
const settle_ms = Number(process.env.SETTLE_MS ?? 4000);
mkdirSync(folder, { recursive: true });

const server = await serve();
const browser = await launch();
let complaints = 0;
for (const route of routes) {
  for (const size of Object.keys(SIZES)) {
    for (const theme of THEMES) {
      const { context, page, problems } = await newPage(browser, { size, theme, touch: size === "phone" });
      await open(page, `${server.url}/${route}`);
      await page.waitForTimeout(settle_ms);
      const name = `${route.replaceAll(/[^a-z0-9]+/gi, "-").replaceAll(/^-|-$/g, "") || "catalogue"}-${size}-${theme}.png`;
      await page.screenshot({ path: folder + name });
      console.log(`e2e/shots/${name}`);
      for (const problem of problems) console.error(`  ${problem}`);
      complaints += problems.length;
      await context.close();
    }
  }
}
await browser.close();
await server.close();
process.exitCode = complaints > 0 ? 1 : 0;
