// <netsplit-lab>: a lab in anybody's page. docs/embedding.md is for authors; the types are in netsplit.d.ts.
//
//   <script type="module" src="https://…/netsplit.js"></script>
//   <netsplit-lab lab="raft" seed="7" scenario="leader-dies" height="420"></netsplit-lab>
//
// All labs of a page share one WebAssembly module, which is loaded when the first comes into view. A lab rests when it is
// out of view, and gives back what it holds when it is removed.

import { best, say } from "./words.js";

// Written by the build (xtask/src/modules.rs): the names of the hashed files beside this one.
const FILES = { module: "{module}", wasm: "{wasm}", styles: "{styles}", pictures: "{pictures}" };

const here = (file) => new URL(file, import.meta.url);
const HOME = here("./").href;

let loading;
// The module and the style sheets; asking again after a failure tries again.
export function load() {
  loading ??= Promise.all([start(), sheets()]).then(([engine, styles]) => ({ ...engine, styles }));
  loading.catch(() => (loading = undefined));
  return loading;
}

async function start() {
  const engine = await import(here(FILES.module));
  await engine.default({ module_or_path: here(FILES.wasm) });
  return engine;
}

const sheets = () => Promise.all(FILES.styles.split(" ").map(async (file) => sheet(await text(here(file)))));

async function text(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} could not be loaded: the server answered ${answer.status}`);
  return answer.text();
}

function sheet(rules) {
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  return made;
}

// What is needed before the module has come: the frame, the picture, and words.
const FRAME = sheet(`
  :host { display: block; }
  :host([hidden]) { display: none; }
  .frame { all: initial; position: relative; display: block; box-sizing: border-box; height: 100%; overflow: hidden; border: 1px solid #cfccc2; border-radius: 12px;
    background: #fbfaf6; color: #1d2330; font: 14px/1.45 system-ui, sans-serif; }
  .frame[data-theme="dark"] { border-color: #3a4252; background: #12151c; color: #eceff5; }
  .app { height: 100%; }
  .still { position: absolute; inset: 0; overflow: hidden; }
  .still[hidden] { display: none; }
  .still img { width: 100%; height: 100%; object-fit: contain; }
  .words { position: absolute; inset: auto 12px 12px; margin: 0; padding: 8px 12px; border-radius: 8px; background: inherit; white-space: pre-line; }
  .words:empty { display: none; }
  .words[role="alert"] { border: 1px solid #c4302b; }
  .still:has([role="alert"]) img { opacity: .3; }
`);

const DEFAULT_HEIGHT = "420";
// Attributes that are no parameters of a lab: these are ours, the others HTML's or a framework's.
const OURS = new Set(["lab", "lesson", "step", "moment", "theme", "controls", "autoplay", "loop", "height"]);
const HTML = new Set([
  "id", "class", "style", "hidden", "title", "lang", "dir", "slot", "part", "role", "tabindex", "inert", "is", "nonce", "translate",
  "draggable", "contenteditable", "spellcheck", "autofocus", "popover", "exportparts", "accesskey", "ref", "key",
]);
const isParameter = (name) => !OURS.has(name) && !HTML.has(name) && !/^(data-|aria-|on|_|ng-|v-|x-|[^a-z])/.test(name);
// Attributes that do not begin another run.
const COSMETIC = new Set(["theme", "height"]);

// How often a run is shown from its beginning when `loop` says no time, ms of simulated time.
const LOOP = 10_000;

const labs = new Set();
const DARK = matchMedia("(prefers-color-scheme: dark)");

class NetsplitLab extends HTMLElement {
  #frame = document.createElement("div");
  #app;
  #still = document.createElement("div");
  #picture = document.createElement("img");
  #words = document.createElement("p");
  #size = sheet("");
  #engine; // what runs, once it does
  #opening; // the promise of it
  #turn = 0; // counts openings, so that one that was overtaken is given up
  #visible = false;
  #watchers = [];

  constructor() {
    super();
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [FRAME, this.#size];
    this.#frame.className = "frame";
    this.#frame.setAttribute("part", "frame");
    this.#still.className = "still";
    this.#picture.alt = "";
    this.#words.className = "words";
    const slot = document.createElement("slot");
    slot.append(this.#picture);
    this.#still.append(slot, this.#words);
    this.#frame.append(this.#still);
    shadow.append(this.#frame);
    // Links to other pages of Netsplit's are not for this page.
    this.#frame.addEventListener("click", (event) => {
      const link = event.target.closest?.('a[href^="#/"]');
      if (!link) return;
      event.preventDefault();
      window.open(HOME + link.getAttribute("href"), "_blank", "noopener");
    });
    for (const kind of ["pointerdown", "keydown", "focusin"]) this.addEventListener(kind, () => this.#listen());
  }

  connectedCallback() {
    if (this.#watchers.length > 0) return; // moved within the page
    labs.add(this);
    this.#dress();
    const seen = new IntersectionObserver((entries) => this.#see(entries.at(-1).isIntersecting));
    seen.observe(this);
    const changed = new MutationObserver((changes) => this.#change(changes.map(({ attributeName }) => attributeName)));
    changed.observe(this, { attributes: true });
    const themed = new AbortController();
    DARK.addEventListener("change", () => this.#dress(), { signal: themed.signal });
    this.#watchers = [() => seen.disconnect(), () => changed.disconnect(), () => themed.abort()];
  }

  disconnectedCallback() {
    // An element that is only moved is connected again at once.
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const stop of this.#watchers.splice(0)) stop();
      labs.delete(this);
      this.#visible = false;
      this.#close();
    });
  }

  // Whether time passes.
  get running() { return this.#engine?.state().running ?? false; }
  // The instant shown, and the latest that was ever shown, ms of simulated time.
  get time() { return this.#engine?.state().time ?? 0; }
  get end() { return this.#engine?.state().end ?? 0; }
  // What runs and how it stands; undefined until it does.
  get state() { return this.#engine?.state(); }

  play() { return this.input("play"); }
  pause() { return this.input("pause"); }
  seek(ms) { return this.input(`seek ${ms}`); }

  // Does what a line says (`kill leader`, `step`, `start over`); begins the run if it has not begun.
  async input(line) {
    if (!this.isConnected) throw new Error("the lab is on no page");
    const engine = await this.#open();
    this.#listen();
    await engine.ask(String(line));
  }

  // The address of the moment on the screen, on a page of its own.
  link() { return this.#engine?.link() ?? HOME + this.#address(); }

  // What the attributes ask for, as an address.
  #address() {
    const of = (name) => this.getAttribute(name);
    const query = (pairs) => (pairs.length > 0 ? `?${pairs.join("&")}` : "");
    if (of("moment")) return `#/m/${of("moment").replace(/^.*#?\/m\//, "")}`;
    if (of("lesson")) {
      const file = /[./]/.test(of("lesson"));
      const step = of("step") ? [`step=${of("step")}`] : [];
      return file ? `#/lesson${query([`from=${of("lesson")}`, ...step])}` : `#/lesson/${of("lesson")}${query(step)}`;
    }
    const parameters = this.getAttributeNames().filter(isParameter);
    return `#/${of("lab") ?? ""}${query(parameters.map((name) => `${name.replaceAll("-", "_")}=${of(name)}`))}`;
  }

  // Theme, height and picture.
  #dress() {
    const wanted = this.getAttribute("theme") ?? "auto";
    const scheme = getComputedStyle(this).colorScheme;
    const dark = wanted === "auto" ? (scheme === "dark" || scheme === "light" ? scheme === "dark" : DARK.matches) : wanted === "dark";
    this.#frame.dataset.theme = dark ? "dark" : "light";
    const height = this.getAttribute("height") ?? DEFAULT_HEIGHT;
    const length = /^\d+(\.\d+)?$/.test(height) ? `${height}px` : height;
    const fits = CSS.supports("height", length);
    this.#size.replaceSync(`:host { height: ${fits ? length : `${DEFAULT_HEIGHT}px`}; }`);
    if (!fits) this.#fail(`\`height\` is \`${height}\`, but should be a length, like 420 or 60vh`);
    if (!["auto", "light", "dark"].includes(wanted)) this.#fail(`\`theme\` is \`${wanted}\`, but should be auto, light or dark`);
    const lab = this.getAttribute("lab");
    const picture = FILES.pictures.split(" ").includes(lab) ? here(`figures/${lab}-${this.#frame.dataset.theme}.svg`).href : "";
    if (this.#picture.getAttribute("src") !== picture) picture ? (this.#picture.src = picture) : this.#picture.removeAttribute("src");
    this.#picture.hidden = picture === "";
  }

  #change(names) {
    this.#dress();
    if (!names.some((name) => !COSMETIC.has(name) && (OURS.has(name) || isParameter(name)))) return;
    const begun = this.#opening !== undefined;
    this.#close();
    if (begun || this.#visible) this.#open().catch(() => {});
  }

  #see(visible) {
    this.#visible = visible;
    this.#dress();
    this.#engine?.rest(!visible);
    if (visible) this.#open().catch(() => {});
  }

  // Of several labs only the one last touched speaks to screen readers.
  #listen() {
    for (const lab of labs) lab.#engine?.speak(lab === this);
  }

  #open() {
    this.#opening ??= this.#begin();
    return this.#opening;
  }

  async #begin() {
    const turn = ++this.#turn;
    this.#say(say("Loading…", this.#language()), "status");
    try {
      const { embed, Wishes, styles } = await load();
      if (turn !== this.#turn) return await this.#overtaken();
      this.shadowRoot.adoptedStyleSheets = [...styles, FRAME, this.#size];
      const app = document.createElement("div");
      app.className = "app";
      this.#frame.append(app);
      this.#app = app;
      const tell = (name, detail) => turn === this.#turn && this.#tell(name, detail);
      const wishes = new Wishes(this.getAttribute("controls") ?? "", this.#autoplay(), this.#loop());
      const engine = await embed(app, HOME, this.#address(), this.#language(), wishes, tell);
      if (turn !== this.#turn) {
        engine.end();
        app.remove();
        return await this.#overtaken();
      }
      this.#engine = engine;
      engine.rest(!this.#visible);
      this.#still.hidden = true;
      this.#say("");
      this.#tell("ready", engine.state());
      return engine;
    } catch (error) {
      if (turn === this.#turn) {
        this.#app?.remove();
        this.#fail(message(error));
        // Asked again, it tries again.
        this.#opening = undefined;
      }
      throw error;
    }
  }

  // What was asked for instead meanwhile, if anything was.
  #overtaken() {
    if (!this.#opening) throw new Error("the lab was removed from its page");
    return this.#opening;
  }

  #close() {
    this.#turn += 1;
    this.#engine?.end();
    this.#engine = this.#opening = undefined;
    this.#app?.remove();
    this.#app = undefined;
    this.#still.hidden = false;
    this.#say("");
  }

  #say(words, role = "status") {
    this.#words.setAttribute("role", role);
    this.#words.textContent = words;
  }

  // That of the text around it, else the reader's. All labs of a page speak that of the first one to begin.
  #language() {
    return best([this.closest("[lang]")?.getAttribute("lang"), ...navigator.languages]);
  }

  // `autoplay`, `autoplay="off"`; a moment stands still unless it is there.
  #autoplay() {
    const wanted = this.getAttribute("autoplay");
    return wanted === null ? undefined : !["off", "false", "no"].includes(wanted);
  }

  #loop() {
    const wanted = this.getAttribute("loop");
    if (wanted === null || wanted === "off" || wanted === "false") return undefined;
    return ["", "on", "true", "loop"].includes(wanted) ? LOOP : Number(wanted);
  }

  #tell(name, detail) {
    if (name === "milestone") this.dispatchEvent(new CustomEvent("story", { detail }));
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  // Says what is wrong where the lab would be, and to whoever listens.
  #fail(why) {
    this.#still.hidden = this.#engine !== undefined;
    this.#say(why, "alert");
    this.#tell("error", { message: why });
  }

  static broke(why) {
    for (const lab of labs) {
      if (!lab.#opening) continue;
      lab.#turn += 1;
      lab.#app?.remove();
      lab.#engine = undefined;
      lab.#fail(`${say("Something in Netsplit broke. That is our mistake. Reload the page to go on.", lab.#language())}\n${why}`);
    }
  }
}

const message = (error) => (error instanceof Error ? error.message : String(error));

// After this nothing of the module can be trusted (src/platform/panic.rs).
addEventListener("netsplit-broke", ({ detail }) => NetsplitLab.broke(String(detail)));

// Controls in the prose: <a data-netsplit="id" data-do="kill leader">kill it</a>.
const CONTROL = "[data-netsplit][data-do]";
const isNative = (control) => control.matches("a[href], button, input, summary");

// Whatever is no link and no button becomes one for the keyboard and for screen readers.
function adorn(within) {
  for (const control of within.querySelectorAll?.(CONTROL) ?? []) {
    if (isNative(control)) continue;
    if (!control.hasAttribute("role")) control.setAttribute("role", "button");
    if (!control.hasAttribute("tabindex")) control.setAttribute("tabindex", "0");
  }
}

async function press(control) {
  const { netsplit: id, do: line } = control.dataset;
  const lab = document.getElementById(id);
  if (!lab) return console.error(`netsplit: there is no element with the id \`${id}\` that \`data-netsplit\` names`);
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  lab.scrollIntoView({ block: "nearest", behavior: smooth ? "smooth" : "auto" });
  if (lab instanceof HTMLIFrameElement) return lab.contentWindow?.postMessage({ netsplit: 1, type: "input", line }, "*");
  if (!(lab instanceof NetsplitLab)) return console.error(`netsplit: the element with the id \`${id}\` is no <netsplit-lab>`);
  // The lab says itself what could not be done.
  await lab.input(line).catch(() => {});
}

// As weak as can be: any rule of the page's own is stronger.
const UNDERLINED = sheet(`:where(a[data-netsplit][data-do]:not([href])) { text-decoration: underline; cursor: pointer; }`);

function install() {
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, UNDERLINED];
  document.addEventListener("click", (event) => {
    const control = event.target.closest?.(CONTROL);
    if (!control) return;
    event.preventDefault();
    press(control);
  });
  document.addEventListener("keydown", (event) => {
    const control = event.target.closest?.(CONTROL);
    if (!control || isNative(control) || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    press(control);
  });
  adorn(document);
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) if (addedNodes.length > 0) adorn(target);
  }).observe(document, { childList: true, subtree: true });
}

// A second script tag changes nothing.
if (!customElements.get("netsplit-lab")) {
  customElements.define("netsplit-lab", NetsplitLab);
  install();
}
