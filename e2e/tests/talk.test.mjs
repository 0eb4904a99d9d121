import { SIZES, assert, axe, pageTest } from "../lib.mjs";
import { button, eventually, lab, node, select, stage, state, status } from "../lab.mjs";

const card = (page) => page.getByRole("region", { name: "Lesson" });
const stands = (page) => card(page).evaluate(({ dataset }) => ({ ...dataset }));
const together = (notes) => notes.waitForSelector('[data-notes][data-state="together"]');
const notesSay = (notes, text) => notes.getByText(text, { exact: false }).first().waitFor();

// Presenter mode, and the notes window in it.
async function present(page, context) {
  await lab(page).waitFor();
  await page.keyboard.press("f");
  const [notes] = await Promise.all([context.waitForEvent("page"), button(page, "Open the notes window").click()]);
  await together(notes);
  await button(page, "Notes are open").waitFor();
  return notes;
}
// Presses on, in the notes window, until the lesson rests or asks.
async function rest(page, notes) {
  while ((await stands(page)).state === "moving") {
    await notes.keyboard.press("PageDown");
    await page.waitForTimeout(100);
  }
}

pageTest("the notes window shows a lesson to its speaker and drives the audience's window", { route: "#/lesson/leader-election", size: "projector" }, async ({ page, context }) => {
  const notes = await present(page, context);
  await notesSay(notes, "step 1 of");
  await notesSay(notes, "Ask what a group without a chairperson does");
  assert.equal(await card(page).getByText("chairperson").count(), 0, "the audience sees no notes");
  await rest(page, notes);
  const { step } = await stands(page);
  await notes.getByRole("button", { name: "Continue", exact: true }).click();
  await page.waitForSelector(`[data-lesson][data-step="${Number(step) + 1}"]`);
  await notes.waitForSelector(`[data-step="${Number(step) + 1}"]`);
  await notes.getByRole("button", { name: "Previous step", exact: true }).click();
  await page.waitForSelector(`[data-lesson][data-step="${step}"]`);
  // A clicker works in both windows.
  await rest(page, notes);
  await page.keyboard.press("PageDown");
  await notes.waitForSelector(`[data-step="${Number(step) + 1}"]`);
});

pageTest("what the speaker does to the system happens before the audience, and there is a way back", { route: "#/lesson/leader-election", size: "projector" }, async ({ page, context }) => {
  const notes = await present(page, context);
  await rest(page, notes);
  await notes.getByRole("button", { name: "Kill n1", exact: true }).click();
  await status(page, "n1", "crashed");
  await page.waitForSelector('[data-lesson][data-state="stray"]');
  await notes.getByRole("button", { name: "Restart n1", exact: true }).waitFor();
  await notes.getByRole("button", { name: "Back to the lesson", exact: true }).click();
  await status(page, "n1", "up");
  await notes.getByRole("checkbox", { name: "Tick n1" }).check();
  await notes.getByRole("checkbox", { name: "Tick n2" }).check();
  await notes.getByRole("button", { name: "Split off those ticked", exact: true }).click();
  await page.waitForSelector("[data-cut]");
  await notes.getByRole("button", { name: "Heal the network", exact: true }).click();
  await page.waitForSelector("[data-cut]", { state: "detached" });
  await notes.getByRole("button", { name: "Black out", exact: true }).click();
  await page.waitForSelector(".blackout:not([hidden])");
  assert.equal(await notes.getByRole("button", { name: "Black out" }).getAttribute("aria-pressed"), "true");
  await notes.keyboard.press("b");
  await page.waitForSelector(".blackout[hidden]", { state: "attached" });
  await notes.getByRole("button", { name: "Play", exact: true }).click();
  await eventually("it plays", async () => (await state(page)).running);
});

pageTest("closing either window is noticed by the other, and the notes come back", { route: "#/raft?seed=42", size: "projector" }, async ({ page, context, url }) => {
  const notes = await present(page, context);
  await notesSay(notes, "No lesson is given");
  await notes.close();
  await button(page, "Notes are closed: open them again").waitFor();
  const [again] = await Promise.all([context.waitForEvent("page"), button(page, "Notes are closed: open them again").click()]);
  await together(again);
  await page.goto(url("#/lesson/quorums"));
  await notesSay(again, "R + W > N");
  await page.goto(url("#/"));
  await notesSay(again, "The audience's window is closed, or shows neither a lab nor a lesson.");
  await page.goto(url("#/raft?seed=42"));
  await together(again);
  await page.close();
  await notesSay(again, "The audience's window is closed");
});

pageTest("two talks on one machine do not cross, and what is no message is ignored", { route: "#/raft?seed=42", size: "projector" }, async ({ page, context, url }) => {
  const notes = await present(page, context);
  const other = await context.newPage();
  await other.goto(url("#/raft?seed=7"));
  const others = await present(other, context);
  assert.notEqual(notes.url(), others.url());
  await notes.getByRole("button", { name: "Kill n2", exact: true }).click();
  await status(page, "n2", "crashed");
  assert.equal(await node(other, "n2").getAttribute("data-status"), "up");
  const name = notes.url().split("/").pop();
  await others.evaluate((name) => {
    const channel = new BroadcastChannel(`netsplit-talk-${name}`);
    for (const junk of ["kill n1", { kill: 1 }, new Uint8Array(), new Uint8Array([1, 1, 1, 7, 200, 1]), new Uint8Array([1, 0, 0, 255]), new Uint8Array(300).fill(255)]) {
      channel.postMessage(junk);
    }
  }, name);
  await notes.getByRole("button", { name: "Kill n3", exact: true }).click();
  await status(page, "n3", "crashed");
  assert.equal(await node(page, "n1").getAttribute("data-status"), "up");
  await notes.waitForSelector('[data-state="together"]');
});

pageTest("a spotlight dims everything but a node and its links", { route: "#/raft?seed=42", size: "projector" }, async ({ page, context }) => {
  const notes = await present(page, context);
  await stage(page).waitFor();
  await button(page, "Pause").click();
  const dimmed = () => page.locator(".seat.dimmed [data-node]").evaluateAll((all) => all.map((one) => one.dataset.node));
  assert.deepEqual(await dimmed(), []);
  await select(page, "n3");
  await page.keyboard.press("o");
  await eventually("the others are dim", async () => (await dimmed()).length === 6 && !(await dimmed()).includes("n3"));
  assert.equal(await page.locator(".link:not(.dimmed)").count() > 0 && await page.locator(".link.dimmed").count() > 0, true);
  await page.keyboard.press("Escape");
  await eventually("nothing is dim", async () => (await dimmed()).length === 0);
  await notes.getByRole("button", { name: "Spotlight on n2", exact: true }).click();
  await eventually("the others are dim", async () => (await dimmed()).length === 6 && !(await dimmed()).includes("n2"));
  assert.equal(await notes.getByRole("button", { name: "Spotlight on n2" }).getAttribute("aria-pressed"), "true");
  await notes.keyboard.press("Escape");
  await eventually("nothing is dim", async () => (await dimmed()).length === 0);
});

pageTest("a question in presenter mode is large and fits, and the next key reveals", { route: "#/lesson/leader-election?step=5", size: "projector" }, async ({ page }) => {
  await card(page).waitFor();
  await page.keyboard.press("f");
  for (let i = 0; i < 40 && (await stands(page)).state !== "asking"; i++) {
    await page.keyboard.press("PageDown");
    await page.waitForTimeout(50);
  }
  assert.equal((await stands(page)).state, "asking");
  const options = page.getByRole("group", { name: "Question" }).getByRole("button");
  for (const option of await options.all()) {
    const { size, box, inside } = await option.evaluate((one) => {
      const card = one.closest(".lesson").getBoundingClientRect();
      const box = one.getBoundingClientRect();
      return { size: parseFloat(getComputedStyle(one).fontSize), box: box.bottom, inside: box.bottom <= card.bottom && box.right <= card.right };
    });
    assert.ok(size >= 20 && inside && box <= SIZES.projector.height, `${size} px at ${box}`);
  }
  await page.keyboard.press("PageDown");
  await page.waitForSelector('[data-lesson]:not([data-state="asking"])');
});

pageTest("an address that names no talk says what does", { route: "#/notes/<b>" }, async ({ page }) => {
  await page.getByRole("alert").getByText("is no talk", { exact: false }).waitFor();
});

for (const theme of ["light", "dark"]) {
  pageTest(`axe finds nothing in the notes window, ${theme}`, { route: "#/lesson/leader-election?step=5", theme, size: "projector" }, async ({ page, context }) => {
    const notes = await present(page, context);
    await eventually("it asks", async () => {
      await notes.keyboard.press("PageDown");
      return (await stands(page)).state === "asking";
    });
    assert.deepEqual(await axe(notes), []);
    await axe(page).then((found) => assert.deepEqual(found, [], "the audience's window"));
  });
}
