import { assert, axe, pageTest } from "../lib.mjs";
import { button, dialog, eventually, leaders, node, noDialog, oneLeader, seek, select, split, state, tool, write } from "../lab.mjs";

const clean = async (page, where) => assert.deepEqual(await axe(page), [], where);

for (const theme of ["light", "dark"]) {
  pageTest(`axe finds nothing on the lab while it runs, ${theme}`, { theme, route: "#/raft?seed=42" }, async ({ page }) => {
    await eventually("a leader", async () => (await leaders(page)).length === 1, { timeout: 60_000 });
    assert.equal((await state(page)).running, true);
    await clean(page, "running");
  });

  pageTest(`axe finds nothing on the lab with faults, in any tab, ${theme}`, { theme, route: "#/raft?seed=42" }, async ({ page }) => {
    const leader = await oneLeader(page);
    await write(page, { value: "5" });
    await split(page, { n1: "A", n2: "A", n3: "B", n4: "B", n5: "B", c1: "A", c2: "B" });
    await tool(page, "Kill");
    await node(page, "n4").click();
    await tool(page, "Select");
    await clean(page, "a split");
    await select(page, leader.name);
    for (const name of ["Inspect", "Story", "Checks", "Clients", "Logs"]) {
      await page.getByRole("tab", { name, exact: true }).click();
      await clean(page, name);
    }
    await page.getByRole("tab", { name: "Inspect", exact: true }).click();
    for (const fold of ["All nodes", "Messages in flight", "Links"]) await page.getByText(fold, { exact: true }).click();
    await clean(page, "the tables");
  });

  pageTest(`axe finds nothing on the dialogs, ${theme}`, { theme, route: "#/raft?seed=42" }, async ({ page }) => {
    await oneLeader(page);
    const bar = await select(page, "n2");
    for (const [open, name] of [
      [button(page, "Split the network"), "Split the network"],
      [button(page, "Write"), "Write"],
      [button(page, "Share this moment"), "Share this moment"],
      [button(page, "Keyboard help"), "Keyboard"],
      [bar.getByRole("button", { name: "Clock…" }), "Set the clock"],
    ]) {
      await open.click();
      await dialog(page, name).waitFor();
      await clean(page, name);
      await page.keyboard.press("Escape");
      await noDialog(page);
    }
  });

  // A scenario of each lab at a moment at which much is shown, with its own tabs.
  for (const [lab, scenario, ms, tabs] of [
    ["clocks", "cart", 215, ["Story", "Total order", "Carts"]],
    ["gossip", "split", 1_300, ["Checks", "Epidemic"]],
    ["split-brain", "split", 1_700, ["Requests", "Leases"]],
    ["two-phase-commit", "coordinator-crash", 1_500, ["Clients", "Logs", "Accounts"]],
    ["quorum", "sloppy-stale", 1_300, ["Clients", "Keys", "Merkle"]],
  ]) {
    pageTest(`axe finds nothing on ${lab}, ${theme}`, { theme, route: `#/${lab}?scenario=${scenario}` }, async ({ page }) => {
      await seek(page, ms);
      await clean(page, "Inspect");
      for (const name of tabs) {
        await page.getByRole("tab", { name, exact: true }).click();
        await clean(page, name);
      }
    });
  }

  pageTest(`axe finds nothing on the other pages, ${theme}`, { theme }, async ({ page, url }) => {
    for (const route of ["#/bench", "#/m/nothing", "#/raft?scenario=figure-8-bug"]) {
      await page.goto(url(route));
      await page.getByRole("main").waitFor();
      await clean(page, route);
    }
  });
}

pageTest("the button changes the theme, and a reload keeps it", { theme: "light", route: "#/raft?seed=42" }, async ({ page }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const before = await ground();
  await button(page, "Change theme").click();
  const after = await ground();
  assert.notEqual(after, before);
  await page.reload();
  await page.waitForFunction(() => !document.querySelector("#boot"));
  assert.equal(await ground(), after);
});
