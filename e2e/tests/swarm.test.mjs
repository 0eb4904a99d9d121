// A swarm: dots on a canvas, and what hands and keys do there. By simulated time: the runs are paused and sought.
import { assert, pageTest } from "../lib.mjs";
import { button, cuts, eventually, node, pause, seek, stage, state } from "../lab.mjs";

const ROUTE = "#/gossip?nodes=1000";
const census = async (page) => {
  const words = await page.locator("canvas[role=img]").getAttribute("aria-label");
  const counts = words.split(": ")[1].split(", ").map((part) => part.split(" "));
  return Object.fromEntries(counts.map(([count, word]) => [word, Number(count)]));
};

// How many device pixels of the nodes' canvas have the colour of a token of the style sheet, nearly.
const painted = (page, token) =>
  page.evaluate((token) => {
    const canvas = document.querySelector("canvas[role=img]");
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(token);
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const near = Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12;
      if (near && data[i + 3] > 200) count += 1;
    }
    return count;
  }, token);

// The middle of the stage, or a point so far from it, px.
async function point(page, dx = 0, dy = 0) {
  const box = await stage(page).boundingBox();
  return { x: box.x + box.width / 2 + dx, y: box.y + box.height / 2 + dy };
}

pageTest("a thousand nodes: more and more know", { route: ROUTE }, async ({ page }) => {
  await pause(page);
  await seek(page, 150);
  const early = { ...(await census(page)), pixels: await painted(page, "--ok") };
  await seek(page, 1500);
  const late = { ...(await census(page)), pixels: await painted(page, "--ok") };
  assert.ok(early.susceptible > 900 && late.susceptible < 500, JSON.stringify({ early, late }));
  await eventually("the canvas shows it", async () => (await painted(page, "--ok")) > early.pixels + 500);
});

pageTest("hover names a node, a click selects it, its bar kills it", { route: ROUTE }, async ({ page }) => {
  await pause(page);
  assert.equal(await page.locator("[data-node]").count(), 0, "nobody is hovered or selected");
  const at = await point(page);
  await page.mouse.move(at.x, at.y);
  await page.locator("[data-node]").waitFor();
  const name = await page.locator("[data-node]").getAttribute("data-node");
  await page.mouse.click(at.x, at.y);
  const chosen = page.getByRole("button", { name: new RegExp(`^${name}, \\w+, up$`), pressed: true });
  await chosen.waitFor();
  await page.getByRole("toolbar", { name, exact: true }).getByRole("button", { name: "Kill" }).click();
  await eventually("it is down", async () => (await node(page, name).first().getAttribute("data-status")) === "crashed");
  assert.equal((await census(page)).crashed, 1);
});

pageTest("keys move from node to node", { route: ROUTE }, async ({ page }) => {
  await pause(page);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
  await page.getByRole("button", { name: /^n1, / }).focus();
  await page.keyboard.press("ArrowRight");
  await eventually("n2 has the focus", async () => (await focused())?.startsWith("n2, "));
  await page.keyboard.press("End");
  await eventually("the last has the focus", async () => (await focused())?.startsWith("n1000, "));
  await page.keyboard.press("Enter");
  await page.getByRole("toolbar", { name: "n1000", exact: true }).waitFor();
});

pageTest("a stroke across splits the swarm", { route: ROUTE }, async ({ page }) => {
  await pause(page);
  await button(page, "Cut tool").click();
  const [from, to] = [await point(page, -300, 10), await point(page, 300, 10)];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await page.mouse.up();
  await cuts(page).first().waitFor({ state: "attached" });
  const heal = page.getByRole("button", { name: /^split · heal the cut between \d+ nodes and \d+ nodes$/ });
  const [, one, other] = /(\d+) nodes and (\d+) nodes/.exec(await heal.getAttribute("aria-label"));
  assert.equal(Number(one) + Number(other), 1000);
  assert.ok(Math.min(one, other) > 300, `${one} | ${other}`);
  await heal.click();
  await eventually("it is healed", async () => (await cuts(page).count()) === 0);
});

pageTest("the diagram shows the lanes of selected nodes", { route: ROUTE }, async ({ page }) => {
  await pause(page);
  await page.getByText("1,000 lanes have no room here").waitFor();
  const at = await point(page);
  await page.mouse.click(at.x, at.y);
  await page.locator(".st-lane").first().waitFor({ state: "attached" });
  assert.equal(await page.locator(".st-lane").count(), 1);
});

pageTest("ten thousand nodes open and run", { route: "#/gossip?nodes=10000" }, async ({ page }) => {
  const { time } = await state(page);
  await eventually("time passes", async () => (await state(page)).time > time + 20);
  await pause(page);
  const counts = Object.values(await census(page));
  assert.equal(counts.reduce((sum, count) => sum + count), 10_000);
  const at = await point(page);
  await page.mouse.click(at.x, at.y);
  await page.getByRole("toolbar", { name: /^n\d+$/ }).waitFor();
});
