// The types of <netsplit-lab>: docs/embedding.md describes what they mean.
//
//   import type { NetsplitLab, NetsplitAttributes } from "…/netsplit.js";

/** What runs, and how it stands. */
export interface NetsplitState {
  /** The id of the lab: `raft`. */
  lab: string;
  /** The seed, a whole number; as a text, because it may be larger than a `number` can be. */
  seed: string;
  /** The instant shown, ms of simulated time. */
  time: number;
  /** The latest instant that was ever shown, ms of simulated time. */
  end: number;
  /** How many events there were by the instant shown. */
  events: number;
  /** Whether time passes. */
  running: boolean;
}

/** A sentence of the story. */
export interface NetsplitStory {
  /** When, ms of simulated time. */
  time: number;
  /** The sentence, in plain text. */
  text: string;
  /** The milestone that it marks (`leader elected`), if it marks one. */
  milestone?: string;
  /** The node that it concerns most: `n3`. */
  node?: string;
}

/** A property that does not hold. */
export interface NetsplitViolation {
  /** Its published name: `Election Safety`. */
  property: string;
  /** Which, and how, in plain text. */
  text: string;
}

/** Something that could not be done. */
export interface NetsplitError {
  /** What, why, and what would help. */
  message: string;
}

/** The events of a `<netsplit-lab>`. None bubbles. */
export interface NetsplitEventMap {
  /** It runs: the first frame is drawn. */
  ready: CustomEvent<NetsplitState>;
  /** Another instant is shown, or time begins or ceases to pass; while it passes, ten times a second. */
  time: CustomEvent<NetsplitState>;
  /** A sentence of the story. */
  story: CustomEvent<NetsplitStory>;
  /** A sentence that marks a milestone; it is told as `story` too. */
  milestone: CustomEvent<NetsplitStory & { milestone: string }>;
  /** A safety property was violated. */
  violation: CustomEvent<NetsplitViolation>;
  /** Something could not be done, or the lab could not be opened. */
  error: CustomEvent<NetsplitError>;
}

/** `<netsplit-lab>`. */
export interface NetsplitLab extends HTMLElement {
  /** Whether time passes. */
  readonly running: boolean;
  /** The instant shown, ms of simulated time. */
  readonly time: number;
  /** The latest instant that was ever shown, ms of simulated time. */
  readonly end: number;
  /** What runs, and how it stands; undefined until it does. */
  readonly state: NetsplitState | undefined;
  /** Lets time pass. */
  play(): Promise<void>;
  /** Stops time. */
  pause(): Promise<void>;
  /** Shows an instant, ms of simulated time, and stops time. */
  seek(ms: number): Promise<void>;
  /**
   * Does what a line says: `kill leader`, `cut n1 n2 | n3 n4 n5`, `c1 write to=n1 key=x value=5`, `step`, `start over`. Begins the
   * run if it has not begun. Rejected with the reason when it can't be done.
   */
  input(line: string): Promise<void>;
  /** The address of the moment on the screen, on a page of its own. */
  link(): string;

  addEventListener<K extends keyof NetsplitEventMap>(
    type: K,
    listener: (this: NetsplitLab, event: NetsplitEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof NetsplitEventMap>(
    type: K,
    listener: (this: NetsplitLab, event: NetsplitEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The attributes of `<netsplit-lab>`; whatever else there is, is a parameter of the lab (`servers`, `loss`). */
export interface NetsplitAttributes {
  /** The id of the lab: `raft`. */
  lab?: string;
  /** One of the lab's scenarios. */
  scenario?: string;
  /** One of the lab's challenges. */
  challenge?: string;
  /** The seed of the run. */
  seed?: number | string;
  /** A lesson: its id, or the path of an author's own file from this page. */
  lesson?: string;
  /** The step at which the lesson is opened, from 1. */
  step?: number | string;
  /** The link of a moment. */
  moment?: string;
  /** The colours; `auto` follows the page's `color-scheme`, else the reader's system. */
  theme?: "auto" | "light" | "dark";
  /** `bar`: the transport and what one mostly does. `full`: all tools too. `none`: the page drives it. */
  controls?: "bar" | "full" | "none";
  /** `off`: time stands still at first. A moment stands still unless this is there. */
  autoplay?: "" | "on" | "off" | boolean;
  /** Shows the run from its beginning again and again, every so many ms of simulated time (10,000 if it says none), until the reader does something. */
  loop?: "" | number | string;
  /** The height: CSS pixels, or any CSS length. */
  height?: number | string;
  [parameter: string]: unknown;
}

/** Loads the module, which is otherwise loaded when the first lab comes into view. */
export function load(): Promise<unknown>;

declare global {
  interface HTMLElementTagNameMap {
    "netsplit-lab": NetsplitLab;
  }
}
