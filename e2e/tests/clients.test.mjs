// Whether what the clients saw is linearizable, as a picture, in words and in the table.
import { assert, axe, pageTest } from "../lib.mjs";
import { eventually, oneLeader, seek, state, tab, write } from "../lab.mjs";

const check = (panel, name) => panel.locator(`[data-check="${name}"]`);
const verdict = (panel, name) => check(panel, name).getAttribute("data-verdict");

pageTest("a healthy run is linearizable: every answered operation has a point", { route: "#/raft?seed=42&rate=2" }, async ({ page }) => {
  await seek(page, 4_000);
  const panel = await tab(page, "Clients");
  await eventually("it holds", async () => (await verdict(panel, "Linearizability")) === "holds");
  await check(panel, "Linearizability").getByText("Linearizable: the points show one order that explains every answer.").waitFor();
  const answered = await panel.locator(".op.done").count();
  assert.ok(answered > 3, `${answered} answered`);
  assert.ok((await panel.locator("[data-point]").count()) >= answered);
  assert.equal(await panel.locator('[data-unplaced="true"]').count(), 0);
  for (const name of ["sequential consistency", "read your writes", "monotonic reads", "writes follow reads", "monotonic writes"]) {
    assert.notEqual(await verdict(panel, name), "violated", name);
  }
  assert.deepEqual(await axe(page), []);
  // Pressing an operation in the table goes there.
  await panel.getByRole("table").getByRole("button").last().click();
  assert.ok((await state(page)).time < 4_000);
});

pageTest("without a rule a write is lost: the answer that nothing explains is marked", { route: "#/raft?challenge=lost-write" }, async ({ page }) => {
  await oneLeader(page);
  await seek(page, 300);
  await write(page, { to: "n1", value: "1" });
  // n2 is elected after the commit and before the entry has come to it.
  await seek(page, 332);
  await page.locator('[data-node="n2"]').click();
  await page.getByRole("toolbar", { name: "n2", exact: true }).getByRole("button", { name: "Time out now" }).click();
  await seek(page, 600);
  await page.locator('[data-node="n2"]').click();
  await page.getByRole("toolbar", { name: "n2", exact: true }).getByRole("button", { name: "Read…" }).click();
  const form = page.getByRole("dialog", { name: "Read", exact: true });
  await form.getByRole("button", { name: "Read", exact: true }).click();
  await page.locator("dialog").waitFor({ state: "detached" });
  await seek(page, 600);
  await write(page, { to: "n2", key: "y", value: "2" });
  await seek(page, 1_200);
  const panel = await tab(page, "Clients");
  await eventually("it is violated", async () => (await verdict(panel, "Linearizability")) === "violated");
  await check(panel, "Linearizability").getByText(/Not linearizable: read\(x\) .* by c\d cannot be placed/).waitFor();
  assert.ok((await panel.locator('[data-unplaced="true"]').count()) >= 1);
  await panel.getByRole("table").getByText("cannot be placed").first().waitFor();
  assert.deepEqual(await axe(page), []);
});
