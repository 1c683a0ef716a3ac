// The law of the house, see docs/ARCHITECTURE.md: the floor is how much a file knows, the room what it is about. A room imports lower floors
// only. Imports, type imports and requires are resolved to files before they are judged. A new chapter is one word in this list.
const FLOORS = [
  ['model'],
  ['private'],
  ['operators'],
  ['refs', 'access'],
  ['network', 'backup', 'images'],
  ['origin', 'connection', 'monitoring'],
  ['cluster'],
  ['pool', 'recovery', 'pgadmin'],
  ['upgrade'],
  ['migration'],
  ['fleet', 'report', 'delivery', 'dashboard'],
];
const ROOMS = FLOORS.flat();

/** The two arrows that go up, each for a reason. */
const IHACLUSTER = '^lib/refs/ha-cluster-ref\\.ts$';
const EXCEPTIONS = {
  // `IHaCluster.connect` answers with a class, which knows the interface: an arrow of types alone.
  refs: '^lib/connection/database-connection\\.ts$',
  // `cluster.recoveryRunbook()` prints a page about a cluster that takes the place of this one; few programs call it, and it is loaded then.
  cluster: '^lib/recovery/cluster-runbook\\.ts$',
};

const anyOf = (names) => `(?:${names.join('|')})`;
/** Folders of the command that are a verb each. */
const VERBS = anyOf(['guard', 'adopt', 'report', 'choose']);
const forbidden = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** What a room may not know: its own floor but itself, all floors above, the front door and the command. */
const floorRules = FLOORS.flatMap((floor, level) =>
  floor.map((room) => {
    const above = [...floor.filter((other) => other !== room), ...FLOORS.slice(level + 1).flat()];
    return forbidden(
      `floor-${room}`,
      `lib/${room} imports lower floors only`,
      { path: `^lib/${room}/` },
      {
        path: [...(above.length > 0 ? [`^lib/${anyOf(above)}/`] : []), '^lib/[^/]+$', '^cli/'],
        ...(EXCEPTIONS[room] && { pathNot: EXCEPTIONS[room] }),
      },
    );
  }),
);

/** Tests stand where the thing stands that they test, and know its insides and what lies below it. Whatever they know of others is public. */
const mirrorRules = FLOORS.flatMap((floor, level) =>
  floor.map((room) =>
    forbidden(
      `mirror-${room}`,
      `test/${room} knows the insides of lib/${room}, of lower floors and of the engine; the rest by the public API`,
      { path: `^test/${room}/` },
      {
        path: `^lib/${anyOf([...floor.filter((other) => other !== room), ...FLOORS.slice(level + 1).flat()].filter((other) => other !== 'private').concat('-'))}/`,
      },
    ),
  ),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...floorRules,
    ...mirrorRules,
    forbidden(
      'room-without-floor',
      'every folder of lib stands on a floor: add the room to FLOORS',
      { path: '^lib/' },
      { path: '^lib/[^/]+/', pathNot: `^lib/${anyOf(ROOMS)}/` },
    ),
    forbidden(
      'contract',
      'the contract and what stands beside it know lib/model and lib/private only, and no operator',
      { path: '^lib/operators/[^/]+\\.ts$' },
      { path: '^(lib/operators/[^/]+/|imports/)' },
    ),
    forbidden(
      'shared',
      'what operators share knows none of them',
      { path: '^lib/operators/shared/' },
      { path: '^(lib/operators/(?!shared/)[^/]+/|imports/)' },
    ),
    forbidden(
      'rivals',
      'an operator knows no other operator, and its own imports only',
      { path: '^lib/operators/(?!shared/)([^/]+)/' },
      { path: '^(lib/operators/(?!shared/)|imports/)(?!$1/)[^/]+/' },
    ),
    forbidden(
      'operators-at-the-front-door',
      'operators are named by postgres-operator.ts alone; the index re-exports their options',
      { path: '^lib/', pathNot: '^lib/(operators/|postgres-operator\\.ts$)' },
      { path: '^(lib/operators/(?!shared/)[^/]+/|imports/)', pathNot: '^lib/operators/[^/]+/options\\.ts$' },
    ),
    forbidden(
      'options-by-the-index',
      'the options of an operator are its own matter, and the public API',
      { path: '^lib/', pathNot: '^lib/(operators/|postgres-operator\\.ts$|index\\.ts$)' },
      { path: '^lib/operators/[^/]+/options\\.ts$' },
    ),
    forbidden(
      'rules-without-constructs',
      'a rule of an operator reads the model and never climbs into the tree of constructs',
      { path: '^lib/operators/.*-rules?\\.ts$|^lib/operators/.*/rules\\.ts$' },
      { path: '(^|/)node_modules/constructs/' },
    ),
    forbidden(
      'examples',
      'examples use the public API only',
      { path: '^examples/' },
      { path: '^(lib|imports|build|test|scripts|cli)/', pathNot: '^lib/index\\.ts$' },
    ),
    forbidden(
      'command',
      'the command reads manifests and knows no construct',
      { path: '^cli/' },
      { path: '^lib/|(^|/)node_modules/(constructs|cdk8s[^/]*)/' },
    ),
    forbidden('values', 'values of the command know nothing else', { path: '^cli/values/' }, { path: '^cli/(?!values/)' }),
    forbidden('effects', 'the tables of effects know values only', { path: '^cli/effects/' }, { path: '^cli/(?!effects/|values/)' }),
    forbidden(
      'manifests',
      'reading and comparing manifests knows no verb',
      { path: '^cli/manifests/' },
      { path: '^cli/(?!manifests/|effects/|values/|status\\.ts$)' },
    ),
    forbidden(
      'verbs',
      'a verb of the command knows no other verb: what two of them use stands beside them',
      { path: `^cli/(${VERBS})/` },
      { path: `^cli/(?!$1/)${VERBS}/` },
    ),
    forbidden(
      'nothing-of-tests',
      'what ships knows no test and no script',
      { path: '^(?:lib|cli)/' },
      { path: '^(?:test|scripts|examples|bench)/' },
    ),
    forbidden(
      'circles',
      'no circle',
      { path: '^(?:lib|cli)/' },
      { circular: true, viaOnly: { pathNot: `${IHACLUSTER}|${EXCEPTIONS.cluster}` } },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(imports/schemas|node_modules/(?!constructs/))|\\.json$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'import', 'require', 'node', 'default'] },
  },
};
