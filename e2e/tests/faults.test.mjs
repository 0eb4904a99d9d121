import { assert, pageTest } from "../lib.mjs";
import { another, button, cuts, eventually, leaders, node, noDialog, oneLeader, seek, seekUntil, select, servers, state, status, tab, tool } from "../lab.mjs";

pageTest("a leader is killed by its bar, another is elected, and the first comes back", { route: "#/raft" }, async ({ page }) => {
  const leader = await oneLeader(page);
  const bar = await select(page, leader.name);
  assert.equal(await node(page, leader.name).getAttribute("aria-pressed"), "true");
  await bar.getByRole("button", { name: "Kill", exact: true }).click();
  await status(page, leader.name, "crashed");
  assert.match(await node(page, leader.name).getAttribute("aria-label"), /crashed$/);
  assert.equal((await leaders(page)).length, 0);

  const next = await another(page, leader.name);
  assert.ok(next.epoch > leader.epoch, `term ${next.epoch} after ${leader.epoch}`);

  await bar.getByRole("button", { name: "Restart", exact: true }).click();
  await status(page, leader.name, "up");
  await seekUntil(page, "it follows", async () => {
    const back = (await servers(page)).find(({ name }) => name === leader.name);
    return back.role === "follower" && back.epoch === next.epoch;
  });
  assert.deepEqual((await leaders(page)).map(({ name }) => name), [next.name]);
});

pageTest("the kill tool kills and restarts with a click each", { route: "#/raft" }, async ({ page }) => {
  await seek(page, 400);
  await tool(page, "Kill");
  for (const name of ["n2", "n5"]) {
    await node(page, name).click();
    await status(page, name, "crashed");
  }
  await node(page, "n2").click();
  await status(page, "n2", "up");
  assert.equal(await node(page, "n5").getAttribute("data-status"), "crashed");
});

pageTest("a node is paused and resumed", { route: "#/raft" }, async ({ page }) => {
  const leader = await oneLeader(page);
  const bar = await select(page, leader.name);
  await bar.getByRole("button", { name: "Pause node", exact: true }).click();
  await status(page, leader.name, "paused");
  assert.match(await node(page, leader.name).getAttribute("aria-label"), /paused$/);
  await another(page, leader.name);
  await bar.getByRole("button", { name: "Resume node", exact: true }).click();
  await status(page, leader.name, "up");
  await seekUntil(page, "it has stepped down", async () => {
    const found = await leaders(page);
    return found.length === 1 && found[0].name !== leader.name;
  });
});

pageTest("an isolated leader leads nobody, and the others elect another", { route: "#/raft" }, async ({ page }) => {
  const leader = await oneLeader(page);
  const bar = await select(page, leader.name);
  await bar.getByRole("button", { name: "Isolate", exact: true }).click();
  await eventually("a cut", async () => (await cuts(page).count()) === 1);
  const next = await another(page, leader.name);
  assert.ok(next.epoch > leader.epoch);
  assert.equal((await leaders(page)).length, 2, "the old one cannot know");
  await button(page, "Heal the network").click();
  await seekUntil(page, "the old one steps down", async () => (await leaders(page)).length === 1);
});

pageTest("what the pointer can do the tables of the inspector can do", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  const inspect = await tab(page, "Inspect");
  await inspect.getByText("All nodes", { exact: true }).click();
  await inspect.getByRole("button", { name: "Kill n2", exact: true }).click();
  await status(page, "n2", "crashed");
  await inspect.getByRole("button", { name: "Restart n2", exact: true }).click();
  await status(page, "n2", "up");

  await inspect.getByText("Links", { exact: true }).click();
  await inspect.getByRole("button", { name: "Cut n1–n2", exact: true }).click();
  await eventually("a cut", async () => (await cuts(page).count()) === 1);
  await inspect.getByRole("button", { name: "Restore n1–n2", exact: true }).click();
  await eventually("no cut", async () => (await cuts(page).count()) === 0);

  await inspect.getByText("Messages in flight", { exact: true }).click();
  const drop = inspect.getByRole("button", { name: /^Drop / });
  await seekUntil(page, "a message on its way", async () => (await drop.count()) > 0, { step: 3 });
  const name = await drop.first().getAttribute("aria-label");
  await drop.first().click();
  await eventually(`${name} is gone`, async () => (await inspect.getByRole("button", { name, exact: true }).count()) === 0);
});

pageTest("a message on the stage is selected by a press near it, and dropped", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  const flying = page.locator('[data-message][data-fate="arrives"]');
  await seekUntil(page, "a message halfway", async () => (await flying.count()) > 0, { step: 7 });
  const box = await flying.last().boundingBox();
  await page.mouse.click(box.x + box.width / 2 + 4, box.y + box.height / 2);
  await page.getByRole("button", { name: "Drop", exact: true }).first().click();
  await eventually("it will be lost", async () => (await page.locator('[data-message][data-fate="lost"]').count()) > 0);
});

pageTest("a clock is set, and what is no number is refused with a reason", { route: "#/raft" }, async ({ page }) => {
  await seek(page, 300);
  const bar = await select(page, "n3");
  const form = page.getByRole("dialog", { name: "Set the clock" });
  await bar.getByRole("button", { name: "Clock…" }).click();
  await form.getByLabel("Offset, ms").fill("soon");
  await form.getByRole("button", { name: "Set the clock" }).click();
  await form.getByRole("alert").getByText("The offset is `soon`, but should be a number.").waitFor();
  await form.getByLabel("Offset, ms").fill("12.5");
  await form.getByRole("button", { name: "Set the clock" }).click();
  await noDialog(page);
  await (await tab(page, "Inspect")).getByText(/12\.5 ms off/).waitFor();
  assert.equal((await state(page)).running, false);
});
