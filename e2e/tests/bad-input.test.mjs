import { assert, pageTest } from "../lib.mjs";
import { alert, button, cuts, eventually, go, leaders, oneLeader, seek, seekUntil, select, state } from "../lab.mjs";

// A well-formed link with the version byte 99.
const NEWER = "Y2Zyb20gdGhlIGZ1dHVyZWSh";

const REFUSED = [
  ["#/m/", /the link is empty/],
  ["#/m/nothing", /damaged or cut short/],
  ["#/m/AQ$x", /a character that does not belong there \(`\$`, the 3th\)|a character that does not belong there \(`\$`, the 3rd\)/],
  [`#/m/${NEWER}`, /newer version of Netsplit/],
  [`#/m/${"A".repeat(200_001)}`, /more than any link of ours/],
  ["#/frobnicate", /there is no lab `frobnicate`; there is .*raft/],
  ["#/raft?scenario=nope", /this lab has no scenario `nope`; it has leader-dies/],
  ["#/raft?servers=99", /`servers` is 99, outside its range 1 to 31/],
  ["#/raft?servers=many", /`servers` is `many`/],
  ["#/raft?seed=-1", /`seed` is `-1`, but should be a whole number/],
  ["#/raft?colour=red", /`colour`/],
  ["#/raft?servers", /`servers` should be `name=value`/],
  ["#/raft?timeout_min=500&timeout_max=100", /`timeout_min` is above `timeout_max`/],
  ["#/raft?servers=<b>bold</b>", /`servers` is `<b>bold<\/b>`|%3Cb%3E/],
];

pageTest("an address that cannot be followed says why and offers a way on", {}, async ({ page, url }) => {
  for (const [route, why] of REFUSED) {
    await page.goto(url(route));
    await page.getByRole("heading", { name: "This link cannot be opened" }).waitFor();
    await eventually(`${route.slice(0, 60)} says ${why}; it says ${await alert(page).innerText()}`, async () => why.test(await alert(page).innerText()));
    assert.equal(await page.locator("#app b").count(), 0, "nothing from a link becomes HTML");
  }
  await page.getByRole("link", { name: /^Open .* from its start$/ }).click();
  await eventually("the lab", async () => (await state(page)).lab === "raft");
  await page.goto(url("#/m/nothing"));
  await page.getByRole("link", { name: "All labs" }).click();
  await page.getByRole("link", { name: "Open Raft" }).waitFor();
});

pageTest("a link that was cut short or changed anywhere is refused, never half opened", { route: "#/raft?seed=42" }, async ({ page, url }) => {
  await seek(page, 700);
  const whole = new URL(page.url()).hash;
  assert.match(whole, /^#\/m\/.{20,}$/);
  const wrong = [whole.slice(0, -1), whole.slice(0, whole.length / 2), `${whole}AA`, whole.replace(/.{3}$/, "AAA"), whole.replace(/(?<=^#\/m\/.{9})./, (c) => (c === "A" ? "B" : "A"))];
  for (const link of wrong) {
    await page.goto(url(link));
    await page.getByRole("heading", { name: "This link cannot be opened" }).waitFor();
    await page.goto(url("#/bench"));
    await page.getByRole("heading", { name: "Measure this browser" }).waitFor();
  }
  await go(page, url(whole));
  await eventually("the moment", async () => (await state(page)).time === 700);
});

pageTest("a setting out of range says what would do, and the run stays as it is", { route: "#/raft?seed=42" }, async ({ page }) => {
  const before = await seek(page, 700);
  for (const [label, value, why] of [
    [/^Servers/, "99", "`servers` is 99, outside its range 1 to 31"],
    [/^Servers/, "some", "`servers` is `some`"],
    [/^Servers/, "", "`servers` is"],
    [/^Heartbeat/, "-5", "`heartbeat` is"],
    [/^Election timeout, longest/, "20", "`timeout_min` is above `timeout_max`"],
    [/^Seed/, "-1", "The seed is `-1`, but should be a whole number"],
  ]) {
    const field = page.getByRole("textbox", { name: label });
    const was = await field.inputValue();
    await field.fill(value);
    await field.press("Tab");
    await alert(page).getByText(why).waitFor();
    await button(page, "Dismiss").click();
    assert.deepEqual(await state(page), before);
    await eventually(`the field shows ${was} again`, async () => (await field.inputValue()) === was);
  }
});

pageTest("a cut that leaves everyone alone: nobody leads, and healing brings a leader", { route: "#/raft?seed=42" }, async ({ page }) => {
  await oneLeader(page);
  for (const name of ["n1", "n2", "n3", "n4", "n5", "c1", "c2"]) {
    const bar = await select(page, name);
    await bar.getByRole("button", { name: "Isolate", exact: true }).click();
  }
  await eventually("seven cuts", async () => (await cuts(page).count()) === 7);
  const terms = async () => new Set((await leaders(page)).map(({ epoch }) => epoch)).size;
  await seek(page, (await state(page)).time + 3_000);
  assert.ok((await terms()) <= 1, "no new leader without a majority");
  await button(page, "Heal the network").click();
  await seekUntil(page, "one leader", async () => (await leaders(page)).length === 1);
});

pageTest("one server, and the most servers there can be, both run", { route: "#/raft?servers=1&clients=0" }, async ({ page, url }) => {
  await oneLeader(page);
  await go(page, url("#/raft?servers=31&clients=8&seed=3"));
  await eventually("31 servers", async () => (await page.locator("[data-node]").count()) === 39);
  await oneLeader(page);
});
