import { allInstances } from '../model/all-instances';
import { RESERVED_ROLES } from '../access/reserved-roles';
import { ClusterModel } from '../model/cluster-model';
import { admitsWithoutTls, hasMethod, hbaLineProblem, secretOptions, withoutSecrets } from '../model/hba';
import { OperatorFacts } from '../operators/operator-facts';
import { PAGE_BYTES, memoryBytes } from '../model/memory-size';
import { quantityBytes } from '../model/quantity';
import { isSwitchedOff, isSwitchedOn } from '../model/switch';
import { isParameter, parameterProblem } from '../private/parameter-catalog';
import { Rule } from '../private/rules';
import { defined, isIdentifier } from '../private/value-problems';

const PARAMETER_NAME = /^[a-z_][a-z0-9_$]*(\.[a-z_][a-z0-9_$]*)*$/;

const RESERVED_DATABASES = ['postgres', 'template0', 'template1'];

/** PostgreSQL's own default of WAL senders as of slots. */
const DEFAULT_SENDERS = '10';

/** Parameters by which the server reads on over damage. */
const BLIND_TO_DAMAGE = ['ignore_checksum_failure', 'zero_damaged_pages'];

/** What holds for PostgreSQL itself: its parameters, databases, libraries and access rules. */
export const POSTGRESQL_RULES: readonly Rule<{ readonly model: ClusterModel; readonly facts: OperatorFacts }>[] = [
  {
    id: 'HA-010',
    summary: 'parameters exist in the PostgreSQL version and have values that it accepts',
    why: 'the server would not start after its next restart',
    check: ({ model }) =>
      model.version.majorNumber >= 14 && model.version.majorNumber <= 18
        ? defined(
            Object.entries(model.parameters).map(([name, value]) =>
              /[\r\n\0]/.test(value)
                ? `'${name}' must be one line, got ${JSON.stringify(value)}`
                : parameterProblem(model.version.majorNumber, name, value),
            ),
          )
        : undefined,
  },
  {
    id: 'HA-011',
    summary: 'parameter names are lower-case words joined by dots, and libraries are given as preloadLibraries',
    why: 'operators compare names to the letter, so another spelling escapes their checks and their merging of libraries',
    check: ({ model }) =>
      defined(
        Object.keys(model.parameters).map((name) => {
          // HA-010 says of an unknown name what may have been meant.
          if (!isParameter(model.version.majorNumber, name)) {
            return undefined;
          }
          if (name !== name.toLowerCase()) {
            return `'parameters' has '${name}'; write '${name.toLowerCase()}'`;
          }
          if (!PARAMETER_NAME.test(name)) {
            return `'parameters' has '${name}'; write words of letters, digits, '_' and '$', joined by '.'`;
          }
          return name === 'shared_preload_libraries' ? `'parameters' has '${name}'; write the libraries as 'preloadLibraries'` : undefined;
        }),
      ),
  },
  {
    id: 'HA-012',
    summary: 'database names are 1 to 63 bytes, unique and not those of PostgreSQL itself',
    why: 'PostgreSQL cuts longer names, and its own databases cannot be owned by an application',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name }, i) => {
        if (!isIdentifier(name)) {
          return [`'databases[${i}].name' must be 1 to 63 bytes, got '${name}'`];
        }
        if (RESERVED_DATABASES.includes(name)) {
          return [`'databases[${i}].name' must not be ${RESERVED_DATABASES.join(', ')}, got '${name}'`];
        }
        return databases.findIndex((other) => other.name === name) < i
          ? [`'databases' has '${name}' twice; each database has one owner`]
          : [];
      }),
  },
  {
    id: 'HA-013',
    summary: 'each database has an owner that is an application role',
    why: 'a database without a role of its own is skipped by one operator and owned by the superuser on another',
    check: ({ model: { databases } }) =>
      databases.flatMap(({ name, owner }, i) =>
        isIdentifier(owner) && !RESERVED_ROLES.includes(owner) && !owner.startsWith('pg_')
          ? []
          : [
              `'databases[${i}].owner' must be an application role of 1 to 63 bytes, not ${RESERVED_ROLES.join(', ')} nor 'pg_...', got '${owner}' for '${name}'`,
            ],
      ),
  },
  {
    id: 'HA-020',
    summary: 'preload libraries are plain names, each once',
    why: 'PostgreSQL does not start when it cannot find a library',
    check: ({ model: { preloadLibraries } }) =>
      preloadLibraries.flatMap((library, i) => {
        if (!/^[A-Za-z0-9_$./-]+$/.test(library)) {
          return [`'preloadLibraries[${i}]' must be the name of one library, got '${library}'`];
        }
        return preloadLibraries.indexOf(library) < i ? [`'preloadLibraries' has '${library}' twice`] : [];
      }),
  },
  {
    id: 'HA-022',
    summary: 'shared_buffers fits into the memory request',
    why: 'the server would be killed for lack of memory, or not start',
    check: ({ model }) => {
      const buffers = memoryBytes(model.parameters.shared_buffers ?? '', PAGE_BYTES);
      const { memory, hugePages2Mi: pages } = model.compute;
      // Huge pages are not a part of the memory.
      return buffers !== undefined && buffers > Math.max(quantityBytes(memory), pages === undefined ? 0 : quantityBytes(pages))
        ? `'shared_buffers' is ${model.parameters.shared_buffers} and the memory request ${memory}; write a quarter of the memory, or ask for more`
        : undefined;
    },
  },
  {
    id: 'HA-023',
    summary: 'lines of pg_hba.conf are whole, and none trusts everybody',
    why: 'the server ignores a broken file, or lets anybody in without a password',
    check: ({ model: { hbaRules, version, parameters } }) =>
      hbaRules.flatMap((line, i) => {
        const problem = hbaLineProblem(line, version.majorNumber);
        if (problem === undefined && hasMethod(line, 'oauth') && !parameters.oauth_validator_libraries) {
          return [
            `'hbaRules[${i}]' must have a library that looks at tokens for the method 'oauth', got '${line}'; write parameters: { oauth_validator_libraries: ... } with one that the image has`,
          ];
        }
        return problem === undefined ? [] : [`'hbaRules[${i}]' ${problem}`];
      }),
  },
  {
    id: 'HA-070',
    summary: 'lines of pg_hba.conf let nobody in over the network without TLS',
    why: 'passwords and rows would be read on their way, and whatever else says TLS would be broken by one line',
    check: ({ model: { hbaRules, version } }) =>
      hbaRules.flatMap((line, i) =>
        hbaLineProblem(line, version.majorNumber) === undefined && admitsWithoutTls(line)
          ? [
              `'hbaRules[${i}]' lets clients in without TLS, got '${withoutSecrets(line)}'; write '${withoutSecrets(line).replace(/^\s*host(nossl)?/, 'hostssl')}'`,
            ]
          : [],
      ),
  },
  {
    id: 'HA-071',
    summary: 'lines of pg_hba.conf hold no secret',
    why: 'the manifest is read by everybody who reads the repository or the cluster object',
    check: ({ model: { hbaRules } }) =>
      hbaRules.flatMap((line, i) =>
        secretOptions(line).map(
          (option) =>
            `'hbaRules[${i}]' has a secret in '${option}'; bind to the directory without one ('ldapprefix' and 'ldapsuffix'), or take another method, and consider the secret as leaked`,
        ),
      ),
  },
  {
    id: 'HA-024',
    summary: 'there are WAL senders and replication slots for all replicas and readers of changes, and one to spare',
    why: 'a replica without one cannot stream, and one that joins needs one for its base backup; a slot that is one too many is never made',
    check: ({ model, facts: { defaultParameters } }) => {
      const { parameters, changeCapture } = model;
      const instances = allInstances(model);
      const slots = changeCapture?.slots?.length ?? 0;
      const needed = instances + slots;
      const who = `${instances === 1 ? 'one instance' : `${instances} instances`}${slots > 0 ? ` and ${slots} ${slots === 1 ? 'slot' : 'slots'} of 'changeCapture'` : ''}`;
      return ['max_wal_senders', 'max_replication_slots']
        .map((name) => [name, parameters[name] ?? defaultParameters?.[name] ?? DEFAULT_SENDERS] as const)
        .filter(([, value]) => needed > 1 && Number(value) < needed)
        .map(([name, value]) => `'${name}' must be at least ${needed} with ${who}, got '${value}'; write more`);
    },
  },
  {
    id: 'HA-025',
    summary: 'no parameter gives up what PostgreSQL promises of a commit',
    why: 'acknowledged transactions, or all of the data, would be lost with the next crash',
    check: ({ model: { parameters, replication } }) => [
      ...BLIND_TO_DAMAGE.filter((name) => parameters[name] !== undefined && !isSwitchedOff(parameters[name])).map(
        (name) =>
          `'${name}' must not be set for the whole server, got '${parameters[name]}': a page that is damaged would be read as if it were none, and written back; let the superuser set it in the one session that saves what is left`,
      ),
      ...['fsync', 'full_page_writes']
        .filter((name) => isSwitchedOff(parameters[name]))
        .map((name) => `'${name}' must be on, got '${parameters[name]}'; remove it`),
      ...(isSwitchedOn(parameters.ignore_invalid_pages)
        ? [
            `'ignore_invalid_pages' must be off, got '${parameters.ignore_invalid_pages}': WAL that fits no page would be passed over; remove it, and restore a backup`,
          ]
        : []),
      ...(replication.isSynchronous && ['off', 'local'].includes(parameters.synchronous_commit?.trim().toLowerCase() ?? '')
        ? [
            `'synchronous_commit' must be on with synchronous replication, got '${parameters.synchronous_commit}'; remove it or write Replication.asynchronous()`,
          ]
        : []),
    ],
  },
];
