// What a person does in a lab and what they see there, by the names and attributes of the design's table
// "Names that people, screen readers and tests rely on".
import assert from "node:assert/strict";

// The whole lab.
export const lab = (page) => page.locator("[data-lab]");
export const node = (page, name) => page.locator(`[data-node="${name}"]`);
export const button = (page, name) => page.getByRole("button", { name, exact: true });
export const slider = (page, name) => page.getByRole("slider", { name, exact: true });
export const dialog = (page, name) => page.getByRole("dialog", { name, exact: true });
// Once no dialog is left: one that has just closed still keeps the keys from the lab for a moment.
export const noDialog = (page) => page.locator("dialog").waitFor({ state: "detached" });
export const stage = (page) => page.getByRole("group", { name: "Stage", exact: true });
export const cuts = (page) => page.locator("[data-cut]");

// What the lab says about itself: {lab, seed, time, end, events, running, digest}; times in ms.
export async function state(page) {
  return lab(page).evaluate(({ dataset }) => ({
    lab: dataset.lab,
    seed: dataset.seed,
    time: Number(dataset.time),
    end: Number(dataset.end),
    events: Number(dataset.events),
    running: dataset.running === "true",
    digest: dataset.digest,
  }));
}

// What the nodes on the stage say: [{name, role, epoch, status, spoken}] in the order of their ids.
export async function nodes(page) {
  return page.locator("[data-node]").evaluateAll((all) =>
    all.map((node) => ({
      name: node.dataset.node,
      role: node.dataset.role,
      epoch: node.dataset.epoch === undefined ? undefined : Number(node.dataset.epoch),
      status: node.dataset.status,
      spoken: node.getAttribute("aria-label"),
    })),
  );
}

export const leaders = async (page) => (await nodes(page)).filter((node) => node.role === "leader" && node.status === "up");
export const servers = async (page) => (await nodes(page)).filter((node) => node.role !== "client");

// Asks again and again until `ask` gives something true, and returns that.
export async function eventually(what, ask, { timeout = 20_000 } = {}) {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) assert.fail(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export async function pause(page) {
  if ((await state(page)).running) await button(page, "Pause").click();
  return settled(page);
}

// Presses Play; what comes next may pause the run again before anybody has looked.
export async function play(page) {
  const { time } = await state(page);
  await button(page, "Play").click();
  await eventually("the run goes on", async () => {
    const now = await state(page);
    return now.running || now.time > time;
  });
}

// The state once the lab stands still.
async function settled(page) {
  return eventually("the run stands still", async () => {
    const now = await state(page);
    return !now.running && now;
  });
}

// Drags the Time slider to a simulated time; where that lies beyond its end, to its end first, as often as needed.
export async function seek(page, ms) {
  await pause(page);
  const time = slider(page, "Time");
  for (let max = 0; ; ) {
    const now = Number(await time.getAttribute("max"));
    if (now >= ms) break;
    assert.ok(now > max, `the Time slider ends at ${now} ms and does not grow`);
    max = now;
    await time.fill(String(now));
    await eventually(`${now} ms is shown`, async () => (await state(page)).time === now);
  }
  await time.fill(String(ms));
  return eventually(`${ms} ms is shown`, async () => {
    const now = await state(page);
    return now.time === ms && now;
  });
}

// Goes forward in steps of simulated time until `ask` gives something true, and returns that.
export async function seekUntil(page, what, ask, { step = 100, most = 20_000 } = {}) {
  const start = (await pause(page)).time;
  for (let ms = start; ms <= start + most; ms += step) {
    if (ms > start) await seek(page, Math.round(ms));
    const answer = await ask();
    if (answer) return answer;
  }
  return assert.fail(`within ${most} ms of simulated time never: ${what}`);
}

// Goes forward until exactly one server leads, and returns it.
export function oneLeader(page, options) {
  return seekUntil(page, "exactly one leader", async () => {
    const found = await leaders(page);
    return found.length === 1 && found[0];
  }, options);
}

// Goes forward until another server leads than the one of this name, and returns it.
export const another = (page, old) =>
  seekUntil(page, `a leader other than ${old}`, async () => (await leaders(page)).find(({ name }) => name !== old));

export async function tool(page, name) {
  await button(page, `${name} tool`).click();
  await eventually(`${name} tool`, async () => (await button(page, `${name} tool`).getAttribute("aria-pressed")) === "true");
}

// Selects a node with the Select tool; returns the bar that opens beside it.
export async function select(page, name) {
  await node(page, name).click();
  const bar = page.getByRole("toolbar", { name, exact: true });
  await bar.waitFor();
  return bar;
}

export function status(page, name, wanted) {
  return eventually(`${name} is ${wanted}`, async () => (await node(page, name).getAttribute("data-status")) === wanted);
}

export async function tab(page, name) {
  await page.getByRole("tab", { name, exact: true }).click();
  const panel = page.getByRole("tabpanel", { name, exact: true });
  // What draws it may still be on its way.
  await panel.getByText("Loading…", { exact: true }).waitFor({ state: "detached" });
  return panel;
}

// Draws with the mouse across the stage: points as shares of its width and height.
export async function stroke(page, points) {
  const box = await stage(page).boundingBox();
  const place = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
  await page.mouse.move(...place(points[0]));
  await page.mouse.down();
  for (const point of points.slice(1)) await page.mouse.move(...place(point), { steps: 8 });
  await page.mouse.up();
}

// Splits the network by the list: {n1: "A", n2: "B", …}; nodes that are not named stay where they are.
export async function split(page, groups, { oneWay = false } = {}) {
  await button(page, "Split the network").click();
  const list = dialog(page, "Split the network");
  for (const [name, group] of Object.entries(groups)) {
    await list.getByRole("radio", { name: `${name} in group ${group}`, exact: true }).check({ force: true });
  }
  if (oneWay) await list.getByRole("checkbox", { name: /One way/ }).check();
  await list.getByRole("button", { name: "Split", exact: true }).click();
  await noDialog(page);
}

// Fills in the Write dialog; without `to` the server that it proposes.
export async function write(page, { to, key = "x", value }) {
  await button(page, "Write").click();
  const form = dialog(page, "Write");
  if (to) await form.getByLabel("To").selectOption({ label: await optionOf(form, to) });
  await form.getByLabel("Key").fill(key);
  await form.getByLabel("Value").fill(value);
  await form.getByRole("button", { name: "Write", exact: true }).click();
  await noDialog(page);
}

async function optionOf(form, name) {
  const labels = await form.getByLabel("To").locator("option").allInnerTexts();
  return labels.find((label) => label.startsWith(`${name},`));
}

// The cells beside a server: [{index, epoch, committed}].
export async function cells(page, name) {
  return page.locator(`[data-cell="${name}"]`).evaluateAll((all) =>
    all.map((cell) => ({
      index: Number(cell.dataset.index),
      epoch: cell.querySelector("text").textContent,
      committed: cell.dataset.committed === "true",
    })),
  );
}

// What stands over the stage to be read: an error, a violation, a second future.
export const alert = (page) => page.getByRole("alert");

// Opens an address in the page that is there, as a click on a link would.
export async function go(page, url) {
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("#app > *") && !document.querySelector("#boot"));
}
