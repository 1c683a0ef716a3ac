import { at, Json, listOf, mapOf, textOf } from '../../values/json';
import { call, CDK8S, Expression, member, value } from '../program/expression';
import { Row } from '../program/program';
import { computeRows, number, plain, row } from '../shared/values';

type Options = { readonly [name: string]: Json };
type Say = (text: string) => Expression | undefined;

const truth: Say = (text) => (text === 'y' || text === 'n' ? value(text === 'y') : undefined);
const amount: Say = (text) => (/^\d+$/.test(text) ? value(Number(text)) : undefined);

const UNITS: { readonly [unit: string]: string } = { K: 'kibibytes', M: 'mebibytes', G: 'gibibytes', T: 'tebibytes' };
const bytes: Say = (text) => {
  const [, count = '', unit = ''] = /^(\d+)(KiB|MiB|GiB|TiB|KB|MB|GB|TB|k|m|g|t)?$/i.exec(text) ?? [];
  // pgBackRest counts 1024 in all of them, and bytes where nothing stands behind the number.
  const name = UNITS[unit.slice(0, 1).toUpperCase()];
  return count === '' || name === undefined ? undefined : call(`Size.${name}`, [value(Number(count))], CDK8S);
};

const seconds: Say = (text) => (/^\d+$/.test(text) ? call('Duration.seconds', [value(Number(text))], CDK8S) : undefined);

const level: Say = (text) => (/^[a-z]+$/.test(text) ? member(`PgBackRestLogLevel.${text.toUpperCase()}`) : undefined);

const STANDBY: { readonly [word: string]: string } = { y: 'REQUIRED', n: 'NEVER', prefer: 'PREFERRED' };
const standby: Say = (text) => (STANDBY[text] === undefined ? undefined : member(`PgBackRestStandby.${STANDBY[text]}`));

/** Options of the whole tool. */
const GLOBAL: readonly (readonly [option: string, prop: string, say: Say])[] = [
  ['compress-level', 'compressionLevel', amount],
  ['archive-push-queue-max', 'archivePushQueueMax', bytes],
  ['archive-get-queue-max', 'archiveGetQueueMax', bytes],
  ['archive-timeout', 'archiveTimeout', seconds],
  ['db-timeout', 'databaseTimeout', seconds],
  ['protocol-timeout', 'protocolTimeout', seconds],
  ['delta', 'delta', truth],
  ['backup-standby', 'standby', standby],
  ['buffer-size', 'bufferSize', bytes],
  ['log-level-console', 'consoleLogLevel', level],
  ['log-level-file', 'fileLogLevel', level],
  ['log-level-stderr', 'stderrLogLevel', level],
];

/** Options of a repository. */
const REPOSITORY: readonly (readonly [option: string, prop: string, say: Say])[] = [
  ['bundle', 'bundle', truth],
  ['bundle-size', 'bundleSize', bytes],
  ['bundle-limit', 'bundleLimit', bytes],
  ['block', 'block', truth],
  ['storage-verify-tls', 'verifyTls', truth],
];

const PROPS = 'operator.pgBackRest';

function repositoryRows(options: Options, names: readonly string[]): Row[] {
  return REPOSITORY.flatMap(([option, prop, say]) => {
    const texts = names.map((name) => textOf(options[`${name}-${option}`]));
    const [first] = texts;
    if (texts.every((text) => text === first)) {
      return row(`${PROPS}.repository.${prop}`, first === undefined ? undefined : say(first));
    }
    return names.flatMap((name, i) => {
      const text = texts[i];
      return row(`${PROPS}.repositories.${name}.${prop}`, text === undefined ? undefined : say(text));
    });
  });
}

/** What is backed up by hand. */
function manualRows(manual: Json | undefined): Row[] {
  const repository = number(textOf(at(manual, 'repoName'))?.replace('repo', ''));
  return repository === undefined
    ? []
    : [
        ...plain(`${PROPS}.manual.repository`, repository),
        ...(listOf(at(manual, 'options')).length > 0 ? plain(`${PROPS}.manual.options`, at(manual, 'options')) : []),
      ];
}

/** What only pgBackRest has: options of the factory. */
export function pgBackRestRows(spec: Json | undefined): Row[] {
  const pgbackrest = at(spec, 'backups', 'pgbackrest');
  const options = mapOf(at(pgbackrest, 'global'));
  const names = listOf(at(pgbackrest, 'repos')).flatMap((repo) => textOf(at(repo, 'name')) ?? []);
  const ttl = number(at(pgbackrest, 'jobs', 'ttlSecondsAfterFinished'));
  return [
    ...GLOBAL.flatMap(([option, prop, say]) => {
      const text = textOf(options[option]);
      return row(`${PROPS}.${prop}`, text === undefined ? undefined : say(text));
    }),
    ...repositoryRows(options, names),
    ...manualRows(at(pgbackrest, 'manual')),
    ...plain(`${PROPS}.image`, at(pgbackrest, 'image')),
    ...row(`${PROPS}.jobTtl`, ttl === undefined ? undefined : seconds(String(ttl))),
    ...computeRows(at(pgbackrest, 'jobs', 'resources'), `${PROPS}.jobCompute`),
    ...computeRows(at(pgbackrest, 'repoHost', 'resources'), `${PROPS}.repositoryHostCompute`),
    ...computeRows(at(pgbackrest, 'sidecars', 'pgbackrest', 'resources'), `${PROPS}.sidecarCompute`),
    ...computeRows(at(pgbackrest, 'sidecars', 'pgbackrestConfig', 'resources'), `${PROPS}.configSidecarCompute`),
  ];
}
