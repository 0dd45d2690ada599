// SPDX-License-Identifier: Apache-2.0
// The layers of web/ and what each may import; scripts/check_floors runs dependency-cruiser with these rules.

/** A layer: its folders, or files without their ending, and the layers that it may import. */
const layers = {
  border: { places: ['border(?!/client\\.)'], below: [] },
  client: { places: ['border/client'], below: ['border', 'foreign', 'entry'] }, // of the last the address alone
  entry: { places: ['engine/worker'], below: ['border', 'engine'] },
  engine: { places: ['engine(?!/worker\\.)'], below: ['border', 'hub', 'onnx'] },
  read: { places: ['read'], below: ['border'] },
  rows: { places: ['rows'], below: ['border', 'read'] },
  answers: { places: ['answers'], below: ['border', 'read', 'rows'] },
  lesson: { places: ['lesson'], below: ['border'] },
  kept: { places: ['project/(copies|disk|lock|store)'], below: ['border'] },
  hub: { places: ['hub'], below: ['border', 'kept', 'rows', 'foreign'] },
  foreign: { places: ['foreign'], below: ['border'] },
  share: { places: ['share'], below: ['border', 'hub'] },
  project: { places: ['project(?!/(copies|disk|lock|store)\\.)'], below: ['border', 'kept', 'hub'] },
  recipe: { places: ['recipe'], below: ['border', 'read', 'rows', 'hub'] },
  onnx: { places: ['onnx'], below: ['border', 'hub'] },
  style: { places: ['style'], below: [] },
  ui: { places: ['ui'], below: [] },
  charts: { places: ['charts'], below: ['ui'] },
  offline: { places: ['offline'], below: [] },
  state: { places: ['state'], below: ['border', 'client', 'read', 'rows', 'answers', 'ui', 'offline', 'project', 'kept', 'recipe', 'lesson', 'share'] },
  views: { places: ['views'], below: ['border', 'state', 'read', 'rows', 'answers', 'charts', 'ui', 'offline', 'lesson', 'style'] },
  page: { places: ['app', 'main', 'start'], below: ['state', 'views', 'read', 'ui', 'style', 'offline'] },
  package: { places: ['package'], below: ['border', 'engine', 'read', 'answers', 'hub'] },
  cli: { places: ['cli'], below: ['border', 'engine', 'read', 'rows', 'answers', 'hub', 'onnx', 'recipe', 'share'] },
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
