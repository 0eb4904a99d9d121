import { assert, pageTest } from "../lib.mjs";
import { seek, tab } from "../lab.mjs";

const badges = (page, node) => page.locator(`[data-badge="${node}"]`).allTextContents();
const verdict = async (page, name) => (await tab(page, "Checks")).locator(`[data-check="${name}"]`).getAttribute("data-verdict");

pageTest("with everything off the balance is visibly wrong after the heal", { route: "#/split-brain?scenario=split" }, async ({ page }) => {
  await seek(page, 1_500);
  assert.deepEqual([(await badges(page, "w1"))[0], (await badges(page, "w2"))[0]], ["lease T2 300 ms", "lease T2 210 ms"]);
  await seek(page, 2_400);
  assert.deepEqual(await badges(page, "bank"), ["balance 50 €", "should be 70 €"]);
  assert.equal(await verdict(page, "Balance"), "violated");
});

pageTest("with fencing tokens a late write is rejected", { route: "#/split-brain?scenario=pause-fencing" }, async ({ page }) => {
  await seek(page, 2_300);
  assert.deepEqual(await badges(page, "bank"), ["balance 30 €"]);
  assert.equal(await verdict(page, "One Effective Writer"), "holds");
  const rejected = (await tab(page, "Requests")).getByRole("row").filter({ hasText: "rejected: T2 is newer" });
  assert.equal(await rejected.count(), 1);
});

pageTest("a lease that has ended says so", { route: "#/split-brain?scenario=pause" }, async ({ page }) => {
  await seek(page, 1_000);
  assert.deepEqual(await badges(page, "r1"), ["T1 w1 960 ms"]);
  await seek(page, 1_100);
  assert.deepEqual([await badges(page, "r1"), await badges(page, "w1")], [["T1 w1 over"], ["lease T1 over"]]);
});
