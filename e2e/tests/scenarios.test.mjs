import { assert, pageTest } from "../lib.mjs";
import { alert, button, eventually, pause, play, seek, slider, state, tab } from "../lab.mjs";
import { native } from "../native.mjs";

const scenes = () => native("list", "raft").scenarios;

// Presses the scenario's button in the left panel.
async function begin(page, scene) {
  await page.getByRole("region", { name: "Scenarios" }).getByRole("button", { name: scene.title, exact: true }).click();
  await page.getByRole("navigation", { name: "You are here" }).getByText(scene.title).waitFor();
}

// Plays at 1× until a simulated time, through whatever pauses on the way; returns how often it paused by itself.
async function playUntil(page, ms) {
  await slider(page, "Speed").fill("0");
  let paused = 0;
  await eventually(`${ms} ms`, async () => {
    const now = await state(page);
    if (now.end >= ms) return true;
    if (!now.running) {
      paused += 1;
      await play(page);
    }
    return false;
  }, { timeout: 60_000 });
  await pause(page);
  return paused;
}

for (const scene of scenes()) {
  pageTest(`the scenario "${scene.title}" plays to its end as it does natively`, { route: "#/raft" }, async ({ page }) => {
    const run = native("run", "raft", "--scenario", scene.id);
    await begin(page, scene);
    const paused = await playUntil(page, run.time_ms);
    const violated = run.verdicts.filter(({ verdict }) => verdict === "violated");
    assert.equal(paused > 0, violated.length > 0, `it paused ${paused} times`);
    const end = await seek(page, run.time_ms);
    assert.deepEqual([end.events, end.digest], [run.events, run.digest]);

    const story = await tab(page, "Story");
    const earlier = story.getByRole("button", { name: "Earlier…" });
    while ((await earlier.count()) > 0) await earlier.click();
    const lines = await story.locator("[data-story]").evaluateAll((all) =>
      all.map((line) => {
        for (const tip of line.querySelectorAll("[role=tooltip]")) tip.remove();
        return line.textContent.replaceAll(/\s+/g, " ");
      }),
    );
    assert.ok(run.milestones.length > 0);
    for (const { text } of run.milestones) assert.ok(lines.some((line) => line.includes(text)), `in the story there is no: ${text}`);

    const checks = await tab(page, "Checks");
    for (const { property, verdict } of run.verdicts) {
      assert.equal(await checks.locator(`[data-check="${property}"]`).getAttribute("data-verdict"), verdict, property);
    }
  });
}

pageTest("a violated property pauses the run, says what happened, and shows how it came about", { route: "#/raft?scenario=figure-8-bug" }, async ({ page }) => {
  await slider(page, "Speed").fill("0");
  const notice = alert(page).filter({ hasText: "Leader Completeness is violated" });
  await notice.waitFor({ timeout: 30_000 });
  const there = await state(page);
  assert.equal(there.running, false);
  const checks = await tab(page, "Checks");
  const check = checks.locator('[data-check="Leader Completeness"]');
  assert.equal(await check.getAttribute("data-verdict"), "violated");
  assert.match(await check.innerText(), /event \d+[\s\S]*n\d/);

  await notice.getByRole("button", { name: "Show how it came about" }).click();
  await eventually("its first cause", async () => (await state(page)).events < there.events);
  await eventually("its last cause is the event itself", async () => (await state(page)).events === there.events);
  // In the past of the violation nothing is violated.
  await seek(page, 100);
  assert.equal(await check.getAttribute("data-verdict"), "holds");
});

pageTest("a rule is switched off in the left panel, and on again", { route: "#/raft?seed=42" }, async ({ page }) => {
  await seek(page, 300);
  const rule = page.getByRole("switch", { name: /^One vote a term/ });
  assert.ok(await rule.isChecked());
  await rule.uncheck();
  await eventually("Undo is offered", () => button(page, "Undo").isEnabled());
  assert.ok(!(await rule.isChecked()));
  await button(page, "Undo").click();
  await eventually("the rule is back", () => rule.isChecked());
});
