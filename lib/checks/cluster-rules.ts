import { ClusterModel } from '../model/models';
import { DNS_1035_LABEL, labelKeyProblem, labelValueProblem } from '../model/names';
import { TolerationEffect } from '../model/placement';
import { kibibytes, quantityBytes } from '../model/quantity';
import { OperatorFacts } from '../operators/contract';
import { parameterProblem } from '../private/parameter-catalog';
import { Rule } from '../private/rules';
import {
  computeProblems,
  imageProblem,
  isIdentifier,
  isPinned,
  labelProblems,
  nameProblem,
  sharedBuffersBytes,
  volumeProblem,
} from './value-problems';

/** A cluster and what the rules need to know around it. */
export interface ClusterContext {
  readonly model: ClusterModel;
  readonly facts: OperatorFacts;
  /** Paths of other clusters of the app with the same name in the same namespace. */
  readonly rivals: readonly string[];
}

/** Keys by which GitOps controllers recognise what is theirs. */
const TRACKING_KEYS = ['app.kubernetes.io/instance', 'argocd.argoproj.io/instance', 'argocd.argoproj.io/tracking-id'];

/** The superuser, and the two words that PostgreSQL takes for something else even in quotes. */
const RESERVED_ROLES = ['postgres', 'public', 'none'];
const RESERVED_DATABASES = ['postgres', 'template0', 'template1'];

/** @see https://www.postgresql.org/docs/current/auth-pg-hba-conf.html */
const HBA_METHODS = [
  'scram-sha-256',
  'md5',
  'password',
  'cert',
  'ldap',
  'radius',
  'pam',
  'gss',
  'sspi',
  'ident',
  'peer',
  'bsd',
  'oauth',
  'reject',
];

/** The method of a line of pg_hba.conf: behind the address, which may be followed by a netmask. */
function methodOf(words: readonly string[]): string | undefined {
  const method = words[0] === 'local' ? words[3] : /^[\da-f:]+$|^\d+(\.\d+){3}$/.test(words[4] ?? '') ? words[5] : words[4];
  return HBA_METHODS.find((known) => known === method);
}

/** A boolean of PostgreSQL that is off, in any of its spellings. */
const isOff = (value: string | undefined): boolean => /^\s*(of|off|f|fa|fal|fals|false|n|no|0)\s*$/i.test(value ?? '');

const isCount = (value: number, min: number): boolean => Number.isInteger(value) && value >= min;
const values = (map: { readonly [key: string]: string }): [string, string][] => Object.entries(map);
const defined = <T>(list: readonly (T | undefined)[]): T[] => list.filter((item): item is T => item !== undefined);

/** What holds for a cluster on every operator. */
export const CLUSTER_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'HA-001',
    summary: 'instances is a whole number from 1',
    why: 'a cluster without a primary cannot accept writes',
    check: ({ model }) =>
      isCount(model.instances, 1)
        ? undefined
        : `'instances' must be a whole number from 1, got ${model.instances}; write 3, one primary and two replicas`,
  },
  {
    id: 'HA-002',
    summary: 'a production cluster has at least two instances',
    why: 'with one instance each restart, upgrade or node failure is an outage',
    check: ({ model }) =>
      model.instances === 1 && !model.nonProduction?.singleInstance
        ? `'instances' is 1; write 3 or, where an outage is acceptable, nonProduction: { reason, singleInstance: true }`
        : undefined,
  },
  {
    id: 'HA-003',
    summary: 'clusterName is a DNS label that starts with a letter',
    why: 'services are named after the cluster, and the API server or the operator refuses other names',
    check: ({ model: { identity } }) =>
      DNS_1035_LABEL.test(identity.name)
        ? undefined
        : `'clusterName' must be lower-case letters, digits and '-', with a letter first and no '-' at the end, got '${identity.name}'`,
  },
  {
    id: 'HA-004',
    summary: 'version is a major version that the operator runs',
    why: 'the operator has no image or no code for other versions',
    check: ({ model, facts }) =>
      facts.postgresMajors.includes(model.version.majorNumber)
        ? undefined
        : `'version' must be one of ${facts.postgresMajors.join(', ')} on ${facts.displayName} ${facts.operatorVersion}, got '${model.version.major}'`,
  },
  {
    id: 'HA-005',
    summary: 'volumes are a whole number of mebibytes, at least 1Gi',
    why: 'a fraction of a mebibyte has no canonical quantity, and PostgreSQL does not start on less',
    check: ({ model }) =>
      defined([
        volumeProblem('storage.size', kibibytes(model.storage.size)),
        model.walStorage && volumeProblem('walStorage.size', kibibytes(model.walStorage.size)),
      ]),
  },
  {
    id: 'HA-006',
    summary: 'names of storage classes, priority classes and catalogs are names of objects',
    why: 'no object can have another name, so the pods would wait for ever',
    check: ({ model }) =>
      defined([
        nameProblem('storage.storageClass', model.storage.storageClass),
        nameProblem('walStorage.storageClass', model.walStorage?.storageClass),
        nameProblem('placement.priorityClassName', model.placement.priorityClassName),
        nameProblem('image catalog name', model.image?.catalog?.name),
      ]),
  },
  {
    id: 'HA-007',
    summary: 'CPU and memory are positive, and no limit is below its request',
    why: 'the API server refuses such pods, and the operator would retry for ever',
    check: ({ model }) => computeProblems(model.compute),
  },
  {
    id: 'HA-008',
    summary: 'synchronous standbys are a whole number from 1 and fewer than the instances',
    why: 'every commit would wait for a standby that cannot exist',
    check: ({ model: { replication, instances } }) =>
      !replication.isSynchronous || (isCount(replication.standbys, 1) && replication.standbys < instances)
        ? undefined
        : `'replication' asks for ${replication.standbys} synchronous standbys of ${instances} instances; write ${instances > 2 ? `1 to ${instances - 1}` : 'Replication.asynchronous()'}, or more instances`,
  },
  {
    id: 'HA-009',
    summary: 'strict synchronous replication has a standby to spare',
    why: 'writes would stop whenever a single replica restarts',
    check: ({ model: { replication, instances } }) =>
      replication.isSynchronous && !replication.writesWithoutStandby && replication.standbys === instances - 1
        ? `'replication' waits for all ${replication.standbys} replicas; write ${instances + 1} instances, fewer standbys or writesWithoutStandby: true`
        : undefined,
  },
  {
    id: 'HA-010',
    summary: 'parameters exist in the PostgreSQL version and have values that it accepts',
    why: 'the server would not start after its next restart',
    check: ({ model }) =>
      model.version.majorNumber >= 14 && model.version.majorNumber <= 18
        ? defined(
            values(model.parameters).map(([name, value]) =>
              /[\r\n\0]/.test(value)
                ? `'${name}' must be one line, got ${JSON.stringify(value)}`
                : parameterProblem(model.version.majorNumber, name, value),
            ),
          )
        : undefined,
  },
  {
    id: 'HA-011',
    summary: 'parameter names are lower-case and given once, and libraries are given as preloadLibraries',
    why: 'operators compare names to the letter, so another spelling escapes their checks and their merging of libraries',
    check: ({ model }) =>
      defined(
        Object.keys(model.parameters).map((name) => {
          if (name !== name.toLowerCase()) {
            return `'parameters' has '${name}'; write '${name.toLowerCase()}'`;
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
    id: 'HA-014',
    summary: 'labels, annotations and node labels have valid keys and values',
    why: 'the API server refuses the pods',
    check: ({ model }) => [
      ...labelProblems('labels', model.labels),
      ...labelProblems('placement.nodeSelector', model.placement.nodeSelector),
      ...defined(Object.keys(model.annotations).map((key) => labelKeyProblem(key))).map((problem) => `'annotations': ${problem}`),
    ],
  },
  {
    id: 'HA-015',
    summary: 'no label or annotation is one by which a GitOps controller tracks its objects',
    why: 'Argo CD would take the pods for its own and delete those that have no owner',
    check: ({ model }) =>
      [...Object.keys(model.labels), ...Object.keys(model.annotations)]
        .filter((key) => TRACKING_KEYS.includes(key))
        .map((key) => `'${key}' must not be on the pods; use a key of your own`),
  },
  {
    id: 'HA-016',
    summary: 'a cluster name is used once in a namespace',
    why: 'two clusters of one name share services, volumes and secrets, and the second object replaces the first',
    check: ({ model: { identity }, rivals }) =>
      rivals.length > 0
        ? `the name '${identity.name}' in namespace '${identity.namespace ?? 'default'}' is also used by ${rivals.join(', ')}; give each cluster a name of its own`
        : undefined,
  },
  {
    id: 'HA-017',
    summary: 'a production cluster has a backup policy',
    why: 'a dropped table, a deleted namespace or a lost volume would be final',
    check: ({ model }) =>
      model.backup === undefined && !model.nonProduction?.withoutBackups
        ? `the cluster '${model.identity.name}' has no BackupPolicy; add one or write nonProduction: { reason, withoutBackups: true }`
        : undefined,
  },
  {
    id: 'HA-018',
    summary: 'nonProduction says why',
    why: 'the next reader has to judge whether the reason still holds',
    check: ({ model: { nonProduction } }) =>
      nonProduction !== undefined && nonProduction.reason.trim() === ''
        ? `'nonProduction.reason' is empty; write why this cluster may be less safe`
        : undefined,
  },
  {
    id: 'HA-019',
    summary: 'tolerations have the key and value of a label, and seconds only with NO_EXECUTE',
    why: 'the API server refuses the pods',
    check: ({ model: { placement } }) =>
      placement.tolerations.flatMap(({ key, value, effect, seconds }, i) => {
        const problem = key === '' ? `the key is empty` : (labelKeyProblem(key) ?? labelValueProblem(key, value ?? ''));
        if (problem) {
          return [`'placement.tolerations[${i}]': ${problem}`];
        }
        return seconds !== undefined && (effect !== TolerationEffect.NO_EXECUTE || !isCount(seconds, 0))
          ? [`'placement.tolerations[${i}].seconds' must be a whole number and goes with TolerationEffect.NO_EXECUTE only, got ${seconds}`]
          : [];
      }),
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
    id: 'HA-021',
    summary: 'a pinned image has a tag, and the tag is not latest',
    why: 'the next pull could bring another major version, which cannot read the data',
    check: ({ model: { image } }) =>
      image?.reference === undefined || isPinned(image.reference) ? undefined : imageProblem(image.reference),
  },
  {
    id: 'HA-022',
    summary: 'shared_buffers fits into the memory request',
    why: 'the server would be killed for lack of memory, or not start',
    check: ({ model }) => {
      const buffers = sharedBuffersBytes(model.parameters.shared_buffers);
      const memory = quantityBytes(model.compute.memory);
      return buffers !== undefined && buffers > memory
        ? `'shared_buffers' is ${model.parameters.shared_buffers} and the memory request ${model.compute.memory}; write a quarter of the memory, or ask for more`
        : undefined;
    },
  },
  {
    id: 'HA-023',
    summary: 'lines of pg_hba.conf are whole, and none trusts everybody',
    why: 'the server ignores a broken file, or lets anybody in without a password',
    check: ({ model: { hbaRules } }) =>
      hbaRules.flatMap((line, i) => {
        const words = line.trim().split(/\s+/);
        if (
          !/^[\x20-\x7e]+$/.test(line) ||
          !/^(local|host|hostssl|hostnossl)$/.test(words[0] ?? '') ||
          words.length < (words[0] === 'local' ? 4 : 5)
        ) {
          return [`'hbaRules[${i}]' must be one line 'hostssl DATABASE USER ADDRESS METHOD' in printable ASCII, got '${line}'`];
        }
        if (words.some((word) => word.replace(/"/g, '') === 'trust')) {
          return [`'hbaRules[${i}]' must not use the method 'trust', got '${line}'; write 'scram-sha-256'`];
        }
        return methodOf(words) === undefined
          ? [`'hbaRules[${i}]' must end with a method such as 'scram-sha-256', got '${line}'; allowed: ${HBA_METHODS.join(', ')}`]
          : [];
      }),
  },
  {
    id: 'HA-024',
    // Not told of max_wal_senders, every operator leaves PostgreSQL's 10; the default of slots differs.
    summary: 'there are WAL senders and replication slots for all replicas, and one to spare',
    why: 'a replica without one cannot stream, and one that joins needs one for its base backup',
    check: ({ model: { parameters, instances } }) =>
      Object.entries({ max_wal_senders: parameters.max_wal_senders ?? '10', max_replication_slots: parameters.max_replication_slots })
        .filter(([, value]) => value !== undefined && instances > 1 && Number(value) < instances)
        .map(([name, value]) => `'${name}' must be at least ${instances} with ${instances} instances, got '${value}'; write more`),
  },
  {
    id: 'HA-025',
    summary: 'no parameter gives up what PostgreSQL promises of a commit',
    why: 'acknowledged transactions, or all of the data, would be lost with the next crash',
    check: ({ model: { parameters, replication } }) => [
      ...['fsync', 'full_page_writes']
        .filter((name) => isOff(parameters[name]))
        .map((name) => `'${name}' must be on, got '${parameters[name]}'; remove it`),
      ...(replication.isSynchronous && ['off', 'local'].includes(parameters.synchronous_commit?.trim().toLowerCase() ?? '')
        ? [
            `'synchronous_commit' must be on with synchronous replication, got '${parameters.synchronous_commit}'; remove it or write Replication.asynchronous()`,
          ]
        : []),
    ],
  },
];
