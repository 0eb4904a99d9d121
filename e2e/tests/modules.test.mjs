// What is not needed yet is not loaded; what does not come is said, and asked for again.
import { assert, pageTest } from "../lib.mjs";
import { button, dialog, lab } from "../lab.mjs";

// The modules that were fetched beside the main one.
const loaded = (page) =>
  page.evaluate(() => performance.getEntriesByType("resource").flatMap(({ name }) => name.match(/-[0-9a-f]{16}-(\w+)\.wasm$/)?.[1] ?? []));

pageTest("the catalogue loads no lab, a lab only its own, and dialogs come when one is opened", {}, async ({ page, url }) => {
  // The table of contents is with the lessons.
  await page.getByRole("heading", { name: "Lessons" }).waitFor();
  assert.deepEqual(await loaded(page), ["lessons"]);
  await page.goto(url("#/split-brain"));
  await lab(page).waitFor();
  const labs = await loaded(page);
  assert.ok(labs.includes("split_brain"), `${labs}`);
  for (const other of ["raft", "gossip", "dialogs", "swarm", "search", "bench"]) assert.ok(!labs.includes(other), `${labs}`);
  await button(page, "Share this moment").click();
  await dialog(page, "Share this moment").waitFor();
  assert.ok((await loaded(page)).includes("dialogs"));
});

pageTest("a lab that does not arrive is said to be missing, and comes on reloading", { problems: /wasm|fetch|ERR_FAILED/i }, async ({ page }) => {
  await page.route(/-raft\.wasm$/, (route) => route.abort());
  await page.evaluate(() => { location.hash = "#/raft"; });
  await page.getByRole("alert").getByText("could not be loaded").waitFor();
  await page.unroute(/-raft\.wasm$/);
  await page.getByRole("link", { name: "Try again" }).click();
  await lab(page).waitFor();
});

pageTest("a dialog that does not arrive says so, and comes when it is asked for again", { route: "#/split-brain", problems: /wasm|fetch|ERR_FAILED/i }, async ({ page }) => {
  await page.route(/-dialogs\.wasm$/, (route) => route.abort());
  await button(page, "Share this moment").click();
  await page.getByRole("alert").getByText("could not be loaded").waitFor();
  await page.unroute(/-dialogs\.wasm$/);
  await button(page, "Try again").click();
  await dialog(page, "Share this moment").waitFor();
});
