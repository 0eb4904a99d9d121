// A static server for dist/, as strict as the strictest host we promise to run on: it sends the
// Content-Security-Policy as a header, serves the same files under a sub-path, and compresses.
// As a program: node e2e/server.mjs [port [lesson]]; the lesson, a file anywhere, is then served as /lesson.md.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

export const CSP =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:";
export const SUB_PATH = "/some/sub/path/";
const EXAMPLES = fileURLToPath(new URL("../examples", import.meta.url));
const DIST = fileURLToPath(new URL("../dist", import.meta.url));

export const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

// `hostPages` are pages of somebody else's site, by path, for tests of embeds: their text, or {html, headers}; they get no
// policy of ours. `files` are files from elsewhere, by the path under which they are served. `dist` says which folder is
// served, at every request.
export async function serve({ port = 0, hostPages = {}, files = {}, dist = () => DIST } = {}) {
  const server = createServer((request, response) => {
    answer(request, response, hostPages, files, dist()).catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections()));
  return { url, close };
}

async function answer(request, response, hostPages, files, dist) {
  const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  if (path in hostPages) {
    const page = hostPages[path];
    response.writeHead(200, { "content-type": TYPES[".html"], ...page.headers }).end(page.html ?? page);
    return;
  }
  const file = files[path] ?? fileOf(path, dist);
  const body = file && (await readFile(file).catch(() => null));
  if (!body) {
    response.writeHead(404, { "content-type": "text/plain" }).end(`no file for ${path}\n`);
    return;
  }
  const headers = {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream",
    // An mdBook has scripts of its own in its pages.
    ...(path.startsWith("/examples/mdbook/") ? {} : { "content-security-policy": CSP }),
    // A sandboxed frame has an opaque origin, and module scripts are always fetched with CORS.
    "access-control-allow-origin": "*",
    "cache-control": "no-cache",
  };
  if (/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
    response.writeHead(200, { ...headers, "content-encoding": "gzip" }).end(gzipSync(body));
  } else {
    response.writeHead(200, headers).end(body);
  }
}

function fileOf(path, dist) {
  if (path.startsWith("/examples/")) return within(EXAMPLES, path.slice("/examples".length));
  return within(dist, path.startsWith(SUB_PATH) ? path.slice(SUB_PATH.length - 1) : path);
}

// A file of a folder, by its path from there; null when that leads out of it.
function within(folder, path) {
  const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
  return file.startsWith(folder + sep) ? file : null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [port = 8090, lesson] = process.argv.slice(2);
  const { url } = await serve({ port: Number(port), files: lesson ? { "/lesson.md": lesson } : {} });
  console.log(`dist/ is served at ${url}/ and ${url}${SUB_PATH}; examples/ at ${url}/examples/`);
}
