// SPDX-License-Identifier: Apache-2.0
// What the builds of the page and of the command line share: the engine in a folder that is named by its content, and
// the service worker's list of files.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin, Rolldown } from 'vite';
import type { PageFile, Version } from './web/offline/files.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const ENGINE = at('./public/engine');
const DIST = at('./dist');

const digest = (...pieces: (string | Buffer)[]) => {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex').slice(0, 16);
};

const engineFiles = () => (existsSync(ENGINE) ? readdirSync(ENGINE).filter((name) => /\.(js|wasm)$/.test(name)) : []);

/** Of all builds of the engine: a cache can never put the files of two versions together. */
export const engineHash = (): string =>
  digest(...engineFiles().flatMap((name) => [name, readFileSync(join(ENGINE, name))]));

/** What this module imports before it runs is one chunk with it, which is smaller than several when it is compressed.
 * Vite's helper and the list of languages stay apart: the page's first script has them too, and must not fail where
 * this chunk does. So does what the frame `other` needs too, which is not to run the page. */
export function oneChunk(name: string, entry: string, other: string): Rolldown.CodeSplittingGroup[] {
  let needed: Set<string>[] | null = null;
  const of = (id: string, context: Rolldown.ChunkingContext): string | null => {
    const next = (module: string) => context.getModuleInfo(module)?.importedIds ?? [];
    needed ??= [entry, other].map((from) => closure(at(`./${from}`), next));
    return !needed[0]!.has(id) ? null : needed[1]!.has(id) ? 'both' : name;
  };
  return [
    { name: 'helper', test: /vite\/preload-helper|web\/words\/languages/, priority: 1 },
    { name: of, debugName: name },
  ];
}

function closure(from: string, next: (of: string) => string[]): Set<string> {
  const found = new Set([from]);
  for (const id of found) next(id).forEach((other) => found.add(other));
  return found;
}

/** Copies the engine to OUT/engine/HASH/. */
export const hashedEngine = (out: string): Plugin => ({
  name: 'hashed-engine',
  apply: 'build',
  closeBundle() {
    const folder = join(out, 'engine');
    rmSync(folder, { recursive: true, force: true }); // what came with public/
    mkdirSync(join(folder, engineHash()), { recursive: true });
    for (const name of engineFiles()) cpSync(join(ENGINE, name), join(folder, engineHash(), name));
  },
});

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  );

/** The encoder that the page offers first; the others are kept when they are chosen. */
function firstEncoder(): string {
  const index = join(DIST, 'models/index.json');
  const [first] = existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as { path: string }[]) : [];
  return first ? `models/${first.path}/` : 'models/index.json';
}

const isKept = (path: string, encoder: string): boolean =>
  !/^service-worker\.js$|^_headers$|^pictures\/|^publish\.json$|\.map$/.test(path) &&
  (!path.startsWith('models/') || path === 'models/index.json' || path.startsWith(encoder));

function version(): Version {
  const encoder = firstEncoder();
  const files = walk(DIST)
    .map((file): PageFile => {
      const content = readFileSync(file);
      return { path: relative(DIST, file).replaceAll('\\', '/'), hash: digest(content), bytes: content.byteLength };
    })
    .filter(({ path }) => isKept(path, encoder))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const page = readFileSync(join(DIST, 'index.html'), 'utf8');
  const [, policy] = /Content-Security-Policy"\s+content="([^"]+)"/.exec(page)!;
  return { files, policy: policy! };
}

/** Writes the version into the service worker, once all files are there. */
export const versioned = (): Plugin => ({
  name: 'versioned',
  apply: 'build',
  closeBundle: {
    order: 'post',
    sequential: true,
    handler() {
      const file = join(DIST, 'service-worker.js');
      const text = readFileSync(file, 'utf8');
      if (/^import\b/m.test(text)) throw new Error('the service worker imports: browsers start it as one file');
      if (!text.includes('__VERSION__')) throw new Error('the service worker has no place for its version');
      writeFileSync(
        file,
        text.replace('__VERSION__', () => JSON.stringify(version())),
      );
    },
  },
});
