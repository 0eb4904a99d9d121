// The page beside its script.
import { copyFileSync } from "node:fs";

for (const file of ["index.html"]) copyFileSync(new URL(file, import.meta.url), new URL(`dist/${file}`, import.meta.url));
