// The pages of examples/, built as their readers would.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, axe, exampleTest } from "../lib.mjs";
import { eventually } from "../lab.mjs";

const folder = (name) => fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
// Where `cargo xtask setup` puts tools, besides where everybody looks.
const tools = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "netsplit-tools", "bin");
const env = { ...process.env, PATH: `${process.env.PATH}${delimiter}${tools}` };
const run = (command, args, cwd) => execFileSync(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });

const state = (page, id) => page.evaluate((id) => document.getElementById(id).state, id);
async function inView(page, id) {
  await page.locator(`#${id}`).scrollIntoViewIfNeeded();
  return eventually(`${id} runs`, () => state(page, id));
}
const ask = (page, id, line) => page.evaluate(([id, line]) => document.getElementById(id).input(line).then(() => ""), [id, line]);

for (const theme of ["light", "dark"]) {
  exampleTest(`the tutorial in plain HTML, ${theme}`, "tutorial/", { theme }, async ({ page }) => {
    assert.equal((await inView(page, "leader")).lab, "raft");
    // Three leaders are killed, one after the other; then two of five are no majority.
    for (const [i, word] of ["kill the leader", "once more", "one more"].entries()) {
      await ask(page, "leader", `seek ${(i + 1) * 1_500}`);
      await page.getByRole("button", { name: word, exact: true }).click();
      await eventually(`${i + 1} are dead`, async () => (await page.locator("#leader [data-status=crashed]").count()) === i + 1);
    }
    await ask(page, "leader", "seek 9000");
    assert.equal(await page.locator("#leader [data-role=leader][data-status=up]").count(), 0, "no majority, no leader");
    await inView(page, "minority");
    await ask(page, "minority", "seek 1000");
    await page.getByRole("button", { name: "Cut it off" }).click();
    await eventually("it is cut off", async () => (await page.locator("#minority [data-cut]").count()) === 1);
    await ask(page, "minority", "seek 3000");
    assert.equal(await page.locator("#minority [data-role=leader]").count(), 2, "the old one does not know of the new one");
    assert.equal((await inView(page, "blocks")).lab, "two-phase-commit");
    assert.equal((await inView(page, "rumour")).lab, "gossip");
    assert.deepEqual(await axe(page), []);
  });
}

exampleTest("the page in React, its types checked", "react/dist/", {
  before: () => {
    if (!existsSync(`${folder("react")}/node_modules`)) run("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder("react"));
    run("npm", ["run", "build"], folder("react"));
  },
}, async ({ page }) => {
  const lab = page.locator("netsplit-lab");
  await lab.locator("[data-node=n5]").waitFor();
  await eventually("the table follows the story", async () => (await page.getByRole("listitem").count()) > 0);
  await page.getByLabel("Servers:").fill("3");
  await lab.locator("[data-node=n5]").waitFor({ state: "detached" });
  await page.evaluate(() => document.querySelector("netsplit-lab").seek(1_000));
  await page.getByRole("button", { name: "Kill the leader" }).click();
  await lab.locator("[data-status=crashed]").waitFor();
});

exampleTest("the chapter of an mdBook", "mdbook/book/majority.html", { before: () => run("mdbook", ["build"], folder("mdbook")) }, async ({ page }) => {
  await inView(page, "leader");
  await ask(page, "leader", "seek 1000");
  await page.getByRole("button", { name: "kill the leader" }).click();
  await page.locator("#leader [data-status=crashed]").waitFor();
  await page.locator("iframe").scrollIntoViewIfNeeded();
  await page.frameLocator("iframe").locator("[data-node=n1]").waitFor();
});

exampleTest("the gallery leads to all of them", "", {}, async ({ page }) => {
  assert.deepEqual(await page.getByRole("link").evaluateAll((links) => links.map((link) => link.getAttribute("href"))), ["tutorial/", "react/dist/", "mdbook/book/"]);
});
