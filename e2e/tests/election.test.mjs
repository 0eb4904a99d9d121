import { assert, pageTest } from "../lib.mjs";
import { another, button, eventually, leaders, node, nodes, oneLeader, pause, play, select, servers, state, tab } from "../lab.mjs";

pageTest("five servers elect a leader by themselves within the first seconds", { route: "#/raft" }, async ({ page }) => {
  const began = await state(page);
  assert.equal(began.lab, "raft");
  assert.match(began.seed, /^\d+$/);
  assert.equal(began.running, true);
  assert.equal(began.digest, undefined, "a digest is only shown while the run stands still");

  await eventually("a leader", async () => (await leaders(page)).length === 1, { timeout: 60_000 });
  const now = await pause(page);
  assert.ok(now.time < 2_000, `elected after ${now.time} ms`);
  assert.match(now.digest, /^[0-9a-f]{16}$/);
  assert.ok(now.events > 0 && now.end >= now.time);

  const seen = await servers(page);
  assert.deepEqual(seen.map(({ name }) => name), ["n1", "n2", "n3", "n4", "n5"]);
  const [leader] = await leaders(page);
  assert.match(leader.spoken, new RegExp(`^${leader.name}, leader, term ${leader.epoch}, up$`));
  for (const other of seen.filter(({ name }) => name !== leader.name)) {
    assert.ok(["follower", "candidate"].includes(other.role), `${other.name} is ${other.role}`);
    assert.equal(other.status, "up");
  }
  assert.equal((await nodes(page)).filter(({ role }) => role === "client").length, 2);

  const story = await tab(page, "Story");
  await story.locator("[data-story]").filter({ hasText: leader.name }).first().waitFor();
  const checks = await tab(page, "Checks");
  const verdicts = await checks.locator("[data-check]").evaluateAll((all) => all.map((one) => one.dataset));
  assert.deepEqual(
    verdicts.map(({ check }) => check),
    ["Election Safety", "Leader Append-Only", "Log Matching", "Leader Completeness", "State Machine Safety", "Linearizability"],
  );
  assert.ok(verdicts.every(({ verdict }) => verdict === "holds"));
});

pageTest("the run goes on and stands still when it is told to", { route: "#/raft?seed=7" }, async ({ page }) => {
  const first = await pause(page);
  assert.equal(first.seed, "7");
  await page.waitForTimeout(300);
  assert.deepEqual(await state(page), first, "nothing changes while it stands still");
  await play(page);
  await eventually("time passes", async () => (await state(page)).time > first.time);
  assert.equal((await state(page)).digest, undefined);
  await button(page, "New run").click();
  await eventually("the next seed", async () => (await state(page)).seed === "8");
});

pageTest("a screen reader is told what was done and what came of it", { route: "#/raft?seed=42" }, async ({ page }) => {
  const leader = await oneLeader(page);
  const told = page.locator('[aria-live="polite"]');
  assert.equal(await told.count(), 1, "one live region");
  const bar = await select(page, leader.name);
  await bar.getByRole("button", { name: "Kill", exact: true }).click();
  await told.getByText(leader.name).waitFor();
  await another(page, leader.name);
  const [next] = await leaders(page);
  await eventually("the new leader is told of", async () => (await told.innerText()).includes(next.name));
});

pageTest("dragging a node aside changes the view, never the run", { route: "#/raft?seed=42" }, async ({ page }) => {
  await oneLeader(page);
  const before = await state(page);
  const box = await node(page, "n3").boundingBox();
  const from = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(from[0] + 60, from[1] - 40, { steps: 6 });
  await page.mouse.up();
  const after = await node(page, "n3").boundingBox();
  assert.ok(Math.abs(after.x - box.x - 60) < 8 && Math.abs(after.y - box.y + 40) < 8, `${after.x - box.x}, ${after.y - box.y}`);
  assert.deepEqual(await state(page), before);
});
