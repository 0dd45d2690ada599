// SPDX-License-Identifier: Apache-2.0
// Lists what the page ships and others wrote: FOLDER/licenses.md with each licence's text, and FOLDER/sbom.json, a bill
// of materials (CycloneDX 1.5) with the hashes of package-lock.json. The same tree gives the same bytes. usage: node
// scripts/third_party.mjs FOLDER
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder, ...rest] = process.argv.slice(2);
if (!folder || rest.length) {
  console.error('usage: node scripts/third_party.mjs FOLDER');
  process.exit(2);
}
const json = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

/** Emscripten links these into the engine. Their texts are in scripts/hosting/licenses_engine.md. */
const LINKED = [
  { name: 'emscripten', version: '3.1.69', license: 'MIT' },
  { name: 'musl', version: '1.2.5', license: 'MIT' },
  { name: 'compiler-rt', version: '19', license: 'Apache-2.0 WITH LLVM-exception' },
];

function textIn(at) {
  const file = readdirSync(join(root, at)).find((name) => /^licen[cs]e(\.(md|txt))?$/i.test(name));
  return file ? readFileSync(join(root, at, file), 'utf8').trim() : null;
}

const packages = Object.entries(json('package-lock.json').packages)
  .filter(([at, { dev }]) => at && !dev && existsSync(join(root, at)))
  .map(([at, { version, license, integrity }]) => ({
    name: at.slice(at.lastIndexOf('node_modules/') + 'node_modules/'.length),
    version,
    license,
    integrity,
    text: textIn(at),
  }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
const unnamed = packages.filter(({ license }) => !license);
if (unnamed.length) throw new Error(`no licence is named by ${unnamed.map(({ name }) => name).join(', ')}`);

const component = ({ name, version, license, integrity }) => ({
  type: 'library',
  name,
  version,
  licenses: [license.includes(' ') ? { expression: license } : { license: { id: license } }],
  ...(integrity && {
    purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
    hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') }],
  }),
});
const { name, version, license } = json('package.json');
const bill = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: { component: component({ name, version, license }) },
  components: [...packages, ...LINKED].map(component),
};
writeFileSync(join(folder, 'sbom.json'), JSON.stringify(bill, null, 2) + '\n');

const section = ({ name, version, license, text }) =>
  `## ${name} ${version}\n\n${license}\n${text ? `\n${text.replace(/^/gm, '    ').replace(/ +$/gm, '')}\n` : ''}`;
writeFileSync(
  join(folder, 'licenses.md'),
  `# Licences of what Tabtune is made of

Tabtune itself is licensed under Apache-2.0. Encoders and samples have licences of their own, named beside them.

${packages.map(section).join('\n')}
${readFileSync(join(root, 'scripts/hosting/licenses_engine.md'), 'utf8')}`,
);
