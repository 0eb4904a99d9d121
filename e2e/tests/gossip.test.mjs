import { assert, pageTest } from "../lib.mjs";
import { button, dialog, eventually, node, nodes, seek, select, split, tab } from "../lab.mjs";

// What the curves of the epidemic say last: {susceptible, infective, removed}; none before the update begins.
const curves = (panel) =>
  panel.locator("[data-curve]").evaluateAll((all) => Object.fromEntries(all.map(({ dataset }) => [dataset.curve, Number(dataset.value)])));
const count = async (page, role) => (await nodes(page)).filter((node) => node.role === role).length;
// The length of each curve that is drawn.
const lengths = (panel) => panel.locator('[data-item="curve"] path.steps').evaluateAll((all) => all.map((path) => path.getTotalLength()));

pageTest("the curves of the epidemic grow as it goes on, beside log n + ln n, and shrink when it is rewound", { route: "#/gossip?seed=1" }, async ({ page }) => {
  await seek(page, 350);
  const panel = await tab(page, "Epidemic");
  await panel.locator("[data-curve]").first().waitFor();
  const early = { shown: await curves(panel), drawn: await lengths(panel) };
  assert.equal(early.drawn.length, 3);
  assert.equal(await panel.locator('[data-item="place"]').getByText("log₂ n + ln n").count(), 2, "its name, and its title");
  await seek(page, 1_500);
  const late = { shown: await curves(panel), drawn: await lengths(panel) };
  late.drawn.forEach((length, i) => assert.ok(length > early.drawn[i], `curve ${i}: ${early.drawn[i]} px, then ${length} px`));
  for (const role of ["susceptible", "infective", "removed"]) {
    assert.equal(late.shown[role], await count(page, role), `${role}: the curve and the stage`);
  }
  assert.ok(late.shown.infective === 0 && late.shown.susceptible > 0, "k = 1 leaves a residue");
  assert.equal(await panel.locator('[data-measure="traffic m"]').count(), 1);
  await seek(page, 350);
  await eventually("what was there before", async () => JSON.stringify(await curves(panel)) === JSON.stringify(early.shown));
});

pageTest("a split keeps one half ignorant until it is healed", { route: "#/gossip?seed=1&nodes=10&spread=anti-entropy&mode=push-pull" }, async ({ page }) => {
  await seek(page, 50);
  const side = (i) => (i < 5 ? "A" : "B");
  await split(page, Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`n${i + 1}`, side(i)])));
  await seek(page, 1_500);
  const roles = async () => (await nodes(page)).map((node) => node.role);
  assert.deepEqual(await roles(), [...Array(5).fill("infective"), ...Array(5).fill("susceptible")]);
  await button(page, "Heal the network").click();
  await seek(page, 3_000);
  assert.deepEqual(await roles(), Array(10).fill("infective"));
});

pageTest("an update that is started at a node spreads from there", { route: "#/gossip?seed=1&nodes=10&spread=anti-entropy&mode=push-pull" }, async ({ page }) => {
  await seek(page, 1_500);
  const bar = await select(page, "n7");
  await bar.getByRole("button", { name: "Start an update", exact: true }).click();
  await seek(page, 3_000);
  await node(page, "n3").click();
  const panel = await tab(page, "Inspect");
  await panel.getByText("n7", { exact: true }).first().waitFor();
});

pageTest("the paper's experiment runs, and says what was published", { route: "#/gossip?seed=1" }, async ({ page }) => {
  await button(page, "Experiments").click();
  const open = dialog(page, "Experiments");
  for (const [label, value] of [["k", "1, 2"], ["Trials", "3"]]) {
    const field = open.getByRole("textbox", { name: label, exact: true });
    await field.fill(value);
    await field.press("Tab");
  }
  await open.getByRole("button", { name: "Run", exact: true }).click();
  const bar = open.getByRole("progressbar");
  await eventually("all trials are done", async () => (await bar.getAttribute("aria-valuenow")) === "100", { timeout: 60_000 });
  const rows = await open.getByRole("table", { name: "Numbers" }).locator("tbody tr").allInnerTexts();
  assert.equal(rows.length, 2);
  for (const [i, published] of [["0.18", "1.7", "11", "16.8"], ["0.037", "3.3", "12.1", "16.9"]].entries()) {
    for (const figure of published) assert.ok(rows[i].includes(`(${figure}`), `${figure} in ${rows[i]}`);
  }
});
