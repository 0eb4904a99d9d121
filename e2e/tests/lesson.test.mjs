import { readFileSync, readdirSync } from "node:fs";
import { assert, axe, pageTest } from "../lib.mjs";
import { button, eventually, node, state } from "../lab.mjs";

const golden = new URL("../../tests/golden/", import.meta.url);
const lessons = readdirSync(golden).map((name) => /^lesson-(.*)\.txt$/.exec(name)?.[1]).filter(Boolean);

const card = (page) => page.getByRole("region", { name: "Lesson" });
const stands = (page) => card(page).evaluate(({ dataset }) => ({ ...dataset }));
// Presses a key, and waits until the page has drawn what came of it.
async function press(page, key) {
  await page.keyboard.press(key);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}
// Skips what moves, until the lesson waits for its reader.
async function rest(page) {
  while ((await stands(page)).state === "moving") {
    await press(page, "PageDown");
  }
}
const becomes = (page, wanted) => page.waitForSelector(`[data-lesson][data-state="${wanted}"]`);
// Hears whatever the card says from now on. The run goes on by itself, so what it says must not be missed between two presses.
const listen = (page) =>
  page.evaluate(() => {
    globalThis.heard = new Set();
    const hear = () => {
      const said = document.querySelectorAll(".lesson-text > p, .lesson-text > ul, .lesson-text .question strong");
      for (const { innerText } of said) globalThis.heard.add(innerText.replaceAll("\n", " ").trim());
    };
    new MutationObserver(hear).observe(document.body, { subtree: true, childList: true, characterData: true });
    hear();
  });
const heard = (page) => page.evaluate(() => [...globalThis.heard]);

// What a lesson says, from its golden transcript, without the times and what was done.
function transcript(id) {
  const [, ...steps] = readFileSync(new URL(`lesson-${id}.txt`, golden), "utf8").split(/^\d+\. .*\n/m);
  const said = steps.map((step) => step.split("\n\n")[0]).join("\n");
  return new Set(said.split("\n").map((line) => line.slice(11).trim().replace(/^[?→] /, "")).filter(Boolean));
}

for (const id of lessons) {
  pageTest(`the lesson ${id} is given to its end by a clicker, word for word`, { route: `#/lesson/${id}` }, async ({ page }) => {
    const words = transcript(id);
    await listen(page);
    for (let presses = 0; presses < 200; presses++) {
      const { state } = await stands(page);
      if (state === "over") break;
      assert.notEqual(state, "stuck", (await heard(page)).at(-1));
      await press(page, "PageDown");
    }
    assert.equal((await stands(page)).state, "over");
    const all = await heard(page);
    for (const line of words) {
      if (!line.startsWith("* ")) assert.ok(all.some((text) => text.includes(line)), `not said: ${line}`);
    }
  });
}

pageTest("a lesson is gone through with the keyboard, and remembered", { route: "#/lesson/leader-election" }, async ({ page }) => {
  const first = await stands(page);
  assert.equal(first.step, "1");
  await rest(page);
  await card(page).getByRole("button", { name: "Continue" }).focus();
  await page.keyboard.press("Enter");
  await page.waitForSelector('[data-lesson][data-step="2"]');
  assert.match(page.url(), /#\/lesson\/leader-election\?step=2$/);
  await page.keyboard.press("PageUp");
  await page.waitForSelector('[data-lesson][data-step="1"]');
  await rest(page);
  await page.keyboard.press("PageDown");
  await page.waitForSelector('[data-lesson][data-step="2"]');
  await page.reload();
  await page.waitForSelector('[data-lesson][data-step="2"]');
  await page.goto(page.url().replace(/#.*/, "#/"));
  const entry = page.locator('[data-lesson="leader-election"]');
  await entry.getByText(`step 2 of ${first.steps}`).waitFor();
  await entry.getByRole("link", { name: "Leader election", exact: true }).click();
  await page.waitForSelector('[data-lesson][data-step="2"]');
});

pageTest("a reader's own deed leaves the lesson, and there are two ways on", { route: "#/lesson/leader-election" }, async ({ page }) => {
  await rest(page);
  const before = await state(page);
  const name = await page.locator("[data-node]").first().getAttribute("data-node");
  await button(page, "Kill tool").click();
  await node(page, name).click();
  await becomes(page, "stray");
  assert.equal(await node(page, name).getAttribute("data-status"), "crashed");
  await card(page).getByRole("button", { name: "Back to the lesson" }).click();
  await becomes(page, "resting");
  assert.equal((await state(page)).digest, before.digest);
  assert.equal(await node(page, name).getAttribute("data-status"), "up");
  await node(page, name).click();
  await becomes(page, "stray");
  await card(page).getByRole("button", { name: "Carry on from here" }).click();
  await eventually("it goes on, or says why not", async () => {
    const { state } = await stands(page);
    return state === "resting" || (await card(page).getByText("The lesson cannot go on from here.").count()) === 1;
  });
});

const own = `---
lab: raft
topic: Mine
about: Mine.
---
# My own lesson

{follower} waits.
`;

pageTest("an author's own lesson is read from beside the page, and again when it changes", { route: "#/" }, async ({ page, url }) => {
  let text = own;
  await page.route("**/mine.md", (route) => route.fulfill({ body: text, contentType: "text/markdown" }));
  await page.goto(url("#/lesson?from=mine.md&watch=on"));
  await card(page).getByText("n1 waits.").waitFor();
  text = own.replace("waits", "hopes");
  await card(page).getByText("n1 hopes.").waitFor();
  text = own.replace("{follower}", "{follower");
  await page.getByRole("alert").getByText("line 8, column 1: `{follower waits.` should be a role in braces", { exact: false }).waitFor();
  text = own;
  await card(page).getByText("n1 waits.").waitFor();
  await page.goto(url("#/lesson?from=https://example.org/x.md"));
  await page.getByRole("alert").getByText("should be the path of a file beside this page", { exact: false }).waitFor();
});

pageTest("an unknown lesson is refused with those there are", { route: "#/lesson/flying" }, async ({ page }) => {
  await page.getByRole("alert").getByText("there is no lesson `flying`; there is", { exact: false }).waitFor();
});

for (const theme of ["light", "dark"]) {
  pageTest(`axe finds nothing in a lesson, ${theme}`, { route: "#/lesson/leader-election?step=2", theme }, async ({ page }) => {
    await card(page).waitFor();
    assert.deepEqual(await axe(page), []);
  });
}
