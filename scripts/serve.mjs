// SPDX-License-Identifier: Apache-2.0
// Serves dist/, a released folder that this file lies in, or FOLDER, with the headers that give a page threads: on
// 127.0.0.1, or with HOST=0.0.0.0 to all who reach this computer. usage: [HOST=ADDRESS] node scripts/serve.mjs [PORT
// [FOLDER]]
import { createReadStream, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// In a released folder the page lies beside this file.
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = resolve(process.argv[3] ?? here(existsSync(here('./index.html')) ? '.' : '../dist'));
const host = process.env.HOST || '127.0.0.1';
const port = Number(process.argv[2] ?? process.env.PORT ?? 8080);
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-cache',
};
// The page's own policy, as a header of every file: the threads' workers have no other. Frames that speak with another
// server have a policy of their own.
const page = await readFile(join(root, 'index.html'), 'utf8').catch(() => '');
const [, policy] = /Content-Security-Policy"\s+content="([^"]+)"/.exec(page) ?? [];
const policyFor = (file) =>
  policy && ![`${sep}foreign.html`, `${sep}publish.html`].some((own) => file.endsWith(own)) ? { 'Content-Security-Policy': policy } : {};

async function find(url) {
  const path = join(root, normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname)));
  if (path !== root + sep && !path.startsWith(root + sep)) return null;
  const file = path.endsWith(sep) ? join(path, 'index.html') : path;
  const info = await stat(file);
  return info.isFile() ? { file, size: info.size, tag: `"${info.size}-${info.mtimeMs}"` } : null;
}

/** What the browser has is what it would get: a reload sends no file again. */
const isCurrent = (tags = '', tag) => tags.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);

/** "bytes=first-[last]": what a resumed download asks for. */
function range(header, size) {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || Number(first) >= size || (last && Number(last) < Number(first))) return null;
  return { start: Number(first), end: last ? Math.min(Number(last), size - 1) : size - 1 };
}

async function answer(request, response) {
  const found = await find(request.url ?? '/').catch(() => null);
  if (!found || (request.method !== 'GET' && request.method !== 'HEAD')) {
    response.writeHead(found ? 405 : 404, { ...headers, 'Content-Type': 'text/plain' }).end('not here\n');
    return;
  }
  if (isCurrent(request.headers['if-none-match'], found.tag)) {
    response.writeHead(304, { ...headers, ETag: found.tag }).end();
    return;
  }
  const part = range(request.headers.range, found.size);
  const { start, end } = part ?? { start: 0, end: found.size - 1 };
  response.writeHead(part ? 206 : 200, {
    ...headers,
    ...policyFor(found.file),
    'Content-Type': types[extname(found.file)] ?? 'application/octet-stream',
    'Content-Length': end - start + 1,
    'Accept-Ranges': 'bytes',
    ETag: found.tag,
    ...(part && { 'Content-Range': `bytes ${start}-${end}/${found.size}` }),
  });
  if (request.method === 'HEAD' || found.size === 0) response.end();
  else createReadStream(found.file, { start, end }).on('error', () => response.destroy()).pipe(response);
}

// One bad request ends that request and nothing else.
const server = createServer((request, response) =>
  answer(request, response).catch(() => {
    if (response.headersSent) response.destroy();
    else response.writeHead(500, { ...headers, 'Content-Type': 'text/plain' }).end('the request failed\n');
  }),
);
server.on('error', (error) => {
  const said = {
    EADDRINUSE: `port ${port} is in use; choose another: PORT=8081 scripts/start`,
    EADDRNOTAVAIL: `${host} is no address of this computer; HOST=0.0.0.0 takes all that it has`,
  };
  console.error(said[error.code] ?? String(error));
  process.exit(1);
});
server.listen(port, host, () => {
  const at = server.address();
  const name = at.family === 'IPv6' ? `[${at.address}]` : at.address;
  console.log(`http://${name}:${at.port}`);
});
