// Every page for whoever enlarges it, and for whoever has no pointer.
import { misfits, unreached } from "../access.mjs";
import { assert, axe, pageTest } from "../lib.mjs";
import { button, dialog, eventually, nodes, noDialog, seek } from "../lab.mjs";

// Each page, and what is opened on it first.
const PAGES = [
  ["catalogue", "#/"],
  ["glossary", "#/glossary"],
  ["lab", "#/raft?scenario=leader-in-minority", (page) => seek(page, 1_500)],
  ["swarm", "#/gossip?nodes=1000", (page) => seek(page, 400)],
  ["lesson", "#/lesson/leader-election"],
  ["comparison", "#/compare?left=two-phase-commit&comparison=coordinator-crash"],
  ["hand-out", "#/print/leader-election"],
  ["notes", "#/notes/nobody"],
  ["measurements", "#/bench"],
  ["refusal", "#/m/nothing"],
];

// What is opened in a lab, and how: there is not room for every button everywhere.
const DIALOGS = [
  ["Share this moment", (page) => button(page, "Share this moment").click()],
  ["Keyboard", async (page) => {
    await page.locator("[data-lab]").focus();
    await page.keyboard.press("?");
  }],
  ["Embed", async (page) => {
    await button(page, "Share this moment").click();
    await dialog(page, "Share this moment").getByRole("button", { name: "Embed…", exact: true }).click();
  }],
  ["Export", async (page) => {
    await button(page, "Share this moment").click();
    await dialog(page, "Share this moment").getByRole("button", { name: "Export…", exact: true }).click();
  }],
  ["Split the network", (page) => button(page, "Split the network").click()],
  ["Write", (page) => button(page, "Write").click()],
];

const ready = async (page, prepare, name) => {
  await page.getByRole("main").first().waitFor();
  assert.equal(await page.locator(".refusal").isVisible(), name === "refusal");
  await page.waitForFunction(() => !document.querySelector(".loading"));
  await prepare?.(page);
};

// A laptop's window at 200 %, a projector's, and the narrowest that content must reflow to (WCAG 2.2, 1.4.10).
for (const [zoom, size] of [
  ["200 % on a laptop", { width: 720, height: 450 }],
  ["200 % on a projector", { width: 640, height: 360 }],
  ["400 %", { width: 320, height: 256 }],
]) {
  for (const [name, route, prepare] of PAGES) {
    pageTest(`${name}: everything fits and can be pressed at ${zoom}`, { size, route }, async ({ page }) => {
      await ready(page, prepare, name);
      assert.deepEqual(await misfits(page), []);
      assert.deepEqual(await axe(page), []);
    });
  }
  pageTest(`dialogs: everything fits and can be pressed at ${zoom}`, { size, route: "#/raft?seed=42" }, async ({ page }) => {
    await seek(page, 600);
    for (const [title, open] of DIALOGS) {
      await open(page);
      await dialog(page, title).waitFor();
      assert.deepEqual(await misfits(page), [], title);
      await page.keyboard.press("Escape");
      await noDialog(page);
    }
  });
}

for (const [name, route, prepare] of PAGES) {
  pageTest(`${name}: Tab reaches everything, and the focus can be seen`, { route, reducedMotion: true }, async ({ page }) => {
    await ready(page, prepare, name);
    assert.deepEqual(await unreached(page), []);
  });
}

const live = (page) => page.locator('[data-lab] [aria-live="polite"]').first();

pageTest("whoever hears the page is told where each step leads, and what a node has become", { route: "#/raft?scenario=leader-dies", reducedMotion: true }, async ({ page }) => {
  await seek(page, 200);
  await page.getByRole("tab", { name: "Story", exact: true }).click();
  await page.locator("[data-lab]").focus();
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press("ArrowRight");
    const line = page.locator('[data-story][aria-current="step"]');
    await eventually("the line of the story is spoken", async () => {
      const told = (await line.locator(".what").innerText()).replaceAll(/\s+/g, " ").trim();
      return (await live(page).textContent()).endsWith(`: ${told}`);
    });
  }
  const told = await live(page).textContent();
  await page.keyboard.press("ArrowLeft");
  await eventually("a step back is spoken too", async () => (await live(page).textContent()) !== told);
  // A node's name says what the stage shows of it.
  for (const one of await nodes(page)) {
    const said = one.spoken.split(", ");
    assert.equal(said[0], one.name);
    assert.equal(said[1], one.role);
    assert.equal(said.at(-1), one.status);
  }
});

pageTest("with reduced motion messages step instead of gliding", { route: "#/raft?seed=42", reducedMotion: true }, async ({ page }) => {
  await seek(page, 100);
  await button(page, "Play").click();
  // Where each message was in each frame.
  const places = await page.evaluate(async () => {
    const places = {};
    const end = performance.now() + 3_000;
    while (performance.now() < end) {
      for (const message of document.querySelectorAll("[data-message]")) {
        const { left, top } = message.getBoundingClientRect();
        (places[message.dataset.message] ??= new Set()).add(`${Math.round(left)},${Math.round(top)}`);
      }
      await new Promise(requestAnimationFrame);
    }
    return Object.values(places).map((seen) => seen.size);
  });
  assert.ok(places.length > 3, `there were messages: ${places.length}`);
  assert.ok(Math.max(...places) <= 4, `messages were in ${places} places`);
});
