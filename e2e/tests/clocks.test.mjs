// The lab of clocks: sending by hand, and comparing events.
import { assert, pageTest } from "../lib.mjs";
import { button, dialog, eventually, lab, node, noDialog, pause, seek, select, state, tab } from "../lab.mjs";

// Nothing happens by itself.
const QUIET = "#/clocks?rate=0&delay_min=20&delay_max=20";

const messages = (page) => page.locator("[data-message]");
const clocks = (page) => page.locator(".st-clock").allTextContents();
const pair = (page) => page.locator("[data-relation]");

async function middle(locator) {
  const box = await locator.boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

// Drags with the mouse from the middle of one thing to the middle of another.
async function drag(page, from, to) {
  await page.mouse.move(...(await middle(from)));
  await page.mouse.down();
  await page.mouse.move(...(await middle(to)), { steps: 10 });
  await page.mouse.up();
}

// What the inspector says of a node's field.
async function field(page, name, label) {
  await select(page, name);
  const panel = await tab(page, "Inspect");
  const entries = panel.getByRole("region", { name: `Selected node ${name}` }).locator(".kv > div");
  const texts = await entries.evaluateAll((all) => all.map((one) => [one.querySelector("dt").innerText, one.querySelector("dd").innerText]));
  return texts.find(([term]) => term.startsWith(label))?.[1].replaceAll(/\s+/g, " ");
}

pageTest("the worked example by dragging: [1,0,0], [1,1,0], [1,2,0], [1,2,1]", { route: QUIET }, async ({ page }) => {
  await seek(page, 20);
  await drag(page, node(page, "A"), node(page, "B"));
  await eventually("a message to B", async () => (await messages(page).getAttribute("data-to")) === "B");
  await seek(page, 60);
  await drag(page, node(page, "B"), node(page, "C"));
  await seek(page, 100);
  assert.deepEqual((await clocks(page)).sort(), ["[1,0,0]", "[1,1,0]", "[1,2,0]", "[1,2,1]"]);
  assert.equal(await field(page, "C", "V (vector clock)"), "1 2 1");
  assert.equal(await field(page, "C", "C (Lamport clock)"), "4");
});

// Drags with a finger, as the browser itself would report it.
async function swipe(page, from, to) {
  const session = await page.context().newCDPSession(page);
  const touch = (type, points) => session.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
  const [start, end] = [await middle(from), await middle(to)];
  await touch("touchStart", [start]);
  for (let step = 1; step <= 10; step += 1) {
    await touch("touchMove", [[0, 1].map((i) => start[i] + ((end[i] - start[i]) * step) / 10)]);
  }
  await touch("touchEnd", []);
}

pageTest("on a phone a message is sent with a finger", { size: "phone", touch: true, route: QUIET }, async ({ page }) => {
  await seek(page, 20);
  await swipe(page, node(page, "A"), node(page, "B"));
  await eventually("a message to B", async () => (await messages(page).getAttribute("data-to")) === "B");
  await seek(page, 60);
  await swipe(page, node(page, "B"), node(page, "C"));
  await seek(page, 100);
  const labels = await page.locator("[data-badge]").allTextContents();
  assert.deepEqual(labels.sort(), ["[1,0,0]", "[1,2,0]", "[1,2,1]"]);
});

pageTest("a message is sent by the keyboard, waits, and is delivered by the keyboard", { route: "#/clocks?rate=0&by_hand=on" }, async ({ page }) => {
  await pause(page);
  await lab(page).focus();
  await page.keyboard.press("1");
  const bar = page.getByRole("toolbar", { name: "A", exact: true });
  await bar.getByRole("button", { name: "Send…", exact: true }).press("Enter");
  const form = dialog(page, "Send");
  await form.getByLabel("To").selectOption("C");
  await form.getByRole("button", { name: "Send", exact: true }).press("Enter");
  await noDialog(page);
  await seek(page, 5_000);
  assert.equal(await messages(page).count(), 1, "it waits");
  await lab(page).focus();
  await page.keyboard.press("d");
  await eventually("nothing waits any more", async () => (await messages(page).count()) === 0);
  assert.equal(await field(page, "C", "V (vector clock)"), "1 0 1");
  await lab(page).focus();
  await page.keyboard.press("e");
  await eventually("C has done something", async () => (await field(page, "C", "V (vector clock)")) === "1 0 2");
});

pageTest("two events are compared: by Shift+click, by the list, and a pair is found", { route: QUIET }, async ({ page }) => {
  await seek(page, 20);
  await drag(page, node(page, "A"), node(page, "B"));
  await seek(page, 60);
  await select(page, "C");
  await lab(page).focus();
  await page.keyboard.press("e");
  await seek(page, 100);
  await page.keyboard.press("Escape");
  const events = page.locator("circle[data-event]");
  const at = async (n) => middle(page.locator(`circle[data-event="${n}"]`));
  assert.equal(await events.count(), 6, "three starts, a send, a receipt, an event of C");
  await tab(page, "Inspect");
  await page.mouse.click(...(await at(4)));
  await page.getByRole("region", { name: "Selected event" }).waitFor();
  await page.keyboard.down("Shift");
  await page.mouse.click(...(await at(5)));
  await page.keyboard.up("Shift");
  await eventually("before", async () => (await pair(page).getAttribute("data-relation")) === "before");
  assert.match(await pair(page).innerText(), /a happened before b\./);
  const rows = await pair(page).locator("tbody tr").evaluateAll((all) => all.map((row) => row.innerText.replaceAll(/\s+/g, " ")));
  assert.deepEqual(rows, ["A 1 = 1", "B 0 < 1", "C 0 = 0"]);

  await pair(page).getByLabel("Compare with").selectOption("6");
  await eventually("concurrent", async () => (await pair(page).getAttribute("data-relation")) === "concurrent");

  await lab(page).focus();
  await page.keyboard.press("Escape");
  await button(page, "Find C(a) < C(b), yet concurrent").click();
  await eventually("a pair", async () => (await pair(page).getAttribute("data-relation")) === "concurrent");
  assert.match(await pair(page).innerText(), /C\([ab]\) = 1 < C\([ab]\) = 2, yet they are concurrent/);
});

pageTest("a message is dragged from lane to lane in the diagram", { route: QUIET }, async ({ page }) => {
  await seek(page, 50);
  const handles = page.locator(".st-send circle");
  assert.equal(await handles.count(), 3);
  await drag(page, handles.nth(0), handles.nth(2));
  await eventually("a message from A to C", async () => (await messages(page).getAttribute("data-to")) === "C");
  assert.equal((await state(page)).time, 50);
});

pageTest("siblings in the cart are shown, and merge", { route: "#/clocks?scenario=cart" }, async ({ page }) => {
  await seek(page, 220);
  const carts = await tab(page, "Carts");
  await carts.getByText("sibling 2 of 2").waitFor();
  await seek(page, 280);
  await carts.getByRole("cell", { name: "bread eggs milk tea" }).waitFor();
});
