// The command line, for what must be the same natively and in the browser.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
let program;

// NETSPLIT_BIN, or what cargo builds; `cargo xtask test` has built it before, so that this takes no time.
function netsplit() {
  program ??= process.env.NETSPLIT_BIN ?? built();
  return program;
}

function built() {
  const args = ["build", "--locked", "--quiet", "--bin", "netsplit", "--message-format", "json"];
  const lines = execFileSync(process.env.CARGO ?? "cargo", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 26 }).trim().split("\n");
  return lines.map((line) => JSON.parse(line).executable).findLast(Boolean);
}

// What a command prints with --json.
export function native(...args) {
  return JSON.parse(execFileSync(netsplit(), [...args, "--json"], { encoding: "utf8", maxBuffer: 1 << 26 }));
}

// The file that a command writes with an option that takes one.
export function nativeFile(args, option) {
  const file = join(mkdtempSync(join(tmpdir(), "netsplit-")), "out");
  execFileSync(netsplit(), [...args, option, file], { maxBuffer: 1 << 26 });
  return readFileSync(file, "utf8");
}
