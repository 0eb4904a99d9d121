import { assert, axe, pageTest } from "../lib.mjs";
import { alert, button, dialog, eventually, go, noDialog, seek, select, slider, status, tool } from "../lab.mjs";

const side = (page, name) => page.locator(`[data-side="${name}"]`);
const sides = (page) => ["left", "right"].map((name) => side(page, name));

// What a side says about itself.
const told = (one) =>
  one.evaluate(({ dataset }) => ({
    lab: dataset.lab,
    time: Number(dataset.time),
    end: Number(dataset.end),
    events: Number(dataset.events),
    running: dataset.running === "true",
    digest: dataset.digest,
  }));
const both = (page) => Promise.all(sides(page).map(told));

const nodeOf = (page, name, node) => side(page, name).locator(`[data-node="${node}"]`);
const statusOf = (page, name, node) => nodeOf(page, name, node).getAttribute("data-status");
const count = async (page, name, what) => {
  const text = await side(page, name).locator(`[data-count="${what}"] dd b`).innerText();
  return Number(text.replaceAll(",", ""));
};

async function stand(page) {
  if ((await told(side(page, "left"))).running) await button(page, "Pause").click();
  return eventually("both stand still", async () => {
    const now = await both(page);
    return now.every(({ running }) => !running) && now;
  });
}

// Drags the Time slider to a time, in steps where it is not that long yet.
async function seekBoth(page, ms) {
  await stand(page);
  const time = slider(page, "Time");
  for (let max = Number(await time.getAttribute("max")); max < ms; max = Number(await time.getAttribute("max"))) {
    await time.fill(String(max));
    await eventually(`${max} ms`, async () => (await both(page)).every(({ time }) => time === max));
  }
  await time.fill(String(ms));
  return eventually(`${ms} ms on both sides`, async () => {
    const now = await both(page);
    return now.every(({ time }) => time === ms) && now;
  });
}

const killIn = async (page, name, node) => {
  await nodeOf(page, name, node).click();
  const bar = page.getByRole("toolbar", { name: node, exact: true });
  await bar.getByRole("button", { name: "Kill", exact: true }).click();
};

pageTest("a one-click comparison shows what a setting changes", { route: "#/raft" }, async ({ page }) => {
  await page.getByRole("link", { name: "A rejoin without and with pre-vote" }).click();
  await page.getByRole("region", { name: "Left: Raft" }).waitFor();
  await page.getByRole("region", { name: "Right: Raft" }).waitFor();
  const now = await seekBoth(page, 2_200);
  assert.notEqual(now[0].digest, now[1].digest);
  assert.deepEqual(await Promise.all(sides(page).map((one) => one.locator("[data-setting=prevote] b").innerText())), ["off", "on"]);
  for (const name of ["left", "right"]) {
    assert.ok((await count(page, name, "messages")) > 100);
    assert.ok((await count(page, name, "bytes")) > (await count(page, name, "messages")));
    assert.ok((await count(page, name, "lost")) > 0);
  }
  assert.notEqual(await count(page, "left", "messages"), await count(page, "right", "messages"));
  const epochs = ["left", "right"].map((name) => nodeOf(page, name, "n5").getAttribute("data-epoch"));
  const [without, withIt] = (await Promise.all(epochs)).map(Number);
  assert.ok(without > withIt, `term ${without} without, ${withIt} with`);
  assert.deepEqual(await axe(page), []);
});

pageTest("what is done on one side is done on both, undone on both, and stands in the address", { route: "#/compare?left=raft&seed=42&right.prevote=on" }, async ({ page, url }) => {
  const before = await seekBoth(page, 900);
  await killIn(page, "right", "n2");
  await eventually("n2 is down on both", async () => (await statusOf(page, "left", "n2")) === "crashed" && (await statusOf(page, "right", "n2")) === "crashed");
  await button(page, "Undo").click();
  await eventually("n2 is up on both", async () => (await statusOf(page, "left", "n2")) === "up" && (await statusOf(page, "right", "n2")) === "up");
  assert.deepEqual(await both(page), before);

  await seekBoth(page, 500);
  await killIn(page, "left", "n3");
  await page.getByRole("status").filter({ hasText: "This is a second future of both; the first is kept." }).waitFor();
  const then = await seekBoth(page, 1_300);
  const address = new URL(page.url()).hash;
  assert.match(address, /^#\/compare\/[\w-]+\/[\w-]+$/);
  await button(page, "Share this moment").click();
  const link = await dialog(page, "Share this moment").getByLabel("Link of this moment").inputValue();
  assert.equal(new URL(link).hash, address);
  await page.keyboard.press("Escape");
  await noDialog(page);
  await go(page, url("#/"));
  await go(page, url(address));
  await side(page, "left").waitFor();
  const opened = await both(page);
  assert.deepEqual(opened.map(({ digest, time }) => [digest, time]), then.map(({ digest, time }) => [digest, time]));
});

pageTest("a deed that one side does not have is left out there, and said", { route: "#/compare?left=raft&seed=42&right.servers=3" }, async ({ page }) => {
  await seekBoth(page, 400);
  await killIn(page, "left", "n4");
  await page.getByRole("status").filter({ hasText: "Right, not done: there is no node `n4`" }).waitFor();
  assert.equal(await statusOf(page, "left", "n4"), "crashed");
  const now = await both(page);
  assert.equal(now[0].time, now[1].time);
});

pageTest("a violation on one side pauses both", { route: "#/compare?left=raft&comparison=figure-8" }, async ({ page }) => {
  await slider(page, "Speed").fill("0");
  await alert(page).filter({ hasText: /^Left: .* is violated/ }).waitFor({ timeout: 30_000 });
  const now = await stand(page);
  assert.equal(now[0].time, now[1].time);
  assert.equal(await side(page, "left").locator('[data-verdict="violated"]').count(), 1);
  assert.equal(await side(page, "right").locator('[data-verdict="violated"]').count(), 0);
});

pageTest("keys move both", { route: "#/compare?left=raft&seed=42&right.prevote=on" }, async ({ page }) => {
  await seekBoth(page, 600);
  await page.locator("#lab").focus();
  await page.keyboard.press("Alt+ArrowRight");
  const stepped = await eventually("a step", async () => {
    const now = await both(page);
    return now[0].time > 600 && now;
  });
  assert.equal(stepped[0].time, stepped[1].time);
  await page.keyboard.press("1");
  await page.keyboard.press("k");
  await eventually("n1 is down on both", async () => (await statusOf(page, "left", "n1")) === "crashed" && (await statusOf(page, "right", "n1")) === "crashed");
  await page.keyboard.press("Space");
  await eventually("both run", async () => (await both(page)).every(({ running }) => running));
  await page.keyboard.press("Space");
  await stand(page);
});

pageTest("a run is put beside itself with a rule off, from the lab's own panel", { route: "#/raft?seed=42" }, async ({ page }) => {
  await seek(page, 700);
  const bar = await select(page, "n1");
  await bar.getByRole("button", { name: "Kill", exact: true }).click();
  await status(page, "n1", "crashed");
  await button(page, "Compare…").click();
  const form = dialog(page, "Compare");
  const compare = form.getByRole("button", { name: "Compare", exact: true });
  assert.ok(await compare.isDisabled(), "two runs that are the same");
  await form.getByRole("switch", { name: "One vote a term" }).uncheck();
  await compare.click();
  await side(page, "left").waitFor();
  await noDialog(page);
  const now = await seekBoth(page, 900);
  assert.equal(await statusOf(page, "left", "n1"), "crashed");
  assert.equal(await statusOf(page, "right", "n1"), "crashed", "what had been done is done on both");
  assert.deepEqual(now.map(({ lab }) => lab), ["raft", "raft"]);
  await side(page, "right").getByRole("button", { name: "Open alone" }).click();
  await page.getByRole("switch", { name: "One vote a term" }).waitFor();
  assert.ok(!(await page.getByRole("switch", { name: "One vote a term" }).isChecked()));
});

pageTest("on a phone one stands above the other", { route: "#/compare?left=raft&comparison=prevote", size: "phone", touch: true }, async ({ page }) => {
  await stand(page);
  const [upper, lower] = await Promise.all(sides(page).map((one) => one.boundingBox()));
  assert.ok(lower.y >= upper.y + upper.height - 1);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  assert.ok(!wide, "nothing scrolls sideways");
  await tool(page, "Kill");
  await nodeOf(page, "left", "n1").click();
  await eventually("n1 is down on both", async () => (await statusOf(page, "left", "n1")) === "crashed" && (await statusOf(page, "right", "n1")) === "crashed");
});
