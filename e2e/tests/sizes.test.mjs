// Every size between a phone and a projector: nothing that can be pressed is cut off or covered.
import { assert, pageTest } from "../lib.mjs";
import { button, eventually, lab, seek, select, slider, state, status } from "../lab.mjs";

const SIZES = [[1440, 900], [1280, 720], [1024, 768], [920, 700], [768, 1024], [390, 844], [320, 640]];

// Two futures, and the past of one: then everything there can be is shown.
async function crowd(page) {
  await seek(page, 1_500);
  await seek(page, 600);
  const bar = await select(page, "n2");
  await bar.getByRole("button", { name: "Kill", exact: true }).click();
  await status(page, "n2", "crashed");
  // On the smallest stage the banner lies over the node's bar until it is dismissed.
  await button(page, "Dismiss").click();
  await bar.getByRole("button", { name: "Close" }).click();
  await seek(page, 900);
  await seek(page, 700);
}

for (const [width, height] of SIZES) {
  pageTest(`at ${width} × ${height} no control is cut off or covered`, { size: { width, height }, touch: width < 900, route: "#/raft?seed=42" }, async ({ page }) => {
    await crowd(page);
    const controls = [
      ...["Select tool", "Kill tool", "Cut tool", "Links tool", "Split the network", "Heal the network", "Write"].map((name) => button(page, name)),
      ...["Step back", "Play", "Step forward", "Back to now", "Share this moment", "Undo"].map((name) => button(page, name)),
      slider(page, "Time"),
      slider(page, "Speed"),
      page.getByRole("combobox", { name: "Branch" }),
    ];
    for (const control of controls) {
      const box = await control.boundingBox();
      const name = `${control}: ${JSON.stringify(box)}`;
      assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= width + 0.5 && box.y + box.height <= height + 0.5, name);
      const hit = await control.evaluate((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        const top = document.elementFromPoint(x + width / 2, y + height / 2);
        return one === top || one.contains(top) || top?.closest("button") === one || `covered by ${top?.outerHTML.slice(0, 80)}`;
      });
      assert.equal(hit, true, name);
    }
    await button(page, "Back to now").click();
    await eventually("now", async () => (await state(page)).time === 900);
  });
}

pageTest("presenter mode hides the panels and enlarges what is left", { size: "projector", route: "#/raft?seed=42" }, async ({ page }) => {
  await seek(page, 700);
  await button(page, "Present").click();
  await page.getByRole("tab", { name: "Story" }).waitFor({ state: "hidden" });
  const smallest = () =>
    page.locator("[data-node] text").evaluateAll((all) => Math.min(...all.map((text) => Number.parseFloat(getComputedStyle(text).fontSize))));
  assert.ok((await smallest()) >= 20, `${await smallest()} px`);
  await lab(page).focus();
  await page.keyboard.press("PageUp");
  await eventually("the last milestone", async () => (await state(page)).time < 700);
  await page.keyboard.press("f");
  await page.getByRole("tab", { name: "Story" }).waitFor();
});

for (const [lab, scenario, ms] of [
  ["clocks", "cart", 215],
  ["two-phase-commit", "coordinator-crash", 1_500],
  ["three-phase-commit", "split", 1_250],
  ["gossip", "split", 1_300],
  ["quorum", "sloppy-stale", 1_300],
  ["split-brain", "split", 1_700],
]) {
  pageTest(`presenter mode shows ${lab} in large letters, within the stage`, { size: "projector", route: `#/${lab}?scenario=${scenario}` }, async ({ page }) => {
    await seek(page, ms);
    await button(page, "Present").click();
    await page.getByRole("tab", { name: "Story" }).waitFor({ state: "hidden" });
    const texts = await page.locator("[data-node] text, [data-badge] text").evaluateAll((all) =>
      all.map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const stage = text.closest("svg").getBoundingClientRect();
        const inside = left >= stage.left && right <= stage.right && top >= stage.top && bottom <= stage.bottom;
        return { text: text.textContent, size: Number.parseFloat(getComputedStyle(text).fontSize), inside };
      }),
    );
    assert.ok(texts.length > 2);
    assert.deepEqual(texts.filter(({ size, inside }) => size < 20 || !inside), []);
  });
}
