// What is not needed yet is not loaded; what does not come is said, and asked for again.
import { assert, pageTest } from "../lib.mjs";
import { button, dialog, lab } from "../lab.mjs";

// The modules that were fetched beside the main one.
const loaded = (page) =>
  page.evaluate(() => performance.getEntriesByType("resource").flatMap(({ name }) => name.match(/-[0-9a-f]{16}-(\w+)\.wasm$/)?.[1] ?? []));

const LABS = ["raft", "clocks", "commit", "gossip", "quorum", "split_brain"];

pageTest("the catalogue loads its lessons and the lab of its hero, and no other", {}, async ({ page }) => {
  await page.getByRole("heading", { name: "Lessons" }).waitFor();
  await page.getByRole("region", { name: "Try it" }).locator("[data-node]").first().waitFor();
  const modules = await loaded(page);
  assert.deepEqual(modules.filter((name) => LABS.includes(name)), ["raft"]);
  for (const other of ["dialogs", "search", "bench", "export", "talk"]) assert.ok(!modules.includes(other), `${modules}`);
});

pageTest("a lab loads only its own, and dialogs come when one is opened", { route: "#/split-brain" }, async ({ page }) => {
  await lab(page).waitFor();
  const modules = await loaded(page);
  assert.deepEqual(modules.filter((name) => LABS.includes(name)), ["split_brain"]);
  for (const other of ["dialogs", "swarm", "search", "bench"]) assert.ok(!modules.includes(other), `${modules}`);
  await button(page, "Share this moment").click();
  await dialog(page, "Share this moment").waitFor();
  assert.ok((await loaded(page)).includes("dialogs"));
});

pageTest("a lab that does not arrive is said to be missing, and comes on reloading", { problems: /wasm|fetch|ERR_FAILED/i }, async ({ page }) => {
  await page.route(/-quorum\.wasm$/, (route) => route.abort());
  await page.evaluate(() => { location.hash = "#/quorum"; });
  await page.getByRole("alert").getByText("could not be loaded").waitFor();
  await page.unroute(/-quorum\.wasm$/);
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
