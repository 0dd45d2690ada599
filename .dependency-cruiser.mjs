// SPDX-License-Identifier: Apache-2.0
// The layers of web/ and what each may import; scripts/check_floors runs dependency-cruiser with these rules.

/** A layer: its folders, or files without their ending, and the layers that it may import. */
const layers = {
  words: { places: ['words(?!/(index|languages)\\.)', 'ui/(format|quantity)'], below: [] },
  border: { places: ['border(?!/client\\.)'], below: ['words'] },
  spoken: { places: ['words/(index|languages)'], below: ['words', 'border'] },
  client: { places: ['border/client'], below: ['border', 'words', 'foreign', 'entry'] }, // of the last the address alone
  entry: { places: ['engine/worker'], below: ['border', 'engine'] },
  engine: { places: ['engine(?!/worker\\.)'], below: ['border', 'words', 'hub', 'onnx'] },
  zip: { places: ['zip'], below: ['border', 'words'] },
  read: { places: ['read'], below: ['border', 'words', 'zip'] },
  rows: { places: ['rows'], below: ['border', 'words', 'read'] },
  answers: { places: ['answers'], below: ['border', 'words', 'read', 'rows'] },
  lesson: { places: ['lesson'], below: ['border', 'words'] },
  kept: { places: ['project/(copies|disk|lock|store)'], below: ['border'] },
  hub: { places: ['hub'], below: ['border', 'words', 'kept', 'rows', 'foreign', 'zip'] },
  foreign: { places: ['foreign'], below: ['border', 'words'] },
  publish: { places: ['publish'], below: ['border', 'words', 'zip', 'foreign'] },
  share: { places: ['share'], below: ['border', 'words', 'hub'] },
  project: { places: ['project(?!/(copies|disk|lock|store)\\.)'], below: ['border', 'words', 'kept', 'hub', 'zip'] },
  recipe: { places: ['recipe'], below: ['border', 'words', 'read', 'rows', 'hub'] },
  onnx: { places: ['onnx'], below: ['border', 'hub'] },
  style: { places: ['style'], below: [] },
  ui: { places: ['ui(?!/format\\.)'], below: ['words', 'spoken'] },
  charts: { places: ['charts'], below: ['ui', 'words', 'spoken'] },
  offline: { places: ['offline'], below: [] },
  state: { places: ['state'], below: ['border', 'words', 'spoken', 'client', 'read', 'rows', 'answers', 'ui', 'offline', 'project', 'kept', 'recipe', 'lesson', 'share', 'publish'] },
  views: { places: ['views'], below: ['border', 'words', 'spoken', 'state', 'read', 'rows', 'answers', 'charts', 'ui', 'offline', 'lesson', 'style'] },
  page: { places: ['app', 'main', 'start'], below: ['state', 'words', 'spoken', 'views', 'read', 'ui', 'style', 'offline'] },
  package: { places: ['package'], below: ['border', 'engine', 'read', 'answers', 'hub'] },
  cli: { places: ['cli'], below: ['border', 'words', 'engine', 'read', 'rows', 'answers', 'hub', 'onnx', 'recipe', 'share', 'zip'] },
};

const path = ({ places }) => `^web/(${places.join('|')})[./]`;
const every = Object.values(layers).map(path);

export default {
  forbidden: [
    ...Object.entries(layers).map(([name, layer]) => ({
      name: `${name}-imports-only-${['itself', ...layer.below].join('-')}`,
      severity: 'error',
      from: { path: path(layer) },
      to: { path: '^(web|core|tests|scripts)/', pathNot: [layer, ...layer.below.map((below) => layers[below])].map(path) },
    })),
    { name: 'in-no-layer', severity: 'error', from: { path: '^web/', pathNot: every }, to: {} },
    { name: 'in-no-layer-alone', severity: 'error', from: { orphan: true, path: '^web/', pathNot: every }, to: {} },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true, // imports of types count
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
