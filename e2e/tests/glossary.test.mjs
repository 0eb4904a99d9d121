import { assert, axe, pageTest } from "../lib.mjs";

for (const theme of ["light", "dark"]) {
  pageTest(`the glossary lists every word once by the alphabet, and axe finds nothing, ${theme}`, { theme, route: "#/" }, async ({ page }) => {
    await page.getByRole("link", { name: "Glossary" }).click();
    await page.getByRole("heading", { name: "Glossary", level: 1 }).waitFor();
    const words = (await page.locator("[data-word] dt").allInnerTexts()).map((word) => word.toLowerCase());
    assert.ok(words.length > 100, `${words.length} words`);
    assert.equal(new Set(words).size, words.length);
    const entry = page.locator('[data-word="lease"]');
    assert.deepEqual(await entry.getByRole("link").allInnerTexts(), ["Raft", "Split brain"]);
    assert.deepEqual(await axe(page), []);
    await entry.getByRole("link", { name: "Raft" }).click();
    await page.locator('[data-lab="raft"][data-seed]').waitFor();
  });
}

pageTest("on a phone the glossary does not scroll sideways", { size: "phone", touch: true, route: "#/glossary" }, async ({ page }) => {
  await page.getByRole("heading", { name: "Glossary", level: 1 }).waitFor();
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
});
