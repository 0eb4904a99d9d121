import { SUB_PATH, assert, axe, pageTest } from "../lib.mjs";

for (const base of ["/", SUB_PATH]) {
  pageTest(`the page starts under a strict Content-Security-Policy at ${base}`, { base }, async ({ page }) => {
    assert.match(await page.title(), /Netsplit/);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.equal(await page.locator("#boot").count(), 0);
    assert.notEqual((await page.locator("#app").innerText()).trim(), "");
  });
}

pageTest(
  "a page whose WebAssembly does not arrive says so",
  { problems: /wasm|Failed to (fetch|load)|ERR_FAILED/i },
  async ({ page }) => {
    await page.route(/\.wasm$/, (route) => route.abort());
    await page.goto(page.url().replace(/#.*/, "") + "?again");
    await page.getByRole("alert").getByText("Netsplit could not start").waitFor();
  },
);

for (const theme of ["light", "dark"]) {
  pageTest(`axe finds nothing on the first page, ${theme}`, { theme }, async ({ page }) => {
    assert.deepEqual(await axe(page), []);
  });
}
