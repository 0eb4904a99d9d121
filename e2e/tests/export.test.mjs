// Pictures of a moment and logs of a run, opened by other programs.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { assert, axe, pageTest } from "../lib.mjs";
import { button, dialog, oneLeader, pause, seek, seekUntil } from "../lab.mjs";
import { nativeFile } from "../native.mjs";

async function exporting(page) {
  await button(page, "Share this moment").click();
  const share = dialog(page, "Share this moment");
  const link = await share.getByRole("textbox", { name: "Link of this moment" }).inputValue();
  await share.getByRole("button", { name: "Export…" }).click();
  const form = dialog(page, "Export");
  await form.getByRole("img", { name: "What the picture will show" }).waitFor();
  return { form, link };
}

async function saved(page, form, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), form.getByRole("button", { name }).click()]);
  const file = download.suggestedFilename();
  await form.getByText(`Saved ${file}.`).waitFor();
  return { file, bytes: readFileSync(await download.path()) };
}

const choose = (form, label, option) => form.getByRole("combobox", { name: label }).selectOption(option);

// How another program sees a picture: its size, and in how many colours.
function identified(bytes, kind) {
  const out = execFileSync("identify", ["-format", "%w %h %k", `${kind}:-`], { input: bytes, encoding: "utf8" });
  const [width, height, colours] = out.split(" ").map(Number);
  return { width, height, colours };
}

function has(program) {
  try { execFileSync(program, ["--version"], { stdio: "ignore" }); return true; } catch { return false; }
}

const size = (png) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) });

// What a browser that knows nothing of the page makes of a file.
async function opened(context, svg) {
  const page = await (await context.browser().newContext({ javaScriptEnabled: false })).newPage();
  await page.goto(`data:image/svg+xml;base64,${svg.toString("base64")}`);
  const shot = await page.screenshot();
  await page.context().close();
  return shot;
}

pageTest("the stage, the diagram and both are saved as SVG and PNG", { route: "#/raft?seed=7" }, async ({ page, context }) => {
  await oneLeader(page);
  await seekUntil(page, "a message", async () => (await page.locator("[data-message]").count()) > 0, { step: 7 });
  await pause(page);
  const { form } = await exporting(page);
  for (const [what, name] of [["Stage", "stage"], ["Space-time diagram", "diagram"], ["Both", "both"]]) {
    await choose(form, "What", what);
    await choose(form, "As", "SVG");
    await form.getByRole("textbox", { name: "Scale" }).fill("1");
    const svg = await saved(page, form, "Save picture");
    assert.match(svg.file, new RegExp(`^raft-seed7-\\d+\\.\\d{3}s-${name}\\.svg$`));
    const text = svg.bytes.toString();
    assert.match(text, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[^>]*>\n<title>Raft: .+<\/title>\n<desc>.+<\/desc>/);
    assert.doesNotMatch(text, /<style|<script|class=|var\(|href=/);
    if (has("rsvg-convert")) {
      // Another program altogether draws it.
      const { width, height } = size(execFileSync("rsvg-convert", { input: svg.bytes, maxBuffer: 1 << 26 }));
      assert.equal(width, 960);
      assert.ok(height >= 200, `${height}`);
    }
    assert.ok((await opened(context, svg.bytes)).length > 8_000, "is it empty?");
    await choose(form, "As", "PNG");
    await form.getByRole("textbox", { name: "Scale" }).fill("2.5");
    const png = await saved(page, form, "Save picture");
    assert.match(png.file, new RegExp(`-${name}\\.png$`));
    const wanted = text.match(/viewBox="0 0 (\S+) (\S+)"/).slice(1).map((side) => Math.round(Number(side) * 2.5));
    assert.deepEqual(Object.values(size(png.bytes)), wanted);
    assert.ok(png.bytes.length > 15_000, `${png.bytes.length} bytes: is it empty?`);
    if (has("identify")) assert.ok(identified(png.bytes, "png").colours > 20);
  }
});

pageTest("a diagram shows the span that is asked for, in the other colours", { route: "#/raft?seed=7" }, async ({ page }) => {
  await seek(page, 600);
  const { form } = await exporting(page);
  await choose(form, "What", "Space-time diagram");
  await choose(form, "As", "SVG");
  await choose(form, "Colours", "Dark");
  await form.getByRole("textbox", { name: "From (ms)" }).fill("100");
  await form.getByText("Until is ``, but should be a time in ms").waitFor();
  assert.ok(await form.getByRole("button", { name: "Save picture" }).isDisabled());
  await form.getByRole("textbox", { name: "Until (ms)" }).fill("500");
  const { bytes } = await saved(page, form, "Save picture");
  assert.ok(bytes.toString().includes(">100 ms</text>") && bytes.toString().includes('fill="#191d26"'));
  await form.getByRole("textbox", { name: "Scale" }).fill("80");
  await form.getByRole("alert").getByText("Scale is `80`, but should be a number from 0.5 to 8.").waitFor();
  assert.deepEqual(await axe(page), []);
});

pageTest("a swarm is saved too", { route: "#/gossip?seed=7&nodes=1000" }, async ({ page }) => {
  await seek(page, 300);
  const { form } = await exporting(page);
  const { bytes } = await saved(page, form, "Save picture");
  assert.deepEqual(size(bytes), { width: 1920, height: 1280 });
  if (has("identify")) assert.ok(identified(bytes, "png").colours > 20);
  await choose(form, "What", "Both");
  await form.getByRole("alert").getByText("has no room for 1000 lanes").waitFor();
  await form.getByRole("button", { name: "Save ShiViz log" }).click();
  await form.getByText("runs of more than 100 nodes have none").waitFor();
});

pageTest("logs are those of the command line, byte for byte, and other programs read them", { route: "#/raft?seed=7" }, async ({ page }) => {
  await oneLeader(page);
  await seek(page, 1_500);
  const { form, link } = await exporting(page);
  const json = await saved(page, form, "Save trace (JSON)");
  assert.match(json.file, /^raft-seed7-1\.\d{3}s-trace\.json$/);
  assert.equal(json.bytes.toString(), nativeFile(["run", link], "--trace"));
  const { events, messages, story, nodes } = JSON.parse(json.bytes);
  assert.ok(events.length > 100 && messages.length > 50 && story.length > 3 && nodes.includes("n1"));
  if (has("jq")) {
    const count = execFileSync("jq", [".events | length"], { input: json.bytes, encoding: "utf8" });
    assert.equal(Number(count), events.length);
  }
  const log = (await saved(page, form, "Save ShiViz log")).bytes.toString();
  assert.equal(log, nativeFile(["run", link], "--shiviz"));
  // The expression that ShiViz reads logs with unless told otherwise; it wants every event, and clocks in JSON.
  const read = [...log.matchAll(/(?<event>.*)\n(?<host>\S*) (?<clock>{.*})/g)].map(({ groups }) => groups);
  assert.equal(read.length, events.length);
  const counts = {};
  for (const { host, clock, event } of read) {
    counts[host] = (counts[host] ?? 0) + 1;
    assert.equal(JSON.parse(clock)[host], counts[host], event);
  }
  assert.deepEqual(new Set(Object.keys(counts)), new Set(nodes));
});

// The pictures of a GIF as a browser shows them: how many, how large, and whether they differ.
const frames = (page, bytes) => page.evaluate(async (data) => {
  const decoder = new ImageDecoder({ data: Uint8Array.from(data), type: "image/gif" });
  await decoder.tracks.ready;
  const { frameCount, repetitionCount } = decoder.tracks.selectedTrack;
  const sums = new Set();
  let size;
  for (let frameIndex = 0; frameIndex < frameCount; frameIndex++) {
    const { image } = await decoder.decode({ frameIndex });
    size = [image.displayWidth, image.displayHeight];
    const pixels = new Uint8Array(image.allocationSize());
    await image.copyTo(pixels);
    sums.add(pixels.reduce((sum, byte, i) => (sum * 31 + byte * (i % 251)) % 4294967291, 7));
  }
  return { frameCount, repetitionCount, size, different: sums.size };
}, [...bytes]);

pageTest("the run between two moments is an animated picture", { route: "#/raft?scenario=leader-dies" }, async ({ page, url }) => {
  await seek(page, 1_200);
  const { form } = await exporting(page);
  await form.getByRole("textbox", { name: "Scale" }).fill("0.5");
  await form.getByRole("textbox", { name: "Begins (ms)" }).fill("900");
  await form.getByRole("textbox", { name: "Ends (ms)" }).fill("1300");
  await form.getByRole("button", { name: "Save animation" }).click();
  await form.getByText("what is to come is not known yet").waitFor();
  await form.getByRole("textbox", { name: "Ends (ms)" }).fill("1100");
  await form.getByRole("textbox", { name: "Length (s)" }).fill("60");
  await form.getByRole("button", { name: "Save animation" }).click();
  await form.getByText("Length is `60`, but should be from 1 to 24 seconds.").waitFor();
  await form.getByRole("textbox", { name: "Length (s)" }).fill("24");
  await form.getByRole("button", { name: "Save animation" }).click();
  await form.getByRole("button", { name: "Cancel" }).click();
  await form.getByRole("textbox", { name: "Length (s)" }).fill("2");
  const film = await saved(page, form, "Save animation");
  assert.match(film.file, /^raft-leader-dies-1\.200s-film\.gif$/);
  await page.goto(`${url("#/")}?again`);
  const { frameCount, repetitionCount, size: [width, height], different } = await frames(page, film.bytes);
  assert.deepEqual([frameCount, repetitionCount, width, height], [25, Infinity, 480, 320]);
  assert.ok(different > 15, `${different} different pictures`);
  if (has("identify")) {
    const seen = execFileSync("identify", ["gif:-"], { input: film.bytes, encoding: "utf8" }).trim().split("\n");
    assert.equal(seen.length, 25);
  }
});
