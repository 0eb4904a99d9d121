// The page in an <iframe src="…/?embed#/raft">: one lab that fills the frame, and messages from and to the page around
// it. docs/embedding.md describes them. Loaded by boot.js when the address has `?embed`.
import { load } from "./netsplit.js";
import { say, wanted } from "./words.js";

const VERSION = 1;
const HOME = new URL("./", import.meta.url).href;
const language = wanted();
const host = window.parent === window ? null : window.parent;

let engine;
let turn = 0;
// Whether any of the frame is in view on the page around it.
let seen = true;

// Only what everybody may know is in these: nobody but the parent gets them.
function tell(type, detail) {
  host?.postMessage({ netsplit: VERSION, type, ...detail }, "*");
}

export async function run() {
  addEventListener("message", hear);
  addEventListener("hashchange", open);
  new IntersectionObserver((entries) => {
    seen = entries.at(-1).isIntersecting;
    engine?.rest(!seen);
  }).observe(document.documentElement);
  addEventListener("netsplit-broke", ({ detail }) => refuse(`${say("Something in Netsplit broke. That is our mistake. Reload the page to go on.", language)}\n${detail}`));
  await open();
}

async function open() {
  const mine = ++turn;
  engine?.end();
  engine = undefined;
  const place = document.createElement("div");
  place.className = "app";
  document.getElementById("app").replaceChildren(place);
  try {
    const { embed, Wishes } = await load();
    const asked = new URLSearchParams(location.search);
    const wishes = new Wishes(asked.get("controls") ?? "", flag(asked.get("autoplay")), number(asked.get("loop")));
    const opened = await embed(place, HOME, location.hash, language, wishes, (type, detail) => mine === turn && heard(type, detail));
    if (mine !== turn) return opened.end();
    engine = opened;
    engine.speak(true);
    theme(asked.get("theme"));
    engine.rest(!seen);
    tell("ready", engine.state());
  } catch (error) {
    if (mine === turn) refuse(error instanceof Error ? error.message : String(error));
  }
}

const flag = (text) => (text === null ? undefined : !["off", "false", "no"].includes(text));
const number = (text) => (text === null ? undefined : text === "" ? 10_000 : Number(text));

function heard(type, detail) {
  if (type === "milestone") tell("story", detail);
  tell(type, detail);
}

function theme(wanted) {
  if (wanted === "light" || wanted === "dark") document.documentElement.dataset.theme = wanted;
}

// Says why there is no lab, with the way to the whole page.
function refuse(why) {
  turn += 1;
  engine = undefined;
  const words = document.createElement("p");
  words.className = "embed-refusal";
  words.setAttribute("role", "alert");
  words.textContent = `${why}\n`;
  const link = document.createElement("a");
  Object.assign(link, { href: HOME, target: "_blank", rel: "noopener", textContent: say("Open Netsplit", language) });
  words.append(link);
  document.getElementById("app").replaceChildren(words);
  tell("error", { message: why });
}

// What the page around it may send, and what is done then; each says what it wants of the message.
const ASKED = {
  play: () => engine.ask("play"),
  pause: () => engine.ask("pause"),
  seek: ({ time }) => (Number.isFinite(time) ? engine.ask(`seek ${time}`) : wrong("`time` should be a number: ms of simulated time")),
  input: ({ line }) => (typeof line === "string" && line.length <= 500 ? engine.ask(line) : wrong("`line` should be a text of at most 500 characters")),
  link: () => ({ link: engine.link() }),
  state: () => engine.state(),
};

function wrong(why) {
  throw new Error(why);
}

async function hear({ source, data }) {
  // Frames inside of this one, other windows, and what is not for us.
  if (!host || source !== host || typeof data !== "object" || data === null || !("netsplit" in data)) return;
  const { netsplit, type, id } = data;
  const known = typeof id === "string" || typeof id === "number" ? { id } : {};
  try {
    if (netsplit !== VERSION) wrong(`\`netsplit\` should be ${VERSION}, the version of these messages`);
    if (typeof type !== "string" || !Object.hasOwn(ASKED, type)) wrong(`\`type\` should be one of ${Object.keys(ASKED).join(", ")}`);
    if (!engine) wrong("the lab is not ready yet: wait for its message `ready`");
    const answer = await ASKED[type](data);
    if ("id" in known) tell("answer", { ...known, ...answer });
  } catch (error) {
    tell("error", { ...known, message: error instanceof Error ? error.message : String(error) });
  }
}
