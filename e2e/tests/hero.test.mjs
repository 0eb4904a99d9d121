import { assert, axe, pageTest } from "../lib.mjs";
import { button, eventually, leaders, node, stage, state, status } from "../lab.mjs";

const hero = (page) => page.getByRole("region", { name: "Try it" });
const link = (page, name) => hero(page).getByRole("link", { name, exact: true });

pageTest("the first page shows a cluster that runs and can be killed right there", {}, async ({ page }) => {
  await hero(page).waitFor();
  assert.equal((await leaders(page)).length, 1);
  const { time } = await state(page);
  await eventually("time passes by itself", async () => (await state(page)).time > time);
  const [leader] = await leaders(page);
  await node(page, leader.name).click();
  await status(page, leader.name, "crashed");
  await eventually("another leads", async () => (await leaders(page)).some(({ name }) => name !== leader.name), { timeout: 60_000 });
  await node(page, leader.name).click();
  await status(page, leader.name, "up");
  await button(page, "Start over").click();
  await eventually("it begins again", async () => (await state(page)).time < 2_000);
});

pageTest("the cluster goes on in its lab at this very moment", { route: "#/" }, async ({ page }) => {
  await hero(page).waitFor();
  await node(page, "n1").click();
  await status(page, "n1", "crashed");
  await button(page, "Pause").click();
  const here = await state(page);
  await link(page, "Open the lab").click();
  await page.getByRole("slider", { name: "Time" }).waitFor();
  const there = await state(page);
  assert.deepEqual([there.time, there.events, there.running], [here.time, here.events, false]);
  await status(page, "n1", "crashed");
});

pageTest("the first lesson is one click away", { route: "#/" }, async ({ page }) => {
  const first = await page.locator("[data-lesson]").first().getAttribute("data-lesson");
  await link(page, "Start the first lesson").click();
  await page.waitForSelector(`[data-lesson="${first}"][data-step="1"]`);
});

pageTest("the cluster rests when it is out of view, and takes no keys and no scrolling", { route: "#/" }, async ({ page }) => {
  await hero(page).waitFor();
  await eventually("it runs", async () => (await state(page)).running);
  const nodes = () => page.locator("[data-node][data-status=up]").count();
  const before = await nodes();
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await stage(page).hover();
  await page.mouse.wheel(0, 2_000);
  await eventually("it rests", async () => !(await state(page)).running);
  assert.ok((await page.evaluate(() => document.scrollingElement.scrollTop || document.body.scrollTop)) > 500, "the page scrolls");
  const { time } = await state(page);
  await page.waitForTimeout(300);
  assert.equal((await state(page)).time, time);
  await page.mouse.wheel(0, -4_000);
  await eventually("it goes on", async () => (await state(page)).time > time);
  assert.equal(await nodes(), before);
});

pageTest("with reduced motion nothing moves until it is played", { route: "#/", reducedMotion: true }, async ({ page }) => {
  await hero(page).waitFor();
  const { time, running } = await state(page);
  assert.equal(running, false);
  assert.equal((await leaders(page)).length, 1);
  await page.waitForTimeout(300);
  assert.equal((await state(page)).time, time);
  await button(page, "Play").click();
  await eventually("it moves", async () => (await state(page)).time > time);
});

pageTest("the keyboard alone kills a node and opens the lab", { route: "#/", reducedMotion: true }, async ({ page }) => {
  await hero(page).waitFor();
  await node(page, "n1").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await status(page, "n2", "crashed");
  await link(page, "Open the lab").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("slider", { name: "Time" }).waitFor();
  await status(page, "n2", "crashed");
});

for (const size of ["laptop", "phone"]) {
  pageTest(`the place of the cluster does not jump, ${size}`, { size, touch: size === "phone" }, async ({ page, url }) => {
    const place = () => page.locator(".hero-place").evaluate((one) => one.getBoundingClientRect().height);
    await page.route(/lessons.*\.wasm$/, async (route) => {
      await new Promise((done) => setTimeout(done, 500));
      await route.continue();
    });
    await page.goto(url("?again"));
    await page.getByRole("heading", { level: 1 }).waitFor();
    const before = await place();
    await hero(page).waitFor();
    assert.equal(await place(), before);
  });
}

for (const theme of ["light", "dark"]) {
  pageTest(`axe finds nothing on the first page while its cluster runs, ${theme}`, { theme }, async ({ page }) => {
    await hero(page).waitFor();
    await node(page, "n1").click();
    assert.deepEqual(await axe(page), []);
  });
}
