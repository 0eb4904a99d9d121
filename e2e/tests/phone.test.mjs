import { assert, axe, pageTest } from "../lib.mjs";
import { button, eventually, node, oneLeader, select, stage, state, status, stroke, tool } from "../lab.mjs";

const PHONES = [{ width: 390, height: 844 }, { width: 320, height: 640 }];

const sideways = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("#app *")].filter((one) => {
      const box = one.getBoundingClientRect();
      return box.width > 0 && box.right > width + 1 && !one.closest("svg, .unseen") && getComputedStyle(one).position !== "fixed";
    });
    const scrolls = document.documentElement.scrollWidth > width || document.body.scrollWidth > width;
    return scrolls ? wide.slice(0, 5).map((one) => `${one.tagName}.${one.className}`).concat("scrolls") : [];
  });

for (const size of PHONES) {
  const name = `${size.width} × ${size.height}`;
  pageTest(`on a phone of ${name} nothing scrolls sideways`, { size, touch: true }, async ({ page, url }) => {
    for (const route of ["", "#/raft?seed=42", "#/bench", "#/m/nothing"]) {
      await page.goto(url(route));
      await page.waitForTimeout(200);
      assert.deepEqual(await sideways(page), [], route);
    }
  });

  pageTest(`on a phone of ${name} the stage has most of the height and the rest is in drawers`, { size, touch: true, route: "#/raft?seed=42" }, async ({ page }) => {
    const leader = await oneLeader(page);
    const [head, drawing] = await Promise.all([page.getByRole("banner").first().boundingBox(), stage(page).boundingBox()]);
    assert.ok(drawing.height >= 0.6 * (size.height - head.height) - 1, `the stage has ${drawing.height} of ${size.height}`);
    for (const [drawer, close, inside] of [
      ["Scenarios", "Close scenarios and settings", page.getByRole("heading", { name: "Scenarios" })],
      ["Diagram", "Close diagram", page.getByRole("searchbox", { name: "Find in diagram" })],
      ["Panels", "Close panels", page.getByRole("tab", { name: "Story" })],
    ]) {
      const opener = page.getByRole("navigation", { name: "Drawers" }).getByRole("button", { name: drawer });
      await opener.click();
      await inside.waitFor();
      assert.equal(await opener.getAttribute("aria-expanded"), "true");
      assert.deepEqual(await sideways(page), [], drawer);
      await button(page, close).click();
      await inside.waitFor({ state: "hidden" });
    }

    const bar = await select(page, leader.name);
    const box = await bar.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= size.width, `the bar reaches from ${box.x} to ${box.x + box.width}`);
    await bar.getByRole("button", { name: "Kill", exact: true }).click();
    await status(page, leader.name, "crashed");
    await bar.getByRole("button", { name: "Close" }).click();
    await tool(page, "Cut");
    await stroke(page, [[0.1, 0.5], [0.9, 0.5]]);
    await eventually("a cut", async () => (await page.locator("[data-cut]").count()) === 1);
    assert.deepEqual(await sideways(page), []);
    assert.equal((await state(page)).running, false);
  });
}

pageTest("a tap selects a node, and a scenario is chosen in its drawer", { size: "phone", touch: true, route: "#/raft?seed=42" }, async ({ page }) => {
  await oneLeader(page);
  await node(page, "n2").tap();
  await page.getByRole("toolbar", { name: "n2", exact: true }).waitFor();
  await page.getByRole("navigation", { name: "Drawers" }).getByRole("button", { name: "Scenarios" }).tap();
  await page.getByRole("button", { name: "The leader dies", exact: true }).tap();
  await page.getByRole("navigation", { name: "You are here" }).getByText("The leader dies").waitFor();
  await page.getByRole("heading", { name: "Scenarios" }).waitFor({ state: "hidden" });
});

for (const theme of ["light", "dark"]) {
  pageTest(`axe finds nothing on a phone, ${theme}`, { size: "phone", theme, touch: true, route: "#/raft?seed=42" }, async ({ page }) => {
    await oneLeader(page);
    assert.deepEqual(await axe(page), []);
    for (const drawer of ["Scenarios", "Diagram", "Panels"]) {
      const opener = page.getByRole("navigation", { name: "Drawers" }).getByRole("button", { name: drawer });
      await opener.click();
      assert.deepEqual(await axe(page), [], drawer);
      await button(page, { Scenarios: "Close scenarios and settings", Diagram: "Close diagram", Panels: "Close panels" }[drawer]).click();
    }
  });
}
