import { assert, pageTest } from "../lib.mjs";
import { alert, button, cuts, dialog, eventually, leaders, node, noDialog, oneLeader, seekUntil, split, stroke, tool } from "../lab.mjs";

const pill = (page) => page.getByRole("button", { name: /heal the cut between/ });
const loop = ([x, y], across, down) =>
  Array.from({ length: 13 }, (_, i) => (i / 6) * Math.PI).map((angle) => [x + across * Math.cos(angle), y + down * Math.sin(angle)]);
const count = (page, wanted) => eventually(`${wanted} cuts`, async () => (await cuts(page).count()) === wanted);

pageTest("dragging across the stage splits the network, and the pill on the cut heals it", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  await tool(page, "Cut");
  await stroke(page, [[0.52, 0.3], [0.52, 0.75]]);
  await count(page, 1);
  const words = await pill(page).getAttribute("aria-label");
  const sides = words.replace("split · heal the cut between ", "").split(" and ").map((side) => side.split(" "));
  assert.equal(sides.length, 2, words);
  assert.deepEqual(sides.flat().sort(), ["c1", "c2", "n1", "n2", "n3", "n4", "n5"], "clients have a side too");
  await seekUntil(page, "a message is seen to be lost", async () => (await page.locator('[data-message][data-fate="lost"]').count()) > 0, { step: 11 });
  await pill(page).click();
  await count(page, 0);
});

pageTest("a loop round one node cuts it off", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  await tool(page, "Cut");
  const box = await node(page, "n3").boundingBox();
  const all = await page.getByRole("group", { name: "Stage", exact: true }).boundingBox();
  const [x, y] = [(box.x + box.width / 2 - all.x) / all.width, (box.y + box.height / 2 - all.y) / all.height];
  await stroke(page, loop([x, y], 60 / all.width, 60 / all.height));
  await count(page, 1);
  assert.match(await pill(page).getAttribute("aria-label"), /between (n3 and|.* and n3$)/);
});

pageTest("a stroke beside all nodes makes no cut and says why", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  await tool(page, "Cut");
  await stroke(page, [[0.01, 0.3], [0.01, 0.8]]);
  await alert(page).getByText("nothing is cut").waitFor();
  assert.equal(await cuts(page).count(), 0);
  await button(page, "Dismiss").click();
  await stroke(page, loop([0.5, 0.5], 0.06, 0.1));
  await alert(page).getByText("encloses no node").waitFor();
  assert.equal(await cuts(page).count(), 0);
});

pageTest("the list splits into groups, and one button heals everything", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  await button(page, "Split the network").click();
  const list = dialog(page, "Split the network");
  for (const name of ["n1", "n2", "n3", "n4", "n5", "c1", "c2"]) {
    await list.getByRole("radio", { name: `${name} in group A`, exact: true }).check({ force: true });
  }
  await list.getByRole("status").getByText("nothing to cut").waitFor();
  assert.ok(await list.getByRole("button", { name: "Split", exact: true }).isDisabled());
  await page.keyboard.press("Escape");
  await noDialog(page);

  await split(page, { n1: "A", n2: "A", c1: "A", n3: "B", n4: "B", n5: "B", c2: "B" });
  await count(page, 1);
  assert.equal(await pill(page).getAttribute("aria-label"), "split · heal the cut between n1 n2 c1 and n3 n4 n5 c2");
  await split(page, { n1: "A", n2: "A", c1: "A", n3: "B", n4: "B", n5: "C", c2: "D" }, { oneWay: true });
  await count(page, 2);
  await seekUntil(page, "a side without majority keeps no new leader", async () => {
    const terms = (await leaders(page)).map(({ epoch }) => epoch);
    return terms.length > 0 && new Set(terms).size === terms.length;
  });
  await button(page, "Heal the network").click();
  await count(page, 0);
  assert.ok(await button(page, "Heal the network").isDisabled());
});

pageTest("the links tool cuts and restores a single link", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  await tool(page, "Links");
  const middle = async (name) => {
    const box = await node(page, name).boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  const [[ax, ay], [bx, by]] = [await middle("n3"), await middle("n4")];
  const click = () => page.mouse.click(ax + (bx - ax) * 0.4, ay + (by - ay) * 0.4);
  await click();
  await count(page, 1);
  await click();
  await count(page, 0);
});
