import { assert, pageTest } from "../lib.mjs";
import { button, dialog, eventually, noDialog, seek, seekUntil, state, tab } from "../lab.mjs";

const badges = (page, node) => page.locator(`[data-badge="${node}"]`).allTextContents();
const verdict = async (page, name) => (await tab(page, "Checks")).locator(`[data-check="${name}"]`).getAttribute("data-verdict");

pageTest("a lock that is blocked says on the stage for how long it has been held", { route: "#/two-phase-commit?scenario=coordinator-crash" }, async ({ page }) => {
  await seek(page, 1_500);
  assert.deepEqual(await badges(page, "p1"), ["100 €", "lock T1 1.3 s", "U1 waits 580 ms"]);
  assert.equal(await verdict(page, "AC1 Agreement"), "holds");
  assert.equal(await verdict(page, "Termination"), "pending");
  const before = (await badges(page, "p2"))[1];
  await button(page, "Play").click();
  await eventually("the stopwatch runs", async () => (await badges(page, "p2"))[1] !== before);
});

pageTest("a split makes three-phase commit commit on one side and abort on the other", { route: "#/three-phase-commit?scenario=split" }, async ({ page }) => {
  await seekUntil(page, "AC1 is violated", async () => (await verdict(page, "AC1 Agreement")) === "violated", { step: 400 });
  assert.ok((await state(page)).time >= 1_222);
  assert.deepEqual([await badges(page, "p1"), await badges(page, "p2")], [["70 €"], ["100 €"]]);
});

pageTest("what is fixed in one lab is no setting there", { route: "#/two-phase-commit" }, async ({ page }) => {
  const panel = page.getByRole("region", { name: "Rules" });
  await panel.getByText("Hold locks until the decision").first().waitFor();
  assert.equal(await page.getByText("PRE-COMMIT before COMMIT").count(), 0);
});

pageTest("a transfer is asked for in the toolbar, and its client is answered", { route: "#/two-phase-commit?rate=0" }, async ({ page }) => {
  await seek(page, 100);
  await button(page, "Transfer").click();
  const form = dialog(page, "Transfer");
  await form.getByLabel("amount").fill("40");
  await form.getByRole("button", { name: "Transfer", exact: true }).click();
  await noDialog(page);
  await seek(page, 300);
  const clients = await tab(page, "Clients");
  const row = clients.getByRole("row").nth(1);
  await row.getByText("transfer(T1, p1 → p2, 40 €)").waitFor();
  await row.getByText("→ committed").waitFor();
  assert.deepEqual(await badges(page, "p1"), ["60 €"]);
});
