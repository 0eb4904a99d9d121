// Every page for whoever enlarges it, and for whoever has no pointer.
import { misfits, unreached } from "../access.mjs";
import { assert, axe, pageTest } from "../lib.mjs";
import { button, dialog, noDialog, seek } from "../lab.mjs";

// Each page, and what is opened on it first.
const PAGES = [
  ["catalogue", "#/"],
  ["glossary", "#/glossary"],
  ["lab", "#/raft?scenario=leader-in-minority", (page) => seek(page, 1_500)],
  ["swarm", "#/gossip?nodes=1000", (page) => seek(page, 400)],
  ["lesson", "#/lesson/leader-election"],
  ["comparison", "#/compare?left=two-phase-commit&comparison=coordinator-dies"],
  ["hand-out", "#/print/leader-election"],
  ["notes", "#/notes/nobody"],
  ["measurements", "#/bench"],
  ["refusal", "#/m/nothing"],
];

// What is opened in a lab.
const DIALOGS = [
  ["Share this moment", "Share this moment"],
  ["Keyboard help", "Keyboard"],
  ["Embed", "Embed"],
  ["Split the network", "Split the network"],
  ["Write", "Write"],
];

const ready = async (page, prepare) => {
  await page.getByRole("main").first().waitFor();
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
      await ready(page, prepare);
      assert.deepEqual(await misfits(page), []);
      assert.deepEqual(await axe(page), []);
    });
  }
  pageTest(`dialogs: everything fits and can be pressed at ${zoom}`, { size, route: "#/raft?seed=42" }, async ({ page }) => {
    await seek(page, 600);
    for (const [opens, title] of DIALOGS) {
      const opener = button(page, opens);
      if (!(await opener.isVisible())) continue;
      await opener.click();
      await dialog(page, title).waitFor();
      assert.deepEqual(await misfits(page), [], title);
      await page.keyboard.press("Escape");
      await noDialog(page);
    }
  });
}

for (const [name, route, prepare] of PAGES) {
  pageTest(`${name}: Tab reaches everything, and the focus can be seen`, { route, reducedMotion: true }, async ({ page }) => {
    await ready(page, prepare);
    assert.deepEqual(await unreached(page), []);
  });
}
