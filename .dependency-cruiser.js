/** House style 1 as rules: who may import whom. @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'subgraphs-know-each-other-by-schema-alone',
      severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' },
      to: { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'gateway-and-packages-import-no-subgraph',
      severity: 'error',
      from: { path: '^(gateway|packages)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^subgraphs/' },
    },
    {
      name: 'packages-import-no-gateway',
      severity: 'error',
      from: { path: '^(subgraphs|packages)/' },
      to: { path: '^gateway/' },
    },
    {
      name: 'the-kit-stands-alone',
      severity: 'error',
      from: { path: '^packages/subgraph-kit/' },
      to: { path: '^(gateway|subgraphs|packages/(?!subgraph-kit))' },
    },
    {
      name: 'a-module-is-entered-by-its-face',
      comment:
        'Another module sees the service, types, loaders, entity-free queries and nothing else.',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^subgraphs/[^/]+/src/([^/]+)/',
        pathNot: [
          '^subgraphs/[^/]+/src/$1/',
          '\\.(service|types|loaders|reach|queries|codes)\\.ts$',
        ],
      },
    },
    {
      name: 'only-subgraph.ts-wires',
      comment: 'Resolvers are made in one place.',
      severity: 'error',
      from: { path: '^subgraphs/[^/]+/src/', pathNot: '(subgraph|\\.test)\\.ts$' },
      to: { path: '\\.resolver\\.ts$' },
    },
    {
      name: 'resolvers-do-not-touch-the-database',
      severity: 'error',
      from: { path: '\\.resolver\\.ts$' },
      to: { path: '^node_modules/(typeorm|pg)/' },
    },
    {
      name: 'test-support-does-not-ship',
      severity: 'error',
      from: {
        path: '^(gateway|subgraphs|packages)/.*/src/',
        pathNot: '(\\.test\\.ts$|/testing/|testing\\.ts$)',
      },
      to: { path: '(/testing/|\\.test\\.ts$|/testing\\.ts$)' },
    },
    {
      name: 'production-code-has-no-development-packages',
      severity: 'error',
      from: {
        path: '^(gateway|subgraphs|packages/subgraph-kit)/src/',
        pathNot: '(\\.test\\.ts$|/testing/|testing\\.ts$|explorer)',
      },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|/node_modules/.*/node_modules/)' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['trellis-source', 'import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.js', '.mjs'],
    },
  },
};
