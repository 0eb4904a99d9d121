// Prints what a visitor downloads: node e2e/sizes.mjs dist
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { gzipSync } from "node:zlib";

const folder = process.argv[2] ?? "dist";
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .map((path) => {
    const bytes = readFileSync(path);
    return { path: relative(folder, path), raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
  })
  .sort((a, b) => b.gzip - a.gzip);

const row = (raw, gzip, name) => console.log(`${raw.padStart(12)} ${gzip.padStart(12)}  ${name}`);
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;
row("raw", "gzip", "file");
for (const { raw, gzip, path } of files) row(kilobytes(raw), kilobytes(gzip), path);
const sum = (some, what) => {
  const total = (key) => kilobytes(some.reduce((sum, file) => sum + file[key], 0));
  row(total("raw"), total("gzip"), what);
};
sum(files, "total");
// A module of its own has its name after the hash; the script that loads them says what else each needs.
const module = ({ path }) => path.match(/-[0-9a-f]{16}-(\w+)\.wasm$/)?.[1];
// What only installing the page, keeping it for when there is no connection, or a page of others needs.
const ASIDE = /^(icon-[a-z0-9-]*\d\.png|manifest\.webmanifest|(sw|worker|frame|netsplit|netsplit\.d)\.[jt]s|figures\/.*)$/;
const aside = ({ path }) => ASIDE.test(path);
const atOnce = files.filter((file) => !module(file) && !aside(file));
sum(atOnce, "at the start");
const script = readFileSync(join(folder, files.find(({ path }) => path.endsWith("-modules.js")).path), "utf8");
for (const own of files.filter(module)) {
  const loads = script.split(`__wasm_split_load_${module(own)} =`)[1];
  if (!loads) continue;
  const shared = files.filter((file) => file !== own && new RegExp(`__${module(file)}\\b`).test(loads.split("export")[0]));
  sum([own, ...shared], `loaded for ${[own, ...shared].map(module).join(" + ")}`);
}
