import { axe, assert, pageTest } from "../lib.mjs";
import { button, dialog, eventually, state } from "../lab.mjs";
import { native } from "../native.mjs";

// Opens the experiments and chooses one; returns the dialog.
async function experiment(page, title, settings = {}) {
  await button(page, "Experiments").click();
  const open = dialog(page, "Experiments");
  await open.getByLabel("Experiment", { exact: true }).selectOption({ label: title });
  for (const [label, value] of Object.entries(settings)) {
    const field = open.getByRole("textbox", { name: label, exact: true });
    await field.fill(value);
    await field.press("Tab");
  }
  return open;
}

const progress = async (open) => Number(await open.getByRole("progressbar").getAttribute("aria-valuenow"));

function finished(open) {
  return eventually("all trials are done", async () => (await progress(open)) === 100, { timeout: 60_000 });
}

// The copied table: [{column: text}].
async function copied(page, open) {
  await open.getByRole("button", { name: "Copy as CSV" }).click();
  await open.getByText("Copied.").waitFor();
  const [head, ...rows] = (await page.evaluate(() => navigator.clipboard.readText())).trim().split("\n").map((line) => line.split(","));
  return rows.map((row) => Object.fromEntries(row.map((cell, i) => [head[i], cell])));
}

pageTest("split votes are measured on the formula's line, as on the command line", { route: "#/raft?seed=1" }, async ({ page }) => {
  const open = await experiment(page, "Probability of a split vote", { Trials: "400", Seed: "7" });
  assert.equal((await state(page)).running, false, "the lab waits meanwhile");
  assert.equal(await progress(open), 0);
  assert.equal(await open.locator('[data-item="point"]').count(), 0);
  assert.equal(await open.locator('[data-item="published"]').count(), 1, "the formula is there from the start");
  await open.getByRole("button", { name: "Run", exact: true }).click();
  await finished(open);
  assert.equal(await open.locator('[data-item="point"]').count(), 8);
  const rows = open.getByRole("table", { name: "Numbers" }).locator("tbody tr");
  assert.equal(await rows.count(), 8);
  assert.match(await rows.nth(2).innerText(), /^10 %\s+400\s+\d+\.\d\d %\s+\d+\.\d\d–\d+\.\d\d %\s+5\.23 %$/);

  const { series } = native("experiment", "split-vote", "--trials", "400", "--seed", "7");
  const here = await copied(page, open);
  assert.deepEqual(
    here.map((row) => [Number(row.latency), Number(row.trials), Number(row.happened), row.ci_low, row.ci_high]),
    series.map((point) => [point.x, point.n, point.happened, point.ci_low.toFixed(6), point.ci_high.toFixed(6)]),
  );
});

pageTest("election times are the command line's", { route: "#/raft?seed=1" }, async ({ page }) => {
  const settings = { Trials: "150", "Election timeout, longest": "400, 600" };
  const open = await experiment(page, "Time to elect a leader", settings);
  await open.getByRole("button", { name: "Run", exact: true }).click();
  await finished(open);
  assert.equal(await open.locator('[data-item="steps"]').count(), 2);
  assert.equal(await open.locator('[data-item="published"]').count(), 1);
  const { series } = native("experiment", "election-time", "--trials", "150", "--timeout-max", "400,600");
  assert.deepEqual(
    (await copied(page, open)).map((row) => [Number(row.timeout_max), row.mean_ms, row.median_ms, row.published]),
    series.map((point) => [point.x, point.mean_ms.toFixed(3), point.median_ms.toFixed(3), point.published ? "mean 429.9 ms" : ""]),
  );
});

pageTest("a run is cancelled at once, and what it has measured stays", { route: "#/raft?seed=1" }, async ({ page }) => {
  const open = await experiment(page, "Time without a leader after a crash", { Trials: "1000000" });
  const run = open.getByRole("button", { name: "Run", exact: true });
  await run.click();
  assert.equal(await run.isDisabled(), true);
  await eventually("a line", async () => (await open.locator('[data-item="steps"]').count()) > 0);
  // The page goes on drawing: trials take a part of each frame only.
  const gap = await page.evaluate(
    () =>
      new Promise((done) => {
        const times = [];
        requestAnimationFrame(function frame(now) {
          times.push(now);
          if (times.length <= 60) return requestAnimationFrame(frame);
          const gaps = times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b);
          return done(gaps[gaps.length >> 1]);
        });
      }),
  );
  assert.ok(gap < 100, `the median frame took ${gap} ms`);
  await open.getByRole("button", { name: "Cancel" }).click();
  await open.getByText(/then cancelled$/).waitFor();
  const words = await open.getByRole("progressbar").getAttribute("aria-valuetext");
  await page.waitForTimeout(300);
  assert.equal(await open.getByRole("progressbar").getAttribute("aria-valuetext"), words);
  assert.ok((await open.locator('[data-item="steps"]').count()) > 0);
  assert.equal(await run.isDisabled(), false);
});

pageTest("what cannot be is said, and nothing runs", { route: "#/raft?seed=1" }, async ({ page }) => {
  const open = await experiment(page, "Probability of a split vote", { Latency: "10, 120" });
  await open.getByRole("alert").getByText("`latency` is 120 %, outside its range 0 to 100 %.").waitFor();
  assert.equal(await open.getByRole("textbox", { name: "Latency" }).inputValue(), "2.5, 5, 10, 15, 20, 30, 40, 50");
  const up = open.getByRole("textbox", { name: "Servers up" });
  await up.fill("2");
  await up.press("Tab");
  await open.getByRole("button", { name: "Run", exact: true }).click();
  await open.getByRole("alert").getByText(/2 of 5 servers are no majority/).waitFor();
  assert.equal(await progress(open), 0);
});

for (const theme of ["light", "dark"]) {
  for (const size of ["laptop", "phone"]) {
    pageTest(`axe finds nothing on the experiments, ${size}, ${theme}`, { theme, size, route: "#/raft?seed=1" }, async ({ page }) => {
      if (size === "phone") await button(page, "Scenarios").click();
      const open = await experiment(page, "Time without a leader after a crash", { Trials: "40" });
      await open.getByRole("button", { name: "Run", exact: true }).click();
      await finished(open);
      assert.deepEqual(await axe(page), []);
      const wide = await page.evaluate(() => document.querySelector("dialog").scrollWidth - document.querySelector("dialog").clientWidth);
      assert.ok(wide <= 0, `${wide} px too wide`);
    });
  }
}
