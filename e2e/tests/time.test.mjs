import { assert, pageTest } from "../lib.mjs";
import { button, eventually, lab, leaders, nodes, oneLeader, pause, play, seek, select, slider, state, tab } from "../lab.mjs";

// What the page shows of an instant, beside the digest of its world.
async function picture(page) {
  const { time, events, digest } = await state(page);
  return { time, events, digest, nodes: await nodes(page) };
}

// The state after it has changed from `before`.
const changed = (page, before) =>
  eventually("another instant is shown", async () => {
    const now = await state(page);
    return (now.events !== before.events || now.time !== before.time) && now;
  });

pageTest("steps go along the story; with Alt, from event to event", { route: "#/raft?rate=20" }, async ({ page }) => {
  const start = await seek(page, 500);
  await button(page, "Step forward").click();
  const one = await changed(page, start);
  assert.ok(one.time >= start.time && one.events > start.events && !one.running);
  await button(page, "Step forward").click();
  const two = await changed(page, one);
  await button(page, "Step back").click();
  assert.deepEqual({ ...(await changed(page, two)), end: 0 }, { ...one, end: 0 });

  const alt = { modifiers: ["Alt"] };
  await button(page, "Step forward").click(alt);
  const event = await changed(page, one);
  assert.equal(event.events, one.events + 1);
  await button(page, "Step forward").click(alt);
  assert.equal((await changed(page, event)).events, one.events + 2);
  await button(page, "Step back").click(alt);
  await eventually("back by one", async () => (await state(page)).digest === event.digest);
});

pageTest("milestones are gone to, forward and back", { route: "#/raft" }, async ({ page }) => {
  await seek(page, 0);
  const seen = [await state(page)];
  for (let i = 0; i < 2; i += 1) {
    await button(page, "Next milestone").click();
    seen.push(await changed(page, seen.at(-1)));
  }
  assert.ok(seen[1].events < seen[2].events);
  await button(page, "Previous milestone").click();
  assert.equal((await changed(page, seen[2])).digest, seen[1].digest);
  await seek(page, 1_500);
  await button(page, "Previous milestone").click();
  await eventually("a milestone of the past", async () => (await state(page)).time < 1_500);
});

pageTest("any instant can be returned to, and everything shows it", { route: "#/raft?rate=20" }, async ({ page }) => {
  await seek(page, 1_500);
  const later = await picture(page);
  assert.equal(await button(page, "Back to now").count(), 0);

  await seek(page, 120);
  const early = await picture(page);
  assert.ok(early.events < later.events);
  assert.equal((await state(page)).end, 1_500);
  assert.equal((await leaders(page)).length, 0);
  await page.getByText("Past", { exact: true }).waitFor();
  await page.getByText("1.4 s ago").waitFor();
  assert.equal(await slider(page, "Time").getAttribute("aria-valuetext"), "120 ms of 1500 ms");

  await select(page, "n1");
  const inspect = await tab(page, "Inspect");
  await inspect.getByRole("heading", { name: /^n1/ }).getByText("follower").waitFor();
  const checks = await tab(page, "Checks");
  await checks.getByText(`Checked after each of ${early.events} events`).waitFor();
  const clients = await tab(page, "Clients");
  const before = await clients.getByRole("row").count();

  // The story dims what is still to come, and marks where one is.
  const story = await tab(page, "Story");
  const now = story.locator('[data-story][aria-current="step"]');
  const place = Number(await now.getAttribute("data-story"));
  const last = Number(await story.locator("[data-story]").first().getAttribute("data-story"));
  assert.ok(place < last, `line ${place} of ${last}`);

  await seek(page, 700);
  assert.ok(Number(await now.getAttribute("data-story")) > place);
  const between = await picture(page);
  await seek(page, 120);
  assert.deepEqual(await picture(page), early, "the same instant looks the same");
  await seek(page, 700);
  assert.deepEqual(await picture(page), between);

  await button(page, "Back to now").click();
  await eventually("now", async () => (await state(page)).time === 1_500);
  assert.deepEqual(await picture(page), later);
  assert.equal(await button(page, "Back to now").count(), 0);
  assert.ok((await (await tab(page, "Clients")).getByRole("row").count()) > before);
});

pageTest("play replays the past and then goes on", { route: "#/raft" }, async ({ page }) => {
  await seek(page, 1_000);
  const then = await state(page);
  await seek(page, 900);
  await slider(page, "Speed").fill("0");
  await play(page);
  await eventually("it goes on live", async () => (await state(page)).end > 1_100);
  await pause(page);
  assert.equal((await seek(page, 1_000)).digest, then.digest);
});

pageTest("a line of the story goes to its instant, and Why? shows how it came about", { route: "#/raft" }, async ({ page }) => {
  const leader = await oneLeader(page);
  await seek(page, 1_500);
  const story = await tab(page, "Story");
  const line = story.locator("[data-story]").filter({ hasText: leader.name }).last();
  const said = await line.getByRole("button", { name: /^Go to/ }).getAttribute("aria-label");
  await line.getByRole("button", { name: /^Go to/ }).click();
  const there = await eventually("its instant", async () => {
    const now = await state(page);
    return now.time < 1_500 && now;
  });
  assert.ok(Math.abs(there.time / 1_000 - Number(said.match(/[\d.]+/)[0])) < 0.001, `${said}: ${there.time} ms`);

  const asked = story.locator("[data-story]").filter({ has: page.getByRole("button", { name: /^Why/ }) }).first();
  await asked.getByRole("button", { name: /^Why/ }).click();
  const diagram = page.locator("[data-event]");
  await eventually("its causes are shown", async () => (await state(page)).time !== there.time);
  assert.ok((await diagram.count()) > 0);
  await page.keyboard.press("Escape");
});

pageTest("keys move through time", { route: "#/raft" }, async ({ page }) => {
  await seek(page, 1_000);
  const edge = await state(page);
  await lab(page).focus();
  const press = async (key, met) => {
    const before = await state(page);
    await page.keyboard.press(key);
    return eventually(key, async () => {
      const now = await state(page);
      return met(now, before) && now;
    });
  };
  const start = await press("Home", (now) => now.time === 0);
  const line = await press("ArrowRight", (now) => now.events > start.events || now.time > 0);
  await press("ArrowRight", (now) => now.events > line.events || now.time > line.time);
  await press("ArrowLeft", (now) => now.digest === line.digest && now.events === line.events);
  await press("Alt+ArrowRight", (now, before) => now.events === before.events + 1);
  await press("Alt+ArrowLeft", (now, before) => now.events === before.events - 1);
  const milestone = await press("Shift+ArrowRight", (now, before) => now.events > before.events);
  await press("PageDown", (now, before) => now.events > before.events);
  await press("PageUp", (now) => now.digest === milestone.digest);
  const end = await press("End", (now) => now.time === now.end);
  assert.ok(end.time >= edge.time);
  await press("Space", (now) => now.running);
  await press("Space", (now) => !now.running);
});
