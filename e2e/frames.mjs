// What a frame costs: plays a lab and asks the browser how much time went into scripts, styles and layout a frame.
//   node e2e/frames.mjs            the figures of BENCHMARKS.md
import { launch, newPage, open } from "./browser.mjs";
import { serve } from "./server.mjs";

const cases = [
  ["5 servers, Follow", "#/raft?seed=1&rate=2", null],
  ["5 servers, 1/10×", "#/raft?seed=1&rate=2", -1],
  ["31 servers, Follow", "#/raft?seed=1&servers=31&rate=2", null],
  ["31 servers, 1/10×", "#/raft?seed=1&servers=31&rate=2", -1],
  ["1,000 nodes, Follow", "#/gossip?nodes=1000&mode=push-pull", null],
  ["1,000 nodes, 3,000 messages, 1×", "#/gossip?nodes=1000&mode=push-pull&delay_min=140&delay_max=160", 0],
  ["1,000 nodes, 3,000 messages, 1/10×", "#/gossip?nodes=1000&mode=push-pull&delay_min=140&delay_max=160", -1],
  ["10,000 nodes, Follow", "#/gossip?nodes=10000&mode=push-pull", null],
];
const seconds = 6;

const server = await serve();
const browser = await launch();
for (const [name, route, speed] of cases) {
  const { context, page } = await newPage(browser, { size: "laptop" });
  await open(page, `${server.url}/${route}`);
  await page.getByRole("tab", { name: "Story" }).click();
  if (speed !== null) await page.getByRole("slider", { name: "Speed" }).fill(String(speed));
  await page.waitForTimeout(3000);
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  const read = async () =>
    Object.fromEntries((await session.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
  const before = await read();
  const frames = await page.evaluate(
    (span) =>
      new Promise((done) => {
        const times = [];
        const tick = (now) => {
          times.push(now);
          if (now - times[0] < span) requestAnimationFrame(tick);
          else done(times.map((time, i) => time - times[i - 1]).slice(1));
        };
        requestAnimationFrame(tick);
      }),
    seconds * 1000,
  );
  const after = await read();
  const each = (key) => ((after[key] - before[key]) * 1000) / frames.length;
  const work = ["ScriptDuration", "RecalcStyleDuration", "LayoutDuration"].map(each);
  frames.sort((a, b) => a - b);
  console.log(
    `${name.padEnd(22)} ${frames.length} frames · script ${work[0].toFixed(2)} · style ${work[1].toFixed(2)} · ` +
      `layout ${work[2].toFixed(2)} · together ${(work[0] + work[1] + work[2]).toFixed(2)} ms a frame · ` +
      `interval median ${frames[frames.length >> 1].toFixed(1)}, 99th ${frames[Math.floor(frames.length * 0.99)].toFixed(1)} ms`,
  );
  await context.close();
}
await browser.close();
await server.close();
