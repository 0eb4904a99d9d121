import { assert, pageTest } from "../lib.mjs";
import { button, eventually, leaders, nodes, pause, play, servers, state, tab } from "../lab.mjs";

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
    ["Election Safety", "Leader Append-Only", "Log Matching", "Leader Completeness", "State Machine Safety"],
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
