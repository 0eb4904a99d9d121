// The page in another language: all of it, the same runs, and chosen by whoever reads it.
import { readFileSync } from "node:fs";
import { assert, axe, hostTest, pageTest } from "../lib.mjs";
import { button, eventually, noDialog, seek, state } from "../lab.mjs";
import { native } from "../native.mjs";

const GERMAN = { locale: "de-AT" };

const LABS = ["raft", "two-phase-commit", "three-phase-commit", "quorum", "split-brain", "gossip", "clocks"];

// Words that no German sentence has.
const ENGLISH = /\b(the|of|and|is|are|not|with|from|this|that|has|to|for|its|their|which|when|they|you|your)\b/i;

// Whatever is to be read or heard on the page now.
const said = (page) =>
  page.evaluate(() => {
    const texts = new Set();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const { parentElement: parent, data } = walk.currentNode;
      if (parent.closest("code, pre, textarea, noscript, [lang]:not(html), .source")) continue;
      if (data.trim()) texts.add(data.trim());
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [aria-valuetext], [aria-description]"))
      for (const name of ["aria-label", "title", "placeholder", "aria-valuetext", "aria-description"])
        if (element.hasAttribute(name)) texts.add(element.getAttribute(name).trim());
    texts.add(document.title);
    return [...texts];
  });

// What is the same in both languages, by the catalogue: names, and words that German took over.
const catalogue = readFileSync(new URL("../../languages/de.po", import.meta.url), "utf8");
const entries = catalogue.split("\n\n").map((entry) => {
  const field = (name) => entry.match(new RegExp(`^${name} ((?:".*"\\n?)+)`, "m"))?.[1].split("\n").map((line) => line.slice(1, -1)).join("") ?? "";
  return { id: field("msgid"), text: field("msgstr") };
});
const same = new Set(entries.filter(({ id, text }) => id === text).map(({ id }) => id));
const translated = new Set(entries.filter(({ id, text }) => id !== text && !id.includes("{")).map(({ id }) => id));

// Published names stay as they are: those of properties, what „…“ quotes, and this.
const NAMES = [...new Set(LABS.flatMap((lab) => native("list", lab).properties)), "Fallacies of Distributed Computing", "Read Your Writes"];
const withoutNames = (text) => NAMES.reduce((text, name) => text.replaceAll(name, ""), text.replaceAll(/„[^“]*“/g, ""));

// Nothing that the catalogue has in German is said in English.
async function german(page, where) {
  const nodes = await page.locator("[data-node]").evaluateAll((all) => all.map((one) => one.dataset.node));
  const english = (await said(page)).filter((text) => {
    if (same.has(text) || nodes.includes(text) || NAMES.includes(text)) return false;
    return ENGLISH.test(withoutNames(text)) || translated.has(text);
  });
  assert.deepEqual(english, [], where);
}

pageTest("the first page speaks the language that the browser prefers", { ...GERMAN, route: "#/" }, async ({ page }) => {
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  await page.locator("[data-node]").first().waitFor();
  await german(page, "the catalogue");
  assert.deepEqual(await axe(page), []);
});

pageTest("a language is chosen for good, and the moment stays", { route: "#/raft?seed=42" }, async ({ page, url }) => {
  await seek(page, 700);
  const before = await state(page);
  await page.getByRole("combobox", { name: "Language" }).selectOption("de");
  await page.waitForFunction(() => document.documentElement.lang === "de" && document.querySelector("[data-lab]"));
  await eventually("the same moment", async () => (await state(page)).digest === before.digest);
  await page.getByRole("button", { name: "Abspielen", exact: true }).waitFor();
  await page.goto(url("#/glossary"));
  await page.reload();
  await page.getByRole("heading", { name: "Glossar" }).waitFor();
  await page.getByRole("combobox", { name: "Sprache" }).selectOption("en");
  await page.getByRole("heading", { name: "Glossary" }).waitFor();
});

pageTest("an address may ask for a language", { route: "?lang=de#/raft" }, async ({ page }) => {
  await page.getByRole("button", { name: "Moment teilen", exact: true }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
});

// A scenario of each lab, at a moment at which much is shown, with every tab; and the same run as in English.
for (const [lab, scenario, ms] of [
  ["raft", "leader-in-minority", 1_500],
  ["two-phase-commit", "coordinator-crash", 1_500],
  ["three-phase-commit", "late", 1_500],
  ["quorum", "sloppy-stale", 1_300],
  ["split-brain", "split", 1_700],
  ["gossip", "split", 1_300],
  ["clocks", "cart", 215],
]) {
  pageTest(`${lab} is German all through, and the same run`, { ...GERMAN, route: `?lang=en#/${lab}?scenario=${scenario}` }, async ({ page, url }) => {
    await seek(page, ms);
    const { digest } = await state(page);
    await page.goto(url(`#/${lab}?scenario=${scenario}`));
    await page.waitForFunction(() => document.documentElement.lang === "de" && document.querySelector("[data-lab]"));
    await germanSeek(page, ms);
    assert.equal((await state(page)).digest, digest);
    const tabs = page.getByRole("tab");
    for (let i = 0; i < (await tabs.count()); i++) {
      await tabs.nth(i).click();
      await page.waitForFunction(() => !document.querySelector(".loading"));
      await german(page, await tabs.nth(i).textContent());
    }
    await page.locator("[data-node]").first().click();
    await german(page, "a node");
    assert.deepEqual(await axe(page), []);
  });
}

// `seek` finds the buttons by their English names.
async function germanSeek(page, ms) {
  const pause = page.getByRole("button", { name: "Pause", exact: true });
  if (await pause.isVisible()) await pause.click();
  await page.getByRole("slider", { name: "Zeit", exact: true }).evaluate((slider, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, ms);
  await eventually(`${ms} ms`, async () => (await state(page)).time === ms);
}

pageTest("the dialogs are German", { ...GERMAN, route: "#/raft?seed=42" }, async ({ page }) => {
  await germanSeek(page, 700);
  for (const name of ["Moment teilen", "Netz teilen", "Schreiben", "Einbetten"]) {
    await button(page, name).first().click();
    await page.getByRole("dialog").waitFor();
    await page.waitForFunction(() => !document.querySelector(".loading"));
    await german(page, name);
    await page.keyboard.press("Escape");
    await noDialog(page);
  }
});

pageTest("numbers are written and read as German writes them", { ...GERMAN, route: "#/raft?loss=2.5" }, async ({ page }) => {
  await germanSeek(page, 185);
  await page.locator("[data-node=n1]").click();
  const clock = page.getByRole("toolbar", { name: "n1", exact: true }).getByRole("button", { name: "Uhr …", exact: true });
  await clock.click();
  await page.getByRole("dialog").locator("input").first().fill("1,5");
  await page.getByRole("dialog").locator("button[type=submit]").click();
  await noDialog(page);
  await clock.click();
  assert.equal(await page.getByRole("dialog").locator("input").first().inputValue(), "1,5");
  await page.keyboard.press("Escape");
  await noDialog(page);
  const loss = page.locator("#set-loss");
  assert.equal(await loss.inputValue(), "2,5");
  await loss.fill("7,25");
  await loss.press("Enter");
  await eventually("the loss has changed", async () => (await loss.inputValue()) === "7,25");
});

for (const route of ["#/glossary", "#/bench", "#/m/nothing", "#/raft?timeout_min=9999999", "#/print/leader-election", "#/notes/nobody", "#/compare?left=two-phase-commit&comparison=coordinator-crash"]) {
  pageTest(`${route} is German`, { ...GERMAN, route }, async ({ page }) => {
    await page.getByRole("main").first().waitFor();
    await page.waitForFunction(() => !document.querySelector(".loading"));
    assert.equal(await page.locator(".refusal").isVisible(), /nothing$|9999999$/.test(route));
    await german(page, route);
    assert.deepEqual(await axe(page), []);
  });
}

pageTest("a lesson is German, and is gone through with one key", { ...GERMAN, route: "#/lesson/leader-election" }, async ({ page }) => {
  const card = page.locator("[data-lesson]");
  await card.waitFor();
  const steps = Number(await card.getAttribute("data-steps"));
  const states = () => card.getAttribute("data-state");
  await page.locator("[data-lab]").focus();
  for (let presses = 0; (await states()) !== "over"; presses++) {
    assert.ok(presses < 12 * steps, "the lesson ends");
    await page.keyboard.press("PageDown");
    await page.waitForTimeout(40);
    await german(page, `step ${await card.getAttribute("data-step")}`);
  }
});

hostTest(
  "an embedded lab speaks the language of the text around it",
  `<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,"><p lang="de"><script type="module" src="/netsplit.js"></script><netsplit-lab id="one" lab="raft" height="420"></netsplit-lab></p>`,
  {},
  async ({ page }) => {
    await page.locator("#one").getByRole("button", { name: "Netz teilen", exact: true }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "en", "the page's own language is left alone");
  },
);
