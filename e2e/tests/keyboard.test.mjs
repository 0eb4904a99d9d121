import { assert, pageTest } from "../lib.mjs";
import { cuts, dialog, eventually, lab, node, noDialog, oneLeader, seek, state, status } from "../lab.mjs";

const focused = (page) => page.evaluate(() => document.activeElement?.dataset?.node);
const holds = (page, tool) =>
  eventually(`${tool} tool`, async () => (await page.getByRole("button", { name: `${tool} tool`, exact: true }).getAttribute("aria-pressed")) === "true");

pageTest("the nodes are one tab stop: arrows move, Enter opens, Escape clears", { route: "#/raft" }, async ({ page }) => {
  await seek(page, 400);
  const stops = () => page.locator("[data-node]").evaluateAll((all) => all.filter((one) => one.tabIndex === 0).map((one) => one.dataset.node));
  assert.deepEqual(await stops(), ["n1"]);
  await node(page, "n1").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await eventually("n3 has the focus", async () => (await focused(page)) === "n3");
  assert.deepEqual(await stops(), ["n3"]);
  await page.keyboard.press("ArrowLeft");
  await eventually("n2 has the focus", async () => (await focused(page)) === "n2");

  await page.keyboard.press("Enter");
  const bar = page.getByRole("toolbar", { name: "n2", exact: true });
  await bar.waitFor();
  assert.equal(await node(page, "n2").getAttribute("aria-pressed"), "true");
  await page.keyboard.press("Escape");
  await bar.waitFor({ state: "detached" });
  assert.equal(await node(page, "n2").getAttribute("aria-pressed"), "false");
  assert.equal((await state(page)).time, 400, "arrows on a node do not move through time");
});

pageTest("everything is done with keys alone: kill, restart, pause, split, heal, write, share", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  await lab(page).focus();
  const press = (key) => page.keyboard.press(key);
  await press("3");
  await page.getByRole("toolbar", { name: "n3", exact: true }).waitFor();
  await press("k");
  await status(page, "n3", "crashed");
  await press("k");
  await status(page, "n3", "up");
  await press("u");
  await status(page, "n3", "paused");
  await press("u");
  await status(page, "n3", "up");
  for (const [key, name] of [["x", "Kill"], ["c", "Cut"], ["l", "Links"], ["v", "Select"]]) {
    await press(key);
    await holds(page, name);
  }

  await press("p");
  const list = dialog(page, "Split the network");
  await list.getByRole("radio", { name: "n1 in group A", exact: true }).focus();
  await press("ArrowRight");
  assert.ok(await list.getByRole("radio", { name: "n1 in group B", exact: true }).isChecked());
  await list.getByRole("button", { name: "Split", exact: true }).focus();
  await press("Enter");
  await eventually("a cut", async () => (await cuts(page).count()) === 1);
  await eventually("the focus is back in the lab", () => page.evaluate(() => document.querySelector("[data-lab]").contains(document.activeElement) || document.activeElement === document.body));
  await press("h");
  await eventually("no cut", async () => (await cuts(page).count()) === 0);

  await press("Escape");
  await press("w");
  const form = dialog(page, "Write");
  await form.getByLabel("Value").focus();
  await press("End");
  await page.keyboard.type("23");
  await press("Enter");
  await noDialog(page);
  await page.getByRole("tab", { name: "Clients" }).focus();
  await press("Enter");
  await page.getByRole("row").filter({ hasText: "write(x, 123)" }).waitFor();

  await lab(page).focus();
  await press("s");
  await dialog(page, "Share this moment").waitFor();
  await press("Escape");
  await noDialog(page);
  await press("?");
  await dialog(page, "Keyboard").waitFor();
  await press("Escape");
  await noDialog(page);
  await press("f");
  await eventually("presenter mode", async () => (await lab(page).getAttribute("class")).includes("presenting"));
  await press("f");
});

pageTest("keys do nothing while one types, and can be switched off", { route: "#/raft" }, async ({ page }) => {
  const before = await seek(page, 400);
  const find = page.getByRole("searchbox", { name: "Find in diagram" });
  await find.focus();
  await page.keyboard.type("k s?3 ");
  await page.keyboard.press("Home");
  assert.equal(await find.inputValue(), "k s?3 ");
  assert.deepEqual(await state(page), before);
  assert.equal(await page.getByRole("dialog").count(), 0);

  await lab(page).focus();
  await page.keyboard.press("?");
  const help = dialog(page, "Keyboard");
  await help.getByRole("checkbox").uncheck();
  await page.keyboard.press("Escape");
  await noDialog(page);
  await lab(page).focus();
  for (const key of ["Home", "Space", "3", "s"]) await page.keyboard.press(key);
  assert.deepEqual(await state(page), before);
  assert.equal(await page.getByRole("dialog").count(), 0);
});
