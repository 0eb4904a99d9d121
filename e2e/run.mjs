// Runs the browser tests and closes with `N passed, N failed`.
//   node e2e/run.mjs [part of a file name…]
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { run } from "node:test";
import { fileURLToPath } from "node:url";

// Files side by side: tests go by simulated time, so that a slower machine changes nothing.
const JOBS = Math.min(2, availableParallelism());

const folder = fileURLToPath(new URL("tests/", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
  .sort()
  .map((name) => folder + name);

let [passed, failed] = [0, 0];
const began = performance.now();
const place = ({ file, line }) => (file ? `${relative(process.cwd(), file)}:${line ?? 1}` : "");
// A suite, or a file, is not a test of its own, unless the file broke before any test could run.
const isTest = ({ details, name }) => details.type !== "suite" && !files.includes(name);

const tests = run({ files, concurrency: Number(process.env.E2E_JOBS ?? JOBS), timeout: 600_000 });
tests.on("test:pass", (event) => {
  if (!isTest(event)) return;
  const { name, details, skip, todo } = event;
  if (skip !== undefined || todo !== undefined) return console.log(`skipped  ${name}`);
  passed += 1;
  console.log(`ok       ${name} (${(details.duration_ms / 1000).toFixed(1)} s)`);
});
tests.on("test:fail", (event) => {
  if (event.details.type === "suite" && event.details.error?.failureType === "subtestsFailed") return;
  if (files.includes(event.name) && event.details.error?.failureType === "subtestsFailed") return;
  failed += 1;
  const cause = event.details.error?.cause ?? event.details.error;
  console.log(`FAILED   ${event.name}  ${place(event)}\n${indent(cause?.stack ?? String(cause))}`);
});
tests.on("test:stderr", ({ message }) => process.stderr.write(message));
tests.on("test:stdout", ({ message }) => process.stdout.write(message));
tests.on("end", () => {
  console.log(`\nbrowser tests, ${((performance.now() - began) / 1000).toFixed(1)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
});
tests.resume();

function indent(text) {
  return text.split("\n").map((line) => `         ${line}`).join("\n");
}
