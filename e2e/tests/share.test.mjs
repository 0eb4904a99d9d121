import { readFileSync } from "node:fs";
import { SUB_PATH, assert, pageTest } from "../lib.mjs";
import { alert, button, dialog, eventually, go, nodes, noDialog, oneLeader, pause, seek, seekUntil, select, split, state, status, write } from "../lab.mjs";

// Something worth sharing: a dead leader, a split, a write, an instant in the past.
async function story(page) {
  const leader = await oneLeader(page);
  const bar = await select(page, leader.name);
  await bar.getByRole("button", { name: "Kill", exact: true }).click();
  await status(page, leader.name, "crashed");
  await seek(page, (await state(page)).time + 300);
  await split(page, { n1: "A", n2: "B", n3: "B", n4: "B", n5: "B", c1: "A", c2: "B" });
  await write(page, { key: "k", value: "v" });
  await seek(page, (await state(page)).time + 400);
  await button(page, "Step back").click();
  return eventually("an instant in the past", async () => {
    const now = await state(page);
    return now.time < now.end && now;
  });
}

async function shared(page) {
  await button(page, "Share this moment").click();
  const share = dialog(page, "Share this moment");
  const link = await share.getByRole("textbox", { name: "Link of this moment" }).inputValue();
  await share.getByText("Copied.").waitFor();
  return { share, link };
}

const same = ({ lab, seed, time, events, digest }) => ({ lab, seed, time, events, digest });

for (const base of ["/", SUB_PATH]) {
  pageTest(`the link of a moment shows that moment to somebody else, at ${base}`, { route: "#/raft?seed=11", base }, async ({ page, context }) => {
    const moment = await story(page);
    const seen = await nodes(page);
    const { link } = await shared(page);
    assert.ok(link.length < 2_000, `${link.length} characters`);
    assert.ok(link.includes(`${base}#/m/`), link);
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);

    const other = await (await context.browser().newContext()).newPage();
    await go(other, link);
    assert.deepEqual(same(await state(other)), same(moment));
    assert.deepEqual(await nodes(other), seen);
    assert.equal(await alert(other).count(), 0);
    // And it goes on from there as it does here.
    await page.keyboard.press("Escape");
    await noDialog(page);
    await seek(page, 4_000);
    assert.deepEqual(same(await seek(other, 4_000)), same(await state(page)));
    await other.context().close();
  });
}

pageTest("the address holds the moment: a reload loses nothing", { route: "#/raft?seed=11" }, async ({ page }) => {
  const moment = await story(page);
  await page.reload();
  await page.waitForFunction(() => document.querySelector("#app > *") && !document.querySelector("#boot"));
  assert.deepEqual(same(await state(page)), same(moment));
  await page.goto("about:blank");
  await page.goBack();
  await eventually("the same moment", async () => (await state(page)).digest === moment.digest);
});

pageTest("a scenario that is shared halfway still does what it has to do", { route: "#/raft?scenario=leader-dies" }, async ({ page, context }) => {
  await seek(page, 300);
  const { link } = await shared(page);
  const other = await (await context.browser().newContext()).newPage();
  await go(other, link);
  await page.keyboard.press("Escape");
  assert.deepEqual(same(await seek(other, 2_200)), same(await seek(page, 2_200)));
  await other.context().close();
});

pageTest("the picture of the moment is a PNG", { route: "#/raft" }, async ({ page }) => {
  await oneLeader(page);
  await seekUntil(page, "a message", async () => (await page.locator("[data-message]").count()) > 0, { step: 7 });
  await pause(page);
  const { share } = await shared(page);
  const [download] = await Promise.all([page.waitForEvent("download"), share.getByRole("button", { name: "Save picture (PNG)" }).click()]);
  assert.match(download.suggestedFilename(), /^netsplit-raft-\d+ms\.png$/);
  const png = readFileSync(await download.path());
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  assert.ok(width >= 1_200 && height >= 600, `${width} × ${height}`);
  assert.ok(png.length > 20_000, `${png.length} bytes: is it empty?`);
});
