import { assert, pageTest } from "../lib.mjs";
import { button, eventually, lab, oneLeader, seek, state } from "../lab.mjs";

const drawing = (page) => page.getByRole("group", { name: /^Space-time diagram/ }).or(page.getByRole("img", { name: /^Space-time diagram/ })).first();

// Presses in the middle of something that is drawn.
async function press(page, mark) {
  const box = await mark.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

pageTest("a click on an event goes there, selects it and lights up its causes; Escape clears", { route: "#/raft?seed=42" }, async ({ page }) => {
  await oneLeader(page);
  const now = await seek(page, 500);
  const events = page.locator("[data-event]");
  const numbers = await events.evaluateAll((all) => all.map((one) => Number(one.dataset.event)));
  const earlier = Math.max(...numbers.filter((number) => number < now.events - 10));
  await press(page, page.locator(`[data-event="${earlier}"]`).first());
  await eventually("its instant", async () => (await state(page)).events === earlier);
  const panel = page.getByRole("tabpanel");
  await panel.getByText("Lamport", { exact: false }).first().waitFor();
  await panel.getByText("vector clock", { exact: false }).first().waitFor();
  assert.equal((await state(page)).running, false);
  await lab(page).focus();
  await page.keyboard.press("Escape");
  await panel.getByText("What just happened").waitFor();
});

pageTest("the diagram is dragged, zoomed and searched without changing the run", { route: "#/raft?seed=42" }, async ({ page }) => {
  await oneLeader(page);
  const before = await seek(page, 900);
  const box = await drawing(page).boundingBox();
  const middle = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(...middle);
  await page.mouse.down();
  await page.mouse.move(middle[0] + 150, middle[1], { steps: 5 });
  await page.mouse.up();
  await button(page, "Follow again").click();
  await button(page, "Follow again").waitFor({ state: "detached" });
  for (const name of ["Zoom in", "Zoom out", "Zoom out", "Zoom out"]) await button(page, name).click();
  await page.keyboard.down("Control");
  await page.mouse.move(...middle);
  await page.mouse.wheel(0, -200);
  await page.keyboard.up("Control");
  assert.deepEqual(await state(page), before);

  await page.getByRole("searchbox", { name: "Find in diagram" }).fill("leader");
  await button(page, "Previous match").click();
  await eventually("a match", async () => (await state(page)).time <= 900);
});
