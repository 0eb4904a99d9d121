// Labs in somebody else's page: docs/embedding.md is what it promises.
import { test } from "node:test";
import { assert, hostTest, launch, newPage, pageTest, serve } from "../lib.mjs";
import { button, dialog, eventually, seek, state } from "../lab.mjs";

const page10 = `<!doctype html><html lang="en"><head><title>Ten</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><script type="module" src="/netsplit.js"></script></head><body><h1>Ten labs</h1>
${Array.from({ length: 10 }, (_, i) => `<p>Text ${i}</p><netsplit-lab id="lab${i}" lab="raft" seed="${i + 1}" height="420"></netsplit-lab>`).join("\n")}
</body></html>`;

const one = (attributes, more = "") => `<!doctype html><html lang="en"><head><title>One</title><meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,"><script type="module" src="/netsplit.js"></script></head><body><main><h1>One lab</h1>${more}
<netsplit-lab id="one" ${attributes}></netsplit-lab></main></body></html>`;

const ready = (page, id = "one") =>
  page.waitForFunction((id) => document.getElementById(id).state !== undefined, id).then(() => page.locator(`#${id}`));
const time = (page, id = "one") => page.evaluate((id) => document.getElementById(id).time, id);
const ask = (page, line, id = "one") =>
  page.evaluate(([id, line]) => document.getElementById(id).input(line).then(() => "", (error) => error.message), [id, line]);
// Every event that the element tells from now on, as [name, detail].
const record = (page, id = "one") =>
  page.evaluate((id) => {
    globalThis.told = [];
    for (const name of ["ready", "time", "story", "milestone", "violation", "error"]) {
      document.getElementById(id).addEventListener(name, (event) => told.push([name, event.detail]));
    }
  }, id);
const told = (page, wanted) => page.evaluate((wanted) => globalThis.told.filter(([name]) => name === wanted).map(([, detail]) => detail), wanted);

hostTest("ten labs on a page under the strict policy: one module, each begins in view and rests out of view", page10, {}, async ({ page, requests }) => {
  await ready(page, "lab0");
  assert.equal(await page.evaluate(() => document.getElementById("lab9").state), undefined, "nothing runs before it is in view");
  for (let i = 1; i < 10; i++) {
    await page.locator(`#lab${i}`).scrollIntoViewIfNeeded();
    await ready(page, `lab${i}`);
  }
  const mains = requests.filter((url) => /_bg\.wasm$/.test(url));
  assert.equal(mains.length, 1, "one module for all");
  await eventually("the last one runs", async () => (await time(page, "lab9")) > 0);
  // The first is far out of view: its time stands still, though it is not paused.
  const before = await time(page, "lab0");
  assert.equal(await page.evaluate(() => document.getElementById("lab0").running), true);
  await page.waitForTimeout(500);
  assert.equal(await time(page, "lab0"), before);
  await page.locator("#lab0").scrollIntoViewIfNeeded();
  await eventually("it goes on in view", async () => (await time(page, "lab0")) > before);
});

hostTest("removed labs give back what they held", page10, {}, async ({ page }) => {
  const cdp = await page.context().newCDPSession(page);
  const held = async () => {
    await cdp.send("HeapProfiler.collectGarbage");
    const { nodes, jsEventListeners } = await cdp.send("Memory.getDOMCounters");
    const wasm = await page.evaluate(async () => {
      const { load } = await import("/netsplit.js");
      await load();
      const main = performance.getEntriesByType("resource").map(({ name }) => name).find((name) => /netsplit-web-[0-9a-f]+\.js$/.test(name));
      return (await (await import(main)).default()).memory.buffer.byteLength;
    });
    return { nodes, jsEventListeners, wasm };
  };
  const round = async () => {
    await page.evaluate(() => {
      document.body.replaceChildren(...Array.from({ length: 10 }, (_, i) => {
        const lab = document.createElement("netsplit-lab");
        Object.assign(lab, { id: `lab${i}` });
        lab.setAttribute("lab", "raft");
        return lab;
      }));
      document.body.style.cssText = "display: grid; grid-template-columns: repeat(5, 1fr)";
    });
    for (let i = 0; i < 10; i++) {
      await page.locator(`#lab${i}`).scrollIntoViewIfNeeded();
      await ready(page, `lab${i}`);
    }
    await page.evaluate(() => Promise.all([...document.querySelectorAll("netsplit-lab")].map((lab) => lab.seek(3_000))));
    await page.evaluate(() => document.body.replaceChildren());
    await page.waitForTimeout(300);
    return held();
  };
  // The first round is for what stays: the picture, which the browser keeps.
  const rounds = [await round(), await round(), await round()];
  const said = JSON.stringify(rounds);
  // Yew 0.23 never gives back the element that it was mounted on, nor its ten listeners there (a cycle in its
  // `SubtreeData`): that is all that stays of a lab.
  assert.ok(rounds[2].nodes <= rounds[0].nodes + 20, said);
  assert.ok(rounds[2].jsEventListeners <= rounds[0].jsEventListeners + 200, said);
  // Ten runs of three seconds take 20 pages of memory: if they were not given back, there would be 40 more by now. (A page
  // or so more is how the allocator cuts it.)
  assert.ok(rounds[2].wasm <= rounds[0].wasm + 10 * 65_536, said);
});

hostTest("a lab that is removed before it has come never runs", one('lab="raft"'), {}, async ({ page }) => {
  const said = await page.evaluate(async () => {
    const lab = document.getElementById("one");
    const asked = lab.input("play").then(() => "done", (error) => error.message);
    lab.remove();
    return [await asked, await lab.input("play").then(() => "done", (error) => error.message), lab.state];
  });
  assert.deepEqual(said, ["the lab was removed from its page", "the lab is on no page", undefined]);
});

hostTest("attributes say what runs", one('lab="raft" seed="9" servers="3" autoplay="off" theme="dark" controls="full"'), {}, async ({ page }) => {
  const lab = await ready(page);
  const now = await state(page);
  assert.deepEqual([now.lab, now.seed, now.running], ["raft", "9", false]);
  assert.equal(await lab.locator("[data-node][data-role=follower]").count(), 3);
  assert.equal(await lab.locator(".frame").getAttribute("data-theme"), "dark");
  await lab.getByRole("button", { name: "Cut tool", exact: true }).waitFor();
  await page.evaluate(() => document.getElementById("one").setAttribute("servers", "7"));
  await eventually("another run with seven", async () => (await lab.locator("[data-node^=n]").count()) === 7);
  await page.evaluate(() => document.getElementById("one").setAttribute("height", "600"));
  await eventually("it is higher", async () => (await lab.boundingBox()).height === 600);
});

hostTest("it plays, pauses, seeks, does what it is asked, and tells what happens", one('lab="raft" seed="7" autoplay="off"'), {}, async ({ page, url }) => {
  const lab = await ready(page);
  await record(page);
  await page.evaluate(() => document.getElementById("one").seek(1_000));
  assert.equal(await time(page), 1_000);
  const milestones = await told(page, "milestone");
  assert.ok(milestones.some(({ milestone, text, node, time }) => milestone && text && node && time <= 1_000), JSON.stringify(milestones));
  assert.ok((await told(page, "story")).length >= milestones.length);
  const leader = await lab.locator("[data-role=leader]").getAttribute("data-node");
  assert.equal(await ask(page, "kill leader"), "");
  await lab.locator(`[data-node=${leader}][data-status=crashed]`).waitFor();
  assert.equal(await ask(page, "kill leader"), "nobody is a leader at this moment.");
  assert.deepEqual(await told(page, "error"), [{ message: "nobody is a leader at this moment." }]);
  await lab.getByRole("alert").getByText("nobody is a leader").waitFor();
  await page.evaluate(() => document.getElementById("one").play());
  await eventually("time passes", async () => (await time(page)) > 1_000 && (await told(page, "time")).at(-1).running);
  await page.evaluate(() => document.getElementById("one").pause());
  const { digest, time: shown } = await state(page);
  const link = await page.evaluate(() => document.getElementById("one").link());
  assert.ok(link.startsWith(`${url("/")}#/m/`), link);
  await page.goto(link);
  const opened = await eventually("the moment opens", async () => (await page.locator("[data-lab]").count()) > 0 && state(page));
  assert.deepEqual([opened.time, opened.digest], [shown, digest], "the link is this very moment");
});

hostTest("words in the prose drive it, by click and by key, and bring it into view",
  one('lab="raft" seed="7" autoplay="off"', `<p><a data-netsplit="one" data-do="seek 1000">Go on</a>, then <a data-netsplit="one" data-do="kill leader">kill it</a>,
   <button data-netsplit="one" data-do="start over">again</button></p><div id="gap"></div>`), {}, async ({ page }) => {
  await page.evaluate(() => (document.getElementById("gap").style.height = "3000px"));
  const go = page.getByRole("button", { name: "Go on" });
  await go.focus();
  await page.keyboard.press("Enter");
  await ready(page);
  await eventually("it was done", async () => (await time(page)) === 1_000);
  await eventually("it is in view", () => page.evaluate(() => document.getElementById("one").getBoundingClientRect().bottom <= innerHeight));
  await page.getByRole("button", { name: "kill it" }).click();
  await page.locator("#one [data-status=crashed]").first().waitFor();
  await page.getByRole("button", { name: "again" }).click();
  await eventually("it began anew", async () => (await time(page)) < 1_000);
});

hostTest("what needs a page of its own opens beside the host's", one('lab="raft" seed="7" autoplay="off"'), {}, async ({ page, context, url }) => {
  const lab = await ready(page);
  await ask(page, "seek 2000");
  await ask(page, "seek 1000");
  await ask(page, "kill n1");
  const opening = context.waitForEvent("page");
  await lab.getByRole("button", { name: "Compare", exact: true }).click();
  const beside = await opening;
  await beside.waitForFunction(() => document.querySelectorAll("[data-lab]").length === 2);
  assert.ok(beside.url().startsWith(`${url("/")}#/compare/`), beside.url());
  assert.equal(page.url(), url("/host.html"), "the host stays where it was");
});

for (const [theme, tone] of [["light", [0x3b, 0x66, 0xb8]], ["dark", [0x8f, 0xb2, 0xf5]]]) {
  hostTest(`a swarm is painted in the colours of its own theme, ${theme}`, one(`lab="gossip" nodes="300" theme="${theme}" autoplay="off"`), {}, async ({ page }) => {
    const lab = await ready(page);
    await eventually(`the canvas has --follow of the ${theme} theme`, () =>
      lab.locator("canvas").first().evaluate((canvas, tone) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 250 && tone.every((part, k) => Math.abs(data[i + k] - part) < 3)) return true;
        return false;
      }, tone));
  });
}

hostTest("its style neither leaks in nor out",
  one('lab="raft" autoplay="off"', `<h2 id="outside">Outside</h2><button id="button">Button</button><div class="lab">A lab of the host's</div>`)
    .replace("</head>", `<link rel="stylesheet" href="/host.css"></head>`), { files: { "/host.css": "* { color: rgb(1, 2, 3) !important; letter-spacing: 7px; } button { font-size: 40px !important; } svg { display: none !important; } .transport { display: none; } body { font-size: 30px; line-height: 3; text-transform: uppercase; }" } },
  async ({ page }) => {
    const outside = () => page.evaluate(() => ["outside", "button"].map((id) => {
      const { fontSize, color, background, margin, boxSizing } = getComputedStyle(document.getElementById(id));
      return { fontSize, color, background, margin, boxSizing };
    }));
    const before = await outside();
    const lab = await ready(page);
    assert.deepEqual(await outside(), before);
    const play = lab.getByRole("button", { name: "Play", exact: true });
    const style = await play.evaluate((element) => {
      const { fontSize, letterSpacing, textTransform, color } = getComputedStyle(element);
      return { fontSize, letterSpacing, textTransform, color };
    });
    assert.equal(style.letterSpacing, "normal");
    assert.equal(style.textTransform, "none");
    assert.notEqual(style.fontSize, "40px");
    assert.notEqual(style.color, "rgb(1, 2, 3)");
    assert.ok(await lab.locator("svg.drawing").isVisible());
  });

hostTest("scrolling and the keys that it does not use stay the page's", one('lab="raft"', `<p><input aria-label="Host"></p>`).replace("</main>", `<div id="below"></div></main>`), {}, async ({ page }) => {
  await page.evaluate(() => (document.getElementById("below").style.height = "3000px"));
  const lab = await ready(page);
  const box = await lab.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 120);
  await page.mouse.wheel(0, 200);
  await eventually("the page scrolls", () => page.evaluate(() => scrollY > 0));
  await page.evaluate(() => scrollTo(0, 0));
  // Keys outside of it are not its.
  await page.getByLabel("Host").fill("k p x");
  await page.getByLabel("Host").press("Space");
  assert.equal(await page.evaluate(() => document.getElementById("one").running), true);
  // Inside of it a space pauses it, and the page neither scrolls nor hears of it.
  await page.evaluate(() => { globalThis.heard = []; addEventListener("keydown", ({ key }) => heard.push(key)); });
  await lab.locator("[data-lab]").focus();
  await page.keyboard.press("Space");
  await eventually("it pauses", () => page.evaluate(() => !document.getElementById("one").running));
  assert.deepEqual(await page.evaluate(() => [scrollY, heard]), [0, []]);
  await page.keyboard.press("PageDown");
  await eventually("the page scrolls", () => page.evaluate(() => scrollY > 0 && heard.includes("PageDown")));
});

hostTest("a click kills and restarts a node; the few controls do what they say; the whole is one click away", one('lab="raft" seed="7" autoplay="off"'), {}, async ({ page, context, url }) => {
  const lab = await ready(page);
  await lab.locator("[data-node=n2]").click();
  await lab.locator("[data-node=n2][data-status=crashed]").waitFor();
  await lab.getByRole("button", { name: "Undo", exact: true }).click();
  await lab.locator("[data-node=n2][data-status=up]").waitFor();
  await lab.getByRole("button", { name: "Split the network", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Split the network" });
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.evaluate(() => document.getElementById("one").seek(2_000));
  const opening = context.waitForEvent("page");
  await lab.getByRole("link", { name: "Open full" }).click();
  const full = await opening;
  await full.waitForFunction(() => document.querySelector("[data-lab]"));
  assert.ok(full.url().startsWith(`${url("/")}#/m/`), full.url());
  assert.equal(Number(await full.locator("[data-lab]").getAttribute("data-time")), 2_000);
});

hostTest("only the one last touched speaks", page10, {}, async ({ page }) => {
  await ready(page, "lab0");
  await page.locator("#lab1").scrollIntoViewIfNeeded();
  await ready(page, "lab1");
  const spoken = (id) => page.locator(`#${id} [role=status][aria-live=polite]`).last().textContent();
  for (const [touched, silent] of [["lab1", "lab0"], ["lab0", "lab1"]]) {
    await ask(page, "kill n1", touched);
    await eventually(`${touched} speaks`, async () => (await spoken(touched)) !== "");
    assert.equal(await spoken(silent), "");
  }
});

hostTest("what cannot be is said in its place and told", one('lab="raft" servers="99"'), {}, async ({ page }) => {
  await page.locator("#one").getByRole("alert").getByText("`servers` is 99, outside its range 1 to 31").waitFor();
  await record(page);
  await page.evaluate(() => document.getElementById("one").setAttribute("servers", "3"));
  await ready(page);
  for (const [name, value, why] of [
    ["controls", "many", "`controls` is `many`, but should be bar, full or none"],
    ["loop", "soon", "`loop` is NaN, but should be milliseconds of simulated time, 1 or more"],
    ["lab", "nothing", "there is no lab `nothing`"],
    ["no-such-setting", "1", "no_such_setting"],
  ]) {
    await page.evaluate(([name, value]) => document.getElementById("one").setAttribute(name, value), [name, value]);
    await eventually(`${name} is refused`, async () => (await told(page, "error")).some(({ message }) => message.includes(why)));
    await page.evaluate((name) => { const lab = document.getElementById("one"); name === "lab" ? lab.setAttribute("lab", "raft") : lab.removeAttribute(name); }, name);
    await ready(page);
  }
});

hostTest("a lesson from the author's own file, gone through by keyboard", one('lesson="mine.md" height="520"'),
  { files: { "/mine.md": "---\nlab: raft\nseed: 7\ntopic: Mine\nabout: A lesson of the author's own.\n---\n\n# Mine\n\n## First\n\nOne server leads.\n\n```netsplit\nwait 1 s\n```\n\n## Second\n\nIt is over.\n" } }, async ({ page }) => {
    const lab = await ready(page);
    const lesson = lab.getByRole("region", { name: "Lesson" });
    assert.equal(await lesson.getAttribute("data-steps"), "2");
    for (let i = 0; i < 8 && (await lesson.getAttribute("data-state")) !== "over"; i++) {
      await lesson.locator(".btn.primary").focus();
      await page.keyboard.press("Enter");
      await page.waitForTimeout(150);
    }
    await eventually("it is over", async () => (await lesson.getAttribute("data-state")) === "over");
  });

hostTest("a run is shown again and again until the reader does something", one('lab="raft" seed="7" loop="400"'), {}, async ({ page }) => {
  await ready(page);
  await ask(page, "seek 390");
  await ask(page, "play");
  await eventually("it begins anew", async () => (await time(page)) < 380);
  await ask(page, "kill n1");
  await eventually("it goes on", async () => (await time(page)) > 450);
});

// The frame: messages from and to the page around it.
const framed = (attributes, hash = "#/raft?seed=7") => `<!doctype html><html lang="en"><head><title>Frame</title><link rel="icon" href="data:,"></head>
<body><h1>Framed</h1><iframe id="frame" ${attributes} title="Raft" width="700" height="420" src="/?embed&amp;autoplay=off${hash}"></iframe></body></html>`;
const listenAll = (page) => page.addInitScript(() => {
  globalThis.got = [];
  if (window.top === window) addEventListener("message", ({ source, data }) => { if (source === document.getElementById("frame").contentWindow) got.push(data); });
});
const send = (page, message) => page.evaluate((message) => document.getElementById("frame").contentWindow.postMessage(message, "*"), message);
const got = (page, fits) => eventually("a message", async () => (await page.evaluate(() => got)).find(fits));

for (const sandbox of ["", 'sandbox="allow-scripts"']) {
  hostTest(`a frame ${sandbox || "without a sandbox"} tells its parent and hears it alone`, framed(sandbox), { before: listenAll, problems: /localStorage|sandbox/i }, async ({ page }) => {
    const ready = await got(page, ({ type }) => type === "ready");
    assert.deepEqual([ready.netsplit, ready.lab, ready.seed], [1, "raft", "7"]);
    await send(page, { netsplit: 1, type: "seek", time: 1_000, id: 1 });
    await got(page, ({ type, id }) => type === "answer" && id === 1);
    await send(page, { netsplit: 1, type: "input", line: "kill leader", id: "kill" });
    await got(page, ({ type, id }) => type === "answer" && id === "kill");
    await got(page, ({ type }) => type === "milestone");
    await send(page, { netsplit: 1, type: "link", id: 2 });
    assert.match((await got(page, ({ id }) => id === 2)).link, /\/#\/m\//);
    await send(page, { netsplit: 1, type: "state", id: 3 });
    assert.equal((await got(page, ({ id }) => id === 3)).time, 1_000);
    let id = 10;
    for (const [message, why] of [
      [{ netsplit: 2, type: "play" }, "`netsplit` should be 1"],
      [{ netsplit: 1, type: "constructor" }, "`type` should be one of play, pause"],
      [{ netsplit: 1, type: ["play"] }, "`type` should be one of"],
      [{ netsplit: 1, type: "seek", time: "1" }, "`time` should be a number"],
      [{ netsplit: 1, type: "seek", time: -1 }, "should be written `seek 1200`"],
      [{ netsplit: 1, type: "input", line: { a: 1 } }, "`line` should be a text"],
      [{ netsplit: 1, type: "input", line: "x".repeat(501) }, "at most 500 characters"],
      [{ netsplit: 1, type: "input", line: "<img src=x onerror=alert(1)>" }, "there is no node `<img`"],
    ]) {
      const own = ++id;
      await send(page, { ...message, id: own });
      const answer = await got(page, ({ id }) => id === own);
      assert.equal(answer.type, "error");
      assert.ok(answer.message.includes(why), answer.message);
    }
    // What is not for it is not answered, whoever else sends.
    const count = await page.evaluate(() => got.length);
    for (const message of [null, 7, "play", [], { type: "play" }]) await send(page, message);
    await page.evaluate(() => {
      const other = document.createElement("iframe");
      other.srcdoc = "<p>other</p>";
      document.body.append(other);
      return new Promise((resolve) => { other.onload = () => resolve(); });
    });
    const sibling = page.frames().at(-1);
    await sibling.evaluate(() => parent.frames[0].postMessage({ netsplit: 1, type: "play", id: 99 }, "*")).catch(() => {});
    await page.waitForTimeout(300);
    assert.equal(await page.evaluate(() => got.length), count, "nobody was answered");
    // It follows its address.
    const frame = page.frames().find((frame) => frame.url().includes("embed"));
    await frame.locator("[data-node=n1]").waitFor();
    await page.evaluate(() => { document.getElementById("frame").src = document.getElementById("frame").src.replace("raft?seed=7", "gossip?nodes=0"); });
    const refused = await got(page, ({ type, message }) => type === "error" && /nodes/.test(message));
    assert.ok(refused);
  });
}

pageTest("the app writes what to copy, and that shows the same moment", { route: "#/raft?seed=7" }, async ({ page }) => {
  await seek(page, 1_000);
  const { digest } = await state(page);
  await button(page, "Embed").click();
  const form = dialog(page, "Embed");
  const snippet = form.getByRole("textbox", { name: "Snippet" });
  const element = await snippet.inputValue();
  await form.getByRole("combobox", { name: "As", exact: true }).selectOption({ index: 1 });
  const frame = await snippet.inputValue();
  await form.getByRole("combobox", { name: "What", exact: true }).selectOption("This run, from its start");
  await form.getByRole("combobox", { name: "Theme", exact: true }).selectOption("Dark");
  assert.match(await snippet.inputValue(), /\?embed&amp;theme=dark#\/raft\?seed=7"/);
  await form.getByRole("button", { name: "Copy", exact: true }).click();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await snippet.inputValue());
  // As an author would: into a page of another server, where Netsplit's own address is changed to that one's.
  const own = new URL(page.url()).origin;
  const browser = await launch();
  const host = {};
  const server = await serve({ hostPages: host });
  for (const [name, text] of Object.entries({ element, frame })) {
    host[`/${name}.html`] = `<!doctype html><title>${name}</title><link rel="icon" href="data:,">${text.replaceAll(own, server.url)}`;
    const { page: other, problems } = await newPage(browser, {});
    await other.goto(`${server.url}/${name}.html`);
    const lab = (name === "element" ? other : other.frameLocator("iframe")).locator("[data-lab]");
    await eventually("the same moment", async () => (await lab.getAttribute("data-digest")) === digest);
    assert.deepEqual(problems, []);
  }
  await browser.close();
  await server.close();
});

test("a lab works on a page of another origin, under a policy that names Netsplit's", { timeout: 120_000 }, async () => {
  const netsplit = await serve();
  const policy = `default-src 'self'; script-src 'self' 'wasm-unsafe-eval' ${netsplit.url}; style-src 'self'; connect-src ${netsplit.url}; img-src 'self' data: ${netsplit.url}`;
  const html = one('lab="raft" seed="7" controls="full"').replace("/netsplit.js", `${netsplit.url}/netsplit.js`);
  const host = await serve({ hostPages: { "/host.html": { html, headers: { "content-security-policy": policy } } } });
  const browser = await launch();
  const { page, problems } = await newPage(browser, {});
  await page.goto(`${host.url}/host.html`);
  const lab = await ready(page);
  await eventually("a leader", async () => (await lab.locator('[data-node][data-role="leader"]').count()) === 1);
  assert.equal(await ask(page, "kill leader"), "");
  await eventually("it is down", async () => (await lab.locator('[data-node][data-status="crashed"]').count()) === 1);
  assert.deepEqual(problems, []);
  await browser.close();
  await Promise.all([netsplit.close(), host.close()]);
});
