import { readFileSync } from "node:fs";
import { assert, axe, pageTest } from "../lib.mjs";
import { button, dialog, eventually, go, lab, noDialog, node, pause, seek, select, state } from "../lab.mjs";

const goal = (page) => page.locator("[data-goal]");
const card = (page) => page.getByRole("group", { name: "Goal reached" });
const about = (page) => goal(page).evaluate(({ dataset }) => ({ ...dataset }));
const item = (page, id) => page.locator(`[data-challenge="${id}"]`);

async function timeOut(page, name) {
  const bar = await select(page, name);
  await bar.getByRole("button", { name: "Time out now", exact: true }).click();
}

// Two servers that stand at the same instant, where servers may vote twice.
async function breakElectionSafety(page) {
  await seek(page, 300);
  await timeOut(page, "n2");
  await timeOut(page, "n4");
  await button(page, "Play").click();
  await card(page).waitFor();
}

pageTest("a challenge opens by its address and is solved by clicks; sharing says what was done", { route: "#/raft?challenge=same-term" }, async ({ page, context }) => {
  await pause(page);
  assert.deepEqual(await about(page), { goal: "Election Safety", par: "2", deeds: "0", reached: "false" });
  await page.getByText("Servers may vote twice in a term here", { exact: false }).waitFor();
  assert.equal(await item(page, "same-term").getAttribute("aria-current"), "true");
  await breakElectionSafety(page);
  assert.equal((await state(page)).running, false, "the run pauses where it is done");
  await card(page).getByText("Done in 2 (par 2).").waitFor();
  assert.deepEqual(await about(page), { goal: "Election Safety", par: "2", deeds: "2", reached: "true" });
  await page.getByRole("status").filter({ hasText: "Goal reached. Done in 2 (par 2)." }).waitFor({ state: "attached" });
  assert.equal(await item(page, "same-term").getAttribute("data-solved"), "true");

  await card(page).getByRole("button", { name: "Share", exact: true }).click();
  const share = dialog(page, "Share this moment");
  const text = await share.getByRole("textbox", { name: "What was done" }).inputValue();
  const link = await share.getByRole("textbox", { name: "Link of this moment" }).inputValue();
  assert.equal(text, `Broke Raft without “One vote a term” in 2: ${link}`);
  await share.getByText("Copied.").waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
  assert.deepEqual(await axe(page), []);

  const other = await (await context.browser().newContext()).newPage();
  await go(other, link);
  assert.deepEqual(await about(other), { goal: "Election Safety", par: "2", deeds: "2", reached: "true" });
  await card(other).waitFor();
  await other.context().close();
});

pageTest("going back and undoing lower the count; a reload keeps goal and count", { route: "#/raft?challenge=same-term" }, async ({ page }) => {
  await breakElectionSafety(page);
  const { time } = await state(page);
  await seek(page, 200);
  assert.equal((await about(page)).deeds, "0");
  assert.equal((await about(page)).reached, "false");
  assert.equal(await card(page).count(), 0, "before it was done it is not done");
  await seek(page, Math.ceil(time));
  await card(page).waitFor();
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#app > *") && !document.querySelector("#boot"));
  assert.deepEqual(await about(page), { goal: "Election Safety", par: "2", deeds: "2", reached: "true" });
  assert.equal(await item(page, "same-term").getAttribute("data-solved"), "true");
  await card(page).getByRole("button", { name: "Try again" }).click();
  await pause(page);
  assert.deepEqual(await about(page), { goal: "Election Safety", par: "2", deeds: "0", reached: "false" });
  await timeOut(page, "n2");
  assert.equal((await about(page)).deeds, "1");
  await button(page, "Undo").click();
  assert.equal((await about(page)).deeds, "0");
});

pageTest("a challenge opens by a click, and the next one follows", { route: "#/raft" }, async ({ page }) => {
  assert.equal(await goal(page).count(), 0);
  assert.equal(await page.locator("[data-challenge]").count(), 5);
  await item(page, "two-leaders").click();
  await pause(page);
  assert.equal((await about(page)).goal, "two leaders at once");
  await seek(page, 400);
  const bar = await select(page, "n1");
  await bar.getByRole("button", { name: "Isolate", exact: true }).click();
  await button(page, "Play").click();
  await card(page).getByText("Done in 1 (par 1).").waitFor();
  await card(page).getByRole("button", { name: "Next challenge" }).click();
  await eventually("the next one", async () => (await about(page)).goal === "Election Safety");
});

pageTest("with the keyboard alone", { route: "#/raft?challenge=two-leaders" }, async ({ page }) => {
  await seek(page, 400);
  await lab(page).focus();
  await page.keyboard.press("Digit1");
  await page.keyboard.press("u");
  await eventually("n1 is paused", async () => (await node(page, "n1").getAttribute("data-status")) === "paused");
  await page.keyboard.press("Space");
  await card(page).waitFor();
  await card(page).getByRole("button", { name: "Share", exact: true }).focus();
  await page.keyboard.press("Enter");
  await dialog(page, "Share this moment").getByRole("textbox", { name: "What was done" }).waitFor();
  await page.keyboard.press("Escape");
  await noDialog(page);
  await page.getByRole("button", { name: "Put the caption away" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Put the caption away" }).waitFor({ state: "detached" });
});

pageTest("a caption is text, never markup, and goes with the link", { route: "#/raft?seed=42" }, async ({ page, url }) => {
  const hostile = `<img src=x onerror="document.title='owned'"> & <b>bold</b>`;
  await seek(page, 500);
  await button(page, "Share this moment").click();
  const share = dialog(page, "Share this moment");
  assert.equal(await share.getByRole("textbox", { name: "What was done" }).count(), 0, "nothing was done");
  const caption = share.getByRole("textbox", { name: /^Caption/ });
  assert.equal(await caption.getAttribute("maxlength"), "280");
  await caption.fill(hostile);
  const plain = await share.getByRole("textbox", { name: "Link of this moment" }).inputValue();
  await page.goto("about:blank");
  await go(page, plain);
  await page.getByText(hostile, { exact: true }).waitFor();
  assert.equal(await page.locator(".caption img, .caption b").count(), 0);
  assert.notEqual(await page.title(), "owned");
  assert.equal((await state(page)).time, 500);
  assert.deepEqual(await axe(page), []);
  void url;
});

pageTest("links of version 1 still open", {}, async ({ page, url }) => {
  const links = readFileSync(new URL("../../tests/golden/links.txt", import.meta.url), "utf8").trim().split("\n");
  assert.equal(links.filter((line) => line.startsWith("AQ")).length, 3);
  for (const line of links) {
    const [payload, digest] = line.split(" ");
    await page.goto("about:blank");
    await go(page, url(`#/m/${payload}`));
    await pause(page);
    await lab(page).waitFor();
    if (line.startsWith("AQ")) assert.equal((await state(page)).digest, digest);
    else await goal(page).waitFor();
  }
});

for (const theme of ["light", "dark"]) {
  pageTest(`axe finds nothing on a goal that is reached, ${theme}`, { theme, route: "#/raft?challenge=same-term" }, async ({ page }) => {
    await breakElectionSafety(page);
    assert.deepEqual(await axe(page), []);
  });
}
