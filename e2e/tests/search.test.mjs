// Try to break it: the search for a schedule that violates a property, in workers or without them.
import { assert, axe, pageTest } from "../lib.mjs";
import { native } from "../native.mjs";
import { button, eventually, go, lab, seek, slider, state, tab } from "../lab.mjs";

const region = (page) => page.getByRole("region", { name: "Search for a violation", exact: true });
const field = (page, name) => region(page).getByRole("textbox", { name, exact: true });
const choice = (page, name) => region(page).getByRole("radio", { name, exact: true });
const press = (page, name) => region(page).getByRole("button", { name, exact: true }).click();

// How the search stands: {phase, schedules}.
const search = (page) =>
  region(page).evaluate(({ dataset }) => ({ phase: dataset.search, schedules: Number(dataset.schedules) }));

const phase = (page, ...wanted) =>
  eventually(`the search is ${wanted.join(" or ")}`, async () => wanted.includes((await search(page)).phase), { timeout: 60_000 });

// Opens the checks and begins the search there.
async function tryIt(page) {
  await tab(page, "Checks");
  await press(page, "Try to break it");
}

// Fills in the form and searches.
async function searchFor(page, { schedules, seed }) {
  if (!["asking", "stopped"].includes((await search(page)).phase)) await press(page, "Cancel");
  if (schedules) await field(page, "Schedules").fill(String(schedules));
  if (seed) await field(page, "Seed").fill(String(seed));
  // What has been typed stays while the run goes on.
  await page.waitForTimeout(300);
  await press(page, "Search");
}

const sentence = (page) => region(page).getByText(/ is violated (in \d+ steps?|without anything being done): /);

// The schedule that was found: its sentence, its steps, its link.
async function result(page) {
  await press(page, "Copy link");
  await region(page).getByText("Copied.").waitFor();
  return {
    sentence: await sentence(page).innerText(),
    steps: await region(page).getByRole("list", { name: "Steps" }).getByRole("listitem").allInnerTexts(),
    link: await page.evaluate(() => navigator.clipboard.readText()),
  };
}

const violated = (page) => page.locator('[data-check][data-verdict="violated"]');

// Plays what was found until the lab is paused at the violation.
async function playOut(page) {
  await press(page, "Play it");
  await slider(page, "Speed").fill("0");
  return eventually("the lab is paused at the violation", async () => {
    const now = await state(page);
    return !now.running && (await violated(page).count()) > 0 && now;
  }, { timeout: 60_000 });
}

pageTest("a rule is turned off, the search finds how that breaks the protocol, and it plays", { route: "#/raft?seed=42" }, async ({ page }) => {
  await page.getByRole("switch", { name: "Term and vote survive a crash", exact: true }).uncheck();
  await button(page, "Try to break it").click();
  await page.getByRole("tabpanel", { name: "Checks", exact: true }).waitFor();
  await phase(page, "found");
  assert.match(await region(page).innerText(), /Raft without “Term and vote survive a crash”, from its start/);
  const found = await result(page);
  assert.equal(found.steps.length, Number(/in (\d+) steps?/.exec(found.sentence)[1]));
  assert.ok(found.steps.length <= 12, found.sentence);
  await page.getByRole("status").getByText(/^Found: /).waitFor({ state: "attached" });

  const before = await state(page);
  await press(page, "Play it");
  const begun = await state(page);
  assert.ok(begun.running && begun.time < 500, `plays from the start: ${begun.time} ms`);
  assert.match(await page.getByRole("combobox", { name: "Branch" }).locator("option:checked").innerText(), /^Broken: .+ in \d+$/);
  assert.equal(await lab(page).locator(".marks .violation").count(), 1, "the violation stands on the scrubber");
  await slider(page, "Speed").fill("0");
  const broken = await eventually("paused at the violation", async () => {
    const now = await state(page);
    return !now.running && (await violated(page).count()) > 0 && now;
  });
  const property = await violated(page).first().getAttribute("data-check");
  assert.ok(found.sentence.includes(`${property} is violated in`), `${property}: ${found.sentence}`);
  await page.getByRole("alert").getByText(`${property} is violated`).waitFor();

  // So does the scenario file, on the command line.
  const download = page.waitForEvent("download");
  await press(page, "Save scenario");
  const saved = native("run", await (await download).path());
  assert.equal(saved.digest, broken.digest);

  // The link opens exactly there.
  const again = await page.context().newPage();
  await go(again, found.link);
  const opened = await state(again);
  assert.deepEqual([opened.time, opened.digest], [broken.time, broken.digest]);
  await again.close();

  await button(page, "Undo").click();
  assert.equal((await state(page)).seed, before.seed);
  assert.equal((await search(page)).phase, "found", "what was found stays");
});

pageTest("with all rules on the search finds nothing and says how much it tried", { route: "#/raft?seed=42" }, async ({ page }) => {
  await tryIt(page);
  await searchFor(page, { schedules: 300 });
  await phase(page, "nothing");
  const words = /Nothing violated in 300 schedules \([\d,.]+( million)? events\), within the faults that Raft’s properties tolerate\./;
  assert.match(await region(page).innerText(), words);
  await page.getByRole("status").getByText(words).first().waitFor({ state: "attached" });
  await eventually("nobody is left at work", () => page.workers().length === 0);
  await press(page, "Search on with seed 2");
  await phase(page, "nothing");
  assert.equal(await field(page, "Seed").inputValue(), "2");
});

pageTest("cancel stops at once", { route: "#/raft?seed=42" }, async ({ page }) => {
  await tryIt(page);
  await eventually("schedules are tried", async () => (await search(page)).schedules > 0);
  const bar = region(page).getByRole("progressbar", { name: "Search" });
  assert.ok(Number(await bar.getAttribute("aria-valuenow")) <= 100);
  assert.match(await region(page).innerText(), /\d+ \/s/);
  // The search goes on while another panel is open.
  await tab(page, "Story");
  assert.ok(page.workers().length >= 1);
  await tab(page, "Checks");
  await press(page, "Cancel");
  await phase(page, "stopped");
  await eventually("no worker is left", () => page.workers().length === 0);
  const { schedules } = await search(page);
  await page.waitForTimeout(400);
  assert.equal((await search(page)).schedules, schedules);
  assert.match(await region(page).innerText(), /Stopped after [\d,]+ schedules?/);
});

pageTest("leaving the lab stops its search", { route: "#/raft?seed=42" }, async ({ page, url }) => {
  await tryIt(page);
  await eventually("a worker is at work", () => page.workers().length >= 1);
  await page.goto(url("#/"));
  await eventually("no worker is left", () => page.workers().length === 0);
});

// How many frames the page draws in two seconds.
const frames = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const end = performance.now() + 2_000;
        let count = 0;
        const tick = (now) => (now < end ? (count++, requestAnimationFrame(tick)) : done(count));
        requestAnimationFrame(tick);
      }),
  );

pageTest("the page goes on drawing while workers search", { route: "#/raft?seed=42" }, async ({ page }) => {
  await tab(page, "Checks");
  const before = await frames(page);
  await press(page, "Try to break it");
  await eventually("schedules are tried", async () => (await search(page)).schedules > 0);
  // A search on the page's own thread would leave a fifth or less, always; a busy machine takes some at times.
  const tries = [];
  for (let i = 0; i < 6 && Math.max(0, ...tries) <= before / 4; i += 1) tries.push(await frames(page));
  assert.equal((await search(page)).phase, "searching");
  assert.ok(Math.max(...tries) > before / 4, `${tries} frames while it searches, ${before} before`);
});

const cores = (page, count) =>
  page.addInitScript((count) => Object.defineProperty(Navigator.prototype, "hardwareConcurrency", { get: () => count }), count);

pageTest("the same seed finds the same with one worker, with two, and with none", { route: "#/" }, async ({ page, context, url }) => {
  const results = [];
  for (const [prepare, hands] of [
    [(page) => cores(page, 2), /1 worker,/],
    [(page) => cores(page, 3), /2 workers,/],
    [(page) => page.addInitScript(() => delete globalThis.Worker), /this page, between frames/],
  ]) {
    const own = await context.newPage();
    await prepare(own);
    await go(own, url("#/raft?seed=42&vote_log_check=off"));
    await tab(own, "Checks");
    // Once with all rules, to see who is at work.
    await press(own, "Try to break it");
    await phase(own, "found");
    results.push(await result(own));
    await own.getByRole("switch", { name: "Vote only for an up-to-date log", exact: true }).check();
    await press(own, "Search");
    await region(own).getByText(hands).waitFor();
    await press(own, "Cancel");
    await own.close();
  }
  assert.equal(await page.title() !== "", true);
  assert.deepEqual(results[1], results[0]);
  assert.deepEqual(results[2], results[0]);
  assert.ok(results[0].steps.length > 0);
});

pageTest("where the worker cannot be loaded the page searches itself", { route: "#/", problems: /worker\.js|ERR_FAILED/ }, async ({ page, url }) => {
  await page.route(/worker\.js$/, (route) => route.abort());
  await go(page, url("#/raft?seed=42&vote_once=off"));
  await tryIt(page);
  await phase(page, "found");
});

pageTest("in a sandboxed frame the page searches itself", { route: "#/", problems: /sandbox|Worker|SecurityError|origin/i }, async ({ page, url }) => {
  await page.setContent(`<iframe sandbox="allow-scripts" width="1400" height="800" src="${url("#/raft?seed=42&vote_once=off")}"></iframe>`);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Try to break it", exact: true }).click();
  await frame.locator('[data-search="found"]').waitFor({ timeout: 60_000 });
});

pageTest("a search from the moment shown finds what may still happen, and plays from there", { route: "#/raft?seed=42&vote_log_check=off" }, async ({ page }) => {
  const { time } = await seek(page, 2_000);
  await tryIt(page);
  await phase(page, "found");
  await choice(page, "From this moment").check();
  await press(page, "Search");
  await phase(page, "found");
  assert.match(await region(page).innerText(), /from 2 s on/);
  await press(page, "Play it");
  assert.ok((await state(page)).time >= time);
  const broken = await playOut(page);
  assert.ok(broken.time > time);
});

const rules = native("list", "raft").params.filter(({ rule }) => rule);

for (const { key, label } of rules) {
  pageTest(`the absence of “${label}” is found and shortened`, { route: `#/raft?seed=1&${key}=off` }, async ({ page }) => {
    await tryIt(page);
    await phase(page, "found");
    assert.ok((await region(page).innerText()).includes(`without “${label}”`));
    assert.match(await sentence(page).innerText(), / is violated (in \d+ steps?|without anything being done): /);
  });
}

pageTest("a search is made with the keyboard alone, and a wrong number is refused", { route: "#/raft?seed=42&vote_once=off" }, async ({ page }) => {
  await button(page, "Try to break it").focus();
  await page.keyboard.press("Enter");
  // The focus is in the card, on what cancels.
  await eventually("the focus is in the card", () => page.evaluate(() => document.activeElement?.id === "hunt-go"));
  await phase(page, "found");
  await page.keyboard.press("Enter");
  await phase(page, "searching", "shrinking", "found");
  await phase(page, "found");
  for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement?.textContent)) !== "Play it"; i += 1) {
    await page.keyboard.press("Shift+Tab");
  }
  await page.keyboard.press("Enter");
  await eventually("it plays", async () => /^Broken/.test(await page.getByRole("combobox", { name: "Branch" }).locator("option:checked").innerText()));
  await field(page, "Schedules").fill("many");
  await page.keyboard.press("Tab");
  await page.getByRole("alert").getByText("Schedules is `many`, but should be a whole number").waitFor();
  assert.equal(await field(page, "Schedules").inputValue(), "100000");
});

for (const theme of ["light", "dark"]) {
  pageTest(`axe finds nothing on the search, ${theme}`, { theme, route: "#/raft?seed=42&vote_once=off" }, async ({ page }) => {
    const clean = async (where) => assert.deepEqual(await axe(page), [], where);
    await clean("the button at the rules");
    await tab(page, "Checks");
    await clean("the button");
    await press(page, "Try to break it");
    await phase(page, "found");
    await clean("found");
    await page.getByRole("switch", { name: "One vote a term", exact: true }).check();
    await press(page, "Search");
    await eventually("schedules are tried", async () => (await search(page)).schedules > 0);
    await clean("searching");
    await press(page, "Cancel");
    await clean("stopped");
    await searchFor(page, { schedules: 20 });
    await phase(page, "nothing");
    assert.match(await region(page).innerText(), /Nothing violated in 20 schedules/);
    await clean("nothing");
    await press(page, "Close the search");
    assert.equal((await search(page)).phase, "nothing");
  });
}

pageTest("on a phone the card fits its drawer", { size: "phone", touch: true, route: "#/raft?seed=42&vote_once=off" }, async ({ page }) => {
  const drawers = page.getByRole("navigation", { name: "Drawers" });
  await drawers.getByRole("button", { name: "Scenarios" }).tap();
  await button(page, "Try to break it").tap();
  await phase(page, "found");
  const wide = await region(page).evaluate((region) => {
    const right = document.documentElement.clientWidth;
    return [...region.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > right + 0.5).map((one) => one.outerHTML.slice(0, 80));
  });
  assert.deepEqual(wide, []);
  assert.deepEqual(await axe(page), []);
  await region(page).getByRole("button", { name: "Play it", exact: true }).tap();
  await region(page).waitFor({ state: "hidden" });
  assert.ok((await state(page)).running);
});
