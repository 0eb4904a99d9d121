import { extractText } from "unpdf";
import { SIZES, assert, axe, pageTest } from "../lib.mjs";

const ready = (page) => page.locator("[data-handout]").waitFor();
// The pages of the PDF that the browser makes of the page, as texts.
async function printed(page) {
  const { text } = await extractText(new Uint8Array(await page.pdf({ format: "A4" })), { mergePages: false });
  return text.map((one) => one.replaceAll(/\s+/g, " "));
}
const numbers = (text, word) => [...text.matchAll(new RegExp(`${word} (\\d+)`, "g"))].map(([, n]) => Number(n)).sort((a, b) => a - b);

for (const id of ["leader-election", "rumours"]) {
  pageTest(`the lesson ${id} on paper: every step whole on a page, with its figure`, { route: `#/print/${id}` }, async ({ page }) => {
    await ready(page);
    const steps = Number(await page.locator("[data-handout]").getAttribute("data-sheets"));
    const pages = await printed(page);
    const upto = pages.findIndex((text) => text.startsWith("Answers"));
    assert.ok(upto > 0, "the answers begin a page of their own, behind the steps");
    const found = pages.slice(0, upto).flatMap((text) => {
      const headings = numbers(text, "Step");
      assert.deepEqual(numbers(text, "Figure"), headings, "a step was cut from its figure");
      return headings;
    });
    assert.deepEqual(found, Array.from({ length: steps }, (_, i) => i + 1));
    assert.equal(await page.locator("figure svg[role=img]").count(), steps);
  });
}

pageTest("a hand-out has the questions with their options, and answers and words at the end", { route: "#/print/leader-election" }, async ({ page }) => {
  await ready(page);
  const text = (await printed(page)).join(" ");
  const [steps, rest] = [text.slice(0, text.indexOf("Answers")), text.slice(text.indexOf("Answers"))];
  assert.ok(steps.includes("What will the others notice?") && steps.includes("That they hear nothing"));
  assert.ok(!steps.includes("Silence is all there is to notice"), "no answer beside its question");
  assert.ok(rest.includes("Silence is all there is to notice"));
  assert.match(rest.slice(rest.indexOf("Words")), /candidate A server that stands.*majority More than half.*term A stretch of time/);
  assert.ok(!text.includes("chairperson"), "the speaker's notes are not for the class");
  assert.ok(rest.includes("#/lesson/leader-election"));
  // The button and the header are not printed.
  assert.ok(!text.includes("Open the lesson"));
});

pageTest("the hand-out is reached from the contents and from the lesson, and its button prints", { route: "#/" }, async ({ page, url }) => {
  await page.getByRole("link", { name: "Print Leader election" }).click();
  await ready(page);
  await page.evaluate(() => {
    globalThis.print = () => (globalThis.printing = true);
  });
  await page.getByRole("button", { name: "Print", exact: true }).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => globalThis.printing), true);
  await page.goto(url("#/lesson/quorums"));
  await page.getByRole("region", { name: "Lesson" }).getByRole("link", { name: "Print" }).click();
  await page.getByRole("heading", { name: "R + W > N", level: 1 }).waitFor();
});

for (const theme of ["light", "dark"]) {
  for (const size of ["laptop", "phone"]) {
    pageTest(`a hand-out is light in any theme, axe finds nothing, nothing scrolls sideways, ${theme}, ${size}`, { route: "#/print/two-phase-commit", theme, size }, async ({ page, url }) => {
      await ready(page);
      assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
      assert.deepEqual(await axe(page), []);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= SIZES[size].width);
      await page.goto(url("#/"));
      await page.getByRole("heading", { name: "Lessons" }).waitFor();
      assert.equal(await page.locator("html").getAttribute("data-theme"), theme);
    });
  }
}

pageTest("an unknown lesson is no hand-out", { route: "#/print/flying" }, async ({ page }) => {
  await page.getByRole("alert").getByText("there is no lesson `flying`", { exact: false }).waitFor();
});
