import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { SUB_PATH, assert, pageTest } from "../lib.mjs";
import { alert, button, dialog, eventually, go, nodes, noDialog, oneLeader, seek, select, split, state, status, write } from "../lab.mjs";

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

const reader = readFileSync(createRequire(import.meta.url).resolve("jsqr"), "utf8");

// What another program reads from what is on the screen.
async function decoded(page, code) {
  const shot = (await code.screenshot()).toString("base64");
  await page.evaluate(reader);
  return page.evaluate(async (shot) => {
    const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${shot}`)).blob());
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
    return globalThis.jsQR(data, width, height)?.data;
  }, shot);
}

for (const theme of ["light", "dark"]) {
  pageTest(`a phone reads the QR code of the link, in ${theme}`, { route: "#/raft?scenario=leader-dies", theme }, async ({ page, context }) => {
    await seek(page, 300);
    const { share, link } = await shared(page);
    assert.ok(link.length <= 300, `${link.length} characters`);
    const code = share.getByRole("img", { name: "QR code of the link" });
    const blank = await (await context.browser().newContext()).newPage();
    assert.equal(await decoded(blank, code.first()), link);
    await button(page, "Show large").click();
    const large = code.last();
    const box = await large.boundingBox();
    assert.ok(Math.min(box.width, box.height) > 700, `${box.width} × ${box.height}`);
    assert.equal(await decoded(blank, large), link);
    // Escape leaves the large code first.
    await page.keyboard.press("Escape");
    await button(page, "Show large").waitFor();
    await page.keyboard.press("Escape");
    await noDialog(page);
    await blank.context().close();
  });
}

pageTest("of a link that is too long the code holds the start of the run", { route: "#/raft?seed=11&servers=7" }, async ({ page, context, url }) => {
  await story(page);
  for (let i = 0; i < 6; i++) await write(page, { key: `key ${i}`, value: `value ${"x".repeat(20)}` });
  const { share, link } = await shared(page);
  assert.ok(link.length > 300, `${link.length} characters`);
  await share.getByText("the start of this run").waitFor();
  const blank = await (await context.browser().newContext()).newPage();
  assert.equal(await decoded(blank, share.getByRole("img", { name: "QR code of the link" })), url("#/raft?seed=11&servers=7"));
  await blank.context().close();
});
