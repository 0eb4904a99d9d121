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
const total = (key) => kilobytes(files.reduce((sum, file) => sum + file[key], 0));
row(total("raw"), total("gzip"), "total");
