/** Which folder may use which: the arrows of the architecture. A folder may always use itself. */
const MAY_USE = {
  config: [],
  common: ['config'],
  persistence: ['common', 'config'],
  logging: ['common', 'config'],
  airtable: ['common', 'config', 'persistence'],
  compliance: ['common', 'config', 'persistence'],
  telephony: ['common', 'config'],
  script: ['common', 'config'],
  leads: ['airtable', 'compliance', 'common', 'config', 'persistence'],
  'call-log': ['leads', 'airtable', 'compliance', 'telephony', 'common', 'config', 'persistence'],
  orchestration: [
    'call-log',
    'leads',
    'airtable',
    'compliance',
    'telephony',
    'script',
    'common',
    'config',
    'persistence',
  ],
  webhooks: ['leads', 'call-log', 'compliance', 'telephony', 'common', 'config', 'persistence'],
  health: ['common', 'config', 'persistence'],
  metrics: ['leads', 'common', 'config', 'persistence'],
  dashboard: ['orchestration', 'call-log', 'compliance', 'leads', 'common', 'config', 'persistence'],
  sandbox: [],
};

const forbidden = Object.entries(MAY_USE).map(([folder, used]) => ({
  name: `${folder}-arrows`,
  comment: `src/${folder} may use ${used.length > 0 ? used.join(', ') : 'no other folder'}`,
  severity: 'error',
  from: { path: `^src/${folder}/`, pathNot: '\\.spec\\.ts$' },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...used].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle has no beginning to read from',
      from: {},
      to: { circular: true },
    },
    {
      name: 'environment-is-read-in-config',
      severity: 'error',
      comment: 'Only config and the entry points may read .env',
      from: { pathNot: '^src/(config/|main\\.ts|cli\\.ts)' },
      to: { path: 'dotenv' },
    },
    {
      name: 'airtable-only-through-the-gateway',
      severity: 'error',
      comment: 'The package retries for ever and hangs on stalled bodies: only the gateway makes it safe',
      from: { path: '^src/', pathNot: '^src/airtable/' },
      to: { path: 'node_modules/airtable/' },
    },
    {
      name: 'vapi-sdk-types-only',
      severity: 'error',
      comment:
        "The SDK's client repeats POST /call by itself, so a person may be rung twice: its types are all we take",
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/@vapi-ai/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'unknown-module',
      severity: 'error',
      comment: 'Every import must resolve',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['require', 'import', 'node', 'default', 'types'],
    },
  },
};
