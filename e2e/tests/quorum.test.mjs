// The quorum lab: N, R and W change while it runs, and what a client is told may be old.
import { assert, axe, pageTest } from "../lib.mjs";
import { alert, eventually, seek, slider, tab } from "../lab.mjs";

const verdict = (panel, name) => panel.locator(`[data-check="${name}"]`).getAttribute("data-verdict");

// The rows of the table of keys: [key, node, value, vector, note].
async function keys(page) {
  const rows = (await tab(page, "Keys")).getByRole("row");
  const texts = await rows.evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  return texts.slice(1);
}

pageTest("it opens with something to see within five seconds", { route: "#/quorum" }, async ({ page }) => {
  await seek(page, 2_000);
  const panel = await tab(page, "Clients");
  assert.ok((await panel.locator(".op").count()) > 0, "clients ask by themselves");
  assert.deepEqual(await axe(page), []);
});

pageTest("a stale read is told, seen and judged; with R + W > N the same read is fresh", { route: "#/quorum?scenario=stale-read" }, async ({ page }) => {
  await seek(page, 1_400);
  assert.ok((await (await tab(page, "Story")).innerText()).includes("c2 was answered with an old value of x: 2 was acknowledged before it asked."));
  const panel = await tab(page, "Clients");
  await eventually("it is judged", async () => (await verdict(panel, "Linearizability")) === "violated");
  await panel.getByText(/Not linearizable: read\(x\) → 1 by c2 cannot be placed.* Nobody promised that here\./).waitFor();
  assert.deepEqual(await axe(page), []);
  // The same from 300 ms on with larger quorums.
  await seek(page, 300);
  await slider(page, "R: answers to a read").fill("3");
  await eventually("R is 3", async () => (await slider(page, "R: answers to a read").inputValue()) === "3");
  await seek(page, 1_400);
  const story = await (await tab(page, "Story")).innerText();
  assert.ok(!story.includes("old value"), story);
});

pageTest("N, R and W change while it runs, and what cannot be is refused", { route: "#/quorum?rate=0" }, async ({ page }) => {
  await seek(page, 500);
  for (const [name, value] of [["W: acknowledgements of a write", "3"], ["R: answers to a read", "1"]]) {
    await slider(page, name).fill(value);
    await eventually(name, async () => (await slider(page, name).inputValue()) === value);
  }
  await (await tab(page, "Story")).getByText("W: acknowledgements of a write is now 3.").waitFor();
  await slider(page, "N: replicas of a key").fill("2");
  await alert(page).getByText(/`w` is 3, but a key has only 2 replicas/).waitFor();
  assert.equal(await slider(page, "N: replicas of a key").inputValue(), "3");
});

pageTest("siblings are shown with their vectors, and merge", { route: "#/quorum?scenario=siblings" }, async ({ page }) => {
  await seek(page, 400);
  for (const row of await keys(page)) assert.deepEqual([row[2], row[4]], ["milk | eggs", "siblings"], row.join());
  await seek(page, 1_500);
  for (const row of await keys(page)) assert.deepEqual([row[2], row[4]], ["eggs+milk", "up to date"], row.join());
});

pageTest("Merkle trees differ from the root to one leaf, and then no more", { route: "#/quorum?scenario=anti-entropy" }, async ({ page }) => {
  const differing = async () => (await tab(page, "Merkle")).getByRole("cell", { name: "differ", exact: true }).count();
  await seek(page, 950);
  assert.equal(await differing(), 4, "root, two nodes below it, and a leaf");
  await seek(page, 4_000);
  assert.equal(await differing(), 0);
  assert.deepEqual(await axe(page), []);
});
