import { assert, pageTest } from "../lib.mjs";
import { button, eventually, lab, node, seek, select, state, status } from "../lab.mjs";

const branches = (page) => page.getByRole("combobox", { name: "Branch" });
const names = (page) => page.locator("[data-branch]").evaluateAll((all) => all.map((one) => one.dataset.branch));

async function choose(page, number) {
  const before = (await names(page))[number];
  await branches(page).selectOption({ index: number });
  await eventually(before, async () => (await branches(page).evaluate((select) => select.selectedIndex)) === number);
}

// Kills a node in the past: from then on there are two futures.
async function killInThePast(page, name, at) {
  await seek(page, at);
  const bar = await select(page, name);
  await bar.getByRole("button", { name: "Kill", exact: true }).click();
  await status(page, name, "crashed");
}

pageTest("acting in the past makes a second future and keeps the first", { route: "#/raft?seed=42" }, async ({ page }) => {
  const first = await seek(page, 1_600);
  await killInThePast(page, "n2", 600);
  const banner = page.getByRole("status").filter({ hasText: "This is a second future; the first is kept." });
  await banner.waitFor();
  assert.deepEqual(await names(page), ["Run 42", "n2 killed at 0.6 s"]);
  assert.equal((await state(page)).end, 600, "the second future begins here");
  const second = await seek(page, 1_600);
  assert.notEqual(second.digest, first.digest);

  await choose(page, 0);
  assert.equal(await node(page, "n2").getAttribute("data-status"), "up");
  assert.deepEqual(await seek(page, 1_600), first);
  await choose(page, 1);
  await status(page, "n2", "crashed");
  assert.deepEqual(await seek(page, 1_600), second);
});

pageTest("the second future is undone", { route: "#/raft?seed=42" }, async ({ page }) => {
  await seek(page, 1_600);
  const then = await seek(page, 600);
  await killInThePast(page, "n3", 600);
  await lab(page).focus();
  await page.keyboard.press("Control+z");
  await eventually("one future is left", async () => (await names(page)).length === 0);
  const back = await state(page);
  assert.deepEqual(back, then);
  assert.equal(await node(page, "n3").getAttribute("data-status"), "up");
});

pageTest("the banner puts the two futures side by side", { route: "#/raft?seed=42" }, async ({ page }) => {
  await seek(page, 1_600);
  await killInThePast(page, "n3", 600);
  await button(page, "Compare").click();
  const n3 = (side) => page.locator(`[data-side="${side}"] [data-node="n3"]`);
  await eventually("it is down at the left only", async () =>
    (await n3("left").getAttribute("data-status")) === "crashed" && (await n3("right").getAttribute("data-status")) === "up");
});

pageTest("a deed at the edge of the recording makes no branch, and is undone", { route: "#/raft?seed=42" }, async ({ page }) => {
  const before = await seek(page, 700);
  const bar = await select(page, "n4");
  await bar.getByRole("button", { name: "Kill", exact: true }).click();
  await status(page, "n4", "crashed");
  assert.equal((await names(page)).length, 0);
  assert.notEqual((await state(page)).digest, before.digest);
  await seek(page, 900);
  await button(page, "Undo").click();
  await status(page, "n4", "up");
  assert.deepEqual(await state(page), before);
  assert.ok(await button(page, "Undo").isDisabled());
});

pageTest("starting over and the next run keep what was", { route: "#/raft?seed=42" }, async ({ page }) => {
  const first = await seek(page, 900);
  await button(page, "New run").click();
  await eventually("the next seed", async () => (await state(page)).seed === "43");
  assert.deepEqual(await names(page), ["Run 42", "Run 43"]);
  await choose(page, 0);
  assert.equal((await seek(page, 900)).digest, first.digest);
  await button(page, "Start over").click();
  await eventually("its start", async () => (await state(page)).time < 900);
  assert.equal((await seek(page, 900)).digest, first.digest);
});
