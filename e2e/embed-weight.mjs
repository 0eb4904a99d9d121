// What an embed weighs, for BENCHMARKS.md: node e2e/embed-weight.mjs. Bytes as they are transferred (gzip), time to its first
// frame, what stays busy while it rests, and what ten of them hold.
import { launch, newPage } from "./browser.mjs";
import { serve } from "./server.mjs";

const host = (count, gap) => `<!doctype html><title>Host</title><link rel="icon" href="data:,"><script type="module" src="/netsplit.js"></script>
${Array.from({ length: count }, (_, i) => `<netsplit-lab id="lab${i}" lab="raft" seed="${i + 1}"></netsplit-lab>`).join("")}<p id="gap"></p>
<script>document.getElementById("gap").style.height = "${gap}px"</script>`;
const server = await serve({ hostPages: { "/none.html": host(0, 0), "/one.html": host(1, 5_000), "/ten.html": host(10, 0) } });
const browser = await launch();

const ready = (page, count) => page.waitForFunction((count) => [...document.querySelectorAll("netsplit-lab")].filter((lab) => lab.state).length === count, count);
const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function opened(path, count) {
  const { context, page } = await newPage(browser, {});
  const client = await context.newCDPSession(page);
  await client.send("Network.enable");
  await client.send("Performance.enable");
  let bytes = 0;
  client.on("Network.loadingFinished", ({ encodedDataLength }) => { bytes += encodedDataLength; });
  await page.goto(`${server.url}${path}`);
  await ready(page, count);
  const first = await page.evaluate(() => performance.now());
  const busy = async (ms) => {
    const metrics = async () => Object.fromEntries((await client.send("Performance.getMetrics")).metrics.map(({ name, value }) => [name, value]));
    const before = await metrics();
    await page.waitForTimeout(ms);
    const after = await metrics();
    return (after.TaskDuration - before.TaskDuration) * 1_000;
  };
  return { context, page, client, first, busy, bytes: () => bytes };
}

const times = [];
for (let i = 0; i < 7; i++) {
  const { context, page, first, busy, bytes } = await opened("/one.html", 1);
  times.push(first);
  if (i === 6) {
    const running = await busy(5_000);
    await page.evaluate(() => scrollTo(0, 4_000));
    await page.waitForTimeout(500);
    console.log(`bytes transferred, page and all: ${(bytes() / 1024).toFixed(0)} KiB`);
    console.log(`main thread in 5 s: running ${running.toFixed(1)} ms, out of view ${(await busy(5_000)).toFixed(1)} ms`);
  }
  await context.close();
}
const { context, busy } = await opened("/none.html", 0);
console.log(`main thread in 5 s of a page without an embed: ${(await busy(5_000)).toFixed(1)} ms`);
await context.close();
console.log(`time to the first frame, nothing in the cache: ${middle(times).toFixed(0)} ms (${times.map((time) => time.toFixed(0)).join(", ")})`);

const ten = await newPage(browser, { size: { width: 1440, height: 4_500 } });
const client = await ten.context.newCDPSession(ten.page);
await ten.page.goto(`${server.url}/ten.html`);
await ready(ten.page, 10);
const heap = async () => {
  await client.send("HeapProfiler.collectGarbage");
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  const { nodes } = await client.send("Memory.getDOMCounters");
  return `${(usedSize / 1024 / 1024).toFixed(1)} MB of JavaScript, ${nodes} nodes`;
};
console.log(`ten at once: ${await heap()}`);
await ten.page.evaluate(() => { for (const lab of document.querySelectorAll("netsplit-lab")) lab.remove(); });
// What is fetched a second after a lab is drawn holds it until then.
await ten.page.waitForTimeout(2_500);
console.log(`after removing all: ${await heap()}`);
await browser.close();
await server.close();
