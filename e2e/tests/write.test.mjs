import { assert, pageTest } from "../lib.mjs";
import { alert, button, cells, dialog, leaders, node, noDialog, oneLeader, seek, seekUntil, servers, split, state, status, tab, tool, write } from "../lab.mjs";

const SERVERS = ["n1", "n2", "n3", "n4", "n5"];

// Whether all servers show the same cells, and all of them committed.
async function agree(page, least) {
  const logs = await Promise.all(SERVERS.map((name) => cells(page, name)));
  const same = logs.every((log) => JSON.stringify(log) === JSON.stringify(logs[0]));
  return same && logs[0].length >= least && logs[0].every(({ committed }) => committed) && logs[0];
}

// The rows of the Logs panel, as a screen reader has them: {n1: "1: epoch 1 …", …}.
async function logs(page) {
  const rows = (await tab(page, "Logs")).getByRole("row");
  const texts = await rows.evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
  return Object.fromEntries(texts.filter(([name]) => SERVERS.includes(name)).map(([name, log]) => [name, log]));
}

pageTest("a write to the leader is appended, committed everywhere, and answered", { route: "#/raft" }, async ({ page }) => {
  const leader = await oneLeader(page);
  await button(page, "Write").click();
  const form = dialog(page, "Write");
  const proposed = await form.getByLabel("To").evaluate((select) => select.selectedOptions[0].textContent);
  assert.equal(proposed, `${leader.name}, leader`);
  await page.keyboard.press("Escape");
  await noDialog(page);

  const before = (await cells(page, leader.name)).length;
  await write(page, { key: "x", value: "5" });
  const open = await seekUntil(page, "a cell that is not committed", async () => {
    const all = await cells(page, leader.name);
    return all.length > before && all.at(-1);
  }, { step: 5 });
  assert.equal(open.committed, false);
  assert.equal(open.epoch, String(leader.epoch));
  await seekUntil(page, "committed on all servers", () => agree(page, before + 1), { step: 20 });

  const clients = await tab(page, "Clients");
  const row = clients.getByRole("row").filter({ hasText: "write(x, 5)" });
  await row.getByText("ok", { exact: true }).waitFor();
  const shown = await logs(page);
  for (const name of SERVERS) {
    assert.match(shown[name], /x/);
    assert.equal(shown[name], shown[leader.name]);
  }
});

pageTest("a read gives what was written", { route: "#/raft" }, async ({ page }) => {
  const leader = await oneLeader(page);
  await write(page, { value: "7" });
  await seekUntil(page, "committed", () => agree(page, 2), { step: 20 });
  await node(page, leader.name).click();
  await page.getByRole("toolbar", { name: leader.name, exact: true }).getByRole("button", { name: "Read…" }).click();
  await dialog(page, "Read").getByRole("button", { name: "Read", exact: true }).click();
  const clients = await tab(page, "Clients");
  const row = clients.getByRole("row").filter({ hasText: "read(x)" });
  await seekUntil(page, "the answer", async () => (await row.getByText("→ 7").count()) > 0, { step: 20 });
});

pageTest("both sides of a split are written to; healed, the logs converge", { route: "#/raft" }, async ({ page }) => {
  const old = await oneLeader(page);
  const friend = SERVERS.find((name) => name !== old.name);
  const rest = SERVERS.filter((name) => ![old.name, friend].includes(name));
  const groups = Object.fromEntries([[old.name, "A"], [friend, "A"], ["c1", "A"], ["c2", "B"], ...rest.map((name) => [name, "B"])]);
  await split(page, groups);
  await write(page, { to: old.name, value: "old" });
  const next = await seekUntil(page, "a leader on the other side", async () => (await leaders(page)).find(({ name }) => rest.includes(name)));
  await write(page, { to: next.name, value: "new" });
  await seekUntil(page, "the majority commits", async () => {
    const log = await cells(page, next.name);
    return log.length >= 3 && log.every(({ committed }) => committed);
  }, { step: 20 });
  const stuck = await cells(page, old.name);
  assert.ok(stuck.some(({ committed }) => !committed), "the minority cannot commit");
  const apart = await logs(page);
  assert.match(apart[old.name], /old/);
  assert.match(apart[next.name], /new/);
  assert.doesNotMatch(apart[next.name], /old/);

  await button(page, "Heal the network").click();
  await seekUntil(page, "all logs are the same", () => agree(page, 3));
  assert.equal((await leaders(page)).length, 1);
  const together = await logs(page);
  for (const name of SERVERS) assert.equal(together[name], together[next.name]);
  assert.match(together[old.name], /new/);
  const checks = await tab(page, "Checks");
  assert.equal(await checks.locator('[data-verdict="violated"]').count(), 0);
});

pageTest("a write with no leader waits, and is answered once there is one", { route: "#/raft" }, async ({ page }) => {
  await seek(page, 1);
  assert.equal((await leaders(page)).length, 0);
  await write(page, { value: "early" });
  const clients = await tab(page, "Clients");
  const row = clients.getByRole("row").filter({ hasText: "write(x, early)" });
  await row.getByText("open", { exact: true }).waitFor();
  await seekUntil(page, "the answer", async () => (await row.getByText("ok", { exact: true }).count()) > 0);
});

pageTest("nine servers, all dead: a write stays open, nothing breaks, and they come back", { route: "#/raft?servers=9" }, async ({ page }) => {
  await oneLeader(page);
  await tool(page, "Kill");
  for (const { name } of await servers(page)) {
    await node(page, name).click();
    await status(page, name, "crashed");
  }
  await write(page, { value: "void" });
  await seek(page, (await state(page)).time + 3_000);
  const clients = await tab(page, "Clients");
  await clients.getByRole("row").filter({ hasText: "write(x, void)" }).getByText("open", { exact: true }).waitFor();
  for (const name of ["n1", "n2", "n3", "n4", "n5"]) await node(page, name).click();
  await oneLeader(page);
  await seekUntil(page, "the write is answered", async () =>
    (await clients.getByRole("row").filter({ hasText: "write(x, void)" }).getByText("ok", { exact: true }).count()) > 0);
});

pageTest("without clients a write says what is missing", { route: "#/raft?clients=0" }, async ({ page }) => {
  await oneLeader(page);
  await button(page, "Write").click();
  const form = dialog(page, "Write");
  await form.getByRole("button", { name: "Write", exact: true }).click();
  await form.getByRole("alert").getByText("There is no client to send it").waitFor();
  await page.keyboard.press("Escape");
  await noDialog(page);
  assert.equal(await alert(page).count(), 0);
});
