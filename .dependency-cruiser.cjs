/**
 * Owns which folder may import which; each rule says what to do instead. The table and its reasons are in docs/architecture.md.
 */
const from = (path) => ({ path });
const areas = '^src/domain/([^/]+)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or a third one is missing.',
      severity: 'error',
      from: from('^(src|scripts|tests)'),
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'lib-imports-nothing',
      comment: 'lib is vocabulary without knowledge: pass in what it needs.',
      severity: 'error',
      from: from('^src/lib'),
      to: { path: '^src', pathNot: '^src/lib' },
    },
    {
      name: 'generated-imports-nothing',
      comment: 'Generated code stands on its own: change the generator.',
      severity: 'error',
      from: from('^src/generated'),
      to: { path: '^src', pathNot: '^src/generated' },
    },
    {
      name: 'config-imports-lib',
      comment: 'Configuration is read before anything exists: hand the value to whoever needs it.',
      severity: 'error',
      from: from('^src/config'),
      to: { path: '^src', pathNot: '^src/(config|lib)' },
    },
    {
      name: 'db-imports-lib',
      comment: 'Queries know rows, not rules: move the rule to domain.',
      severity: 'error',
      from: from('^src/db'),
      to: { path: '^src', pathNot: '^src/(db|lib)' },
    },
    {
      name: 'only-db-knows-the-engine',
      comment: 'Write a query function in src/db and call it.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/db' },
      to: { path: 'node_modules/(drizzle-orm|libsql|@libsql)' },
    },
    {
      name: 'domain-knows-no-outside',
      comment: 'Define a port in the domain area and let an adapter or handler use it.',
      severity: 'error',
      from: from('^src/domain'),
      to: {
        path: '^src/(generated|handlers|http|adapters|app|cli|config)|node_modules/(hono|@hono|openapi-backend)/',
      },
    },
    {
      name: 'areas-meet-at-their-index',
      comment: "Import the other area's index.ts, or add what is missing to it.",
      severity: 'error',
      from: { path: areas },
      to: { path: areas, pathNot: ['^src/domain/$1/', '/index\\.ts$'] },
    },
    {
      name: 'adapters-know-ports',
      comment:
        'An adapter speaks to the outside for a port of the domain; another kind is reached through the domain.',
      severity: 'error',
      from: { path: '^src/adapters/([^/]+)/' },
      to: {
        path: '^src/(db|http|handlers|generated|app|cli|config|adapters/)',
        pathNot: '^src/adapters/$1/',
      },
    },
    {
      name: 'handlers-stay-thin',
      comment:
        'Call a domain service; map its answer. SQL is db, vendors are adapters, envelopes are http.',
      severity: 'error',
      from: from('^src/handlers'),
      to: { path: '^src/(db|adapters|http|app|cli|config)' },
    },
    {
      name: 'handlers-import-domain-indexes',
      comment: "Import the area's index.ts.",
      severity: 'error',
      from: from('^src/(handlers|http|app|cli)'),
      to: { path: areas, pathNot: '/index\\.ts$' },
    },
    {
      name: 'apis-do-not-meet-in-handlers',
      comment: 'What two APIs share is a domain service.',
      severity: 'error',
      from: { path: '^src/handlers/([^/]+)/' },
      to: { path: '^src/(handlers|generated)/[^/]+/', pathNot: '^src/(handlers|generated)/$1/' },
    },
    {
      name: 'http-knows-errors-only',
      comment:
        'The edge knows errors and callers of the domain; services are handed to handlers by app.',
      severity: 'error',
      from: from('^src/http'),
      to: {
        path: '^src/(domain|handlers|db|adapters|app|cli|config)',
        pathNot: '^src/domain/shared',
      },
    },
    {
      name: 'one-file-knows-openapi-backend',
      comment: 'contract-backend.ts is the only place that knows it.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/(http/contract-backend|generated/documents\\.d)\\.ts$' },
      to: { path: 'node_modules/openapi-backend/' },
    },
    {
      name: 'nothing-imports-the-top',
      comment: 'app and cli are the top: what two need belongs below.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/(app|cli|main\\.ts)' },
      to: { path: '^src/(app|cli)' },
    },
    {
      name: 'runner-stays-small',
      comment:
        'The runner is copied into containers as one file: name the module here if it drags in neither the database nor the edge.',
      severity: 'error',
      from: from('^src/runner'),
      to: {
        path: '^src',
        pathNot: [
          '^src/(runner|lib|adapters/providers)/',
          '^src/domain/agent/(run|record|provider)\\.ts$',
          '^src/domain/runtime/(protocol|markers)\\.ts$',
          '^src/domain/tools/index\\.ts$',
        ],
      },
    },
    {
      name: 'nothing-imports-the-runner',
      comment:
        'The runner is a program of its own: what it shares with the daemon belongs below both.',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/runner' },
      to: { path: '^src/runner' },
    },
    {
      name: 'conformance-knows-contracts',
      comment:
        'The checker judges any server by a contract: it shares nothing with the daemon it may be pointed at.',
      severity: 'error',
      from: from('^src/conformance'),
      to: { path: '^src', pathNot: '^src/(conformance|lib|generated)' },
    },
    {
      name: 'client-stands-alone',
      comment:
        'The client is a package of its own: it is generated from the contracts, not from the daemon.',
      severity: 'error',
      from: from('^clients/typescript/src'),
      to: { path: '^(src|scripts|tests)' },
    },
    {
      name: 'src-knows-no-tests',
      comment: 'Test support stays in tests/.',
      severity: 'error',
      from: from('^src'),
      to: { path: '^(tests|scripts|bench)' },
    },
    {
      name: 'declared-packages-only',
      comment: 'Add the package to package.json, as a dependency when src needs it.',
      severity: 'error',
      from: from('^src'),
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'] },
    },
    {
      name: 'no-orphans',
      comment: 'Nothing imports this file: use it or delete it.',
      severity: 'error',
      from: { orphan: true, path: '^src', pathNot: ['\\.d\\.ts$', '^src/main\\.ts$'] },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules/.cache' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json', '.d.ts'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
