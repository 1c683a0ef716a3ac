import { DNS_1035_LABEL, labelValueProblem } from '../../../model/names';
import { SpreadRule } from '../../../model/placement';
import { mebibytes, millicores, quantityBytes, sizeQuantity } from '../../../model/quantity';
import { loweredByPatroni } from '../../shared/patroni';
import { Rule } from '../../../private/rules';
import type { ClusterContext } from '../rule-contexts';
import { MAX_NAME, OWN_LABELS } from '../names';
import { droppedParameterProblems, ownedParameterProblems } from './parameter-problems';
import { versionFacts } from '../versions';

const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/;

const ENCRYPTIONS = ['scram-sha-256', 'md5'];

const MIN_CPU_LIMIT = 250;

const MIN_MEMORY_LIMIT = quantityBytes('250Mi');

/** What this operator adds to the rules of a cluster, its roles, databases and certificates left out. */
export const OBJECT_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-001',
    summary: `clusterName has at most ${MAX_NAME} characters`,
    why: 'the operator accepts a longer name, but the pods would need a label of more than 63 characters and are never created',
    check: ({ model: { identity } }) =>
      identity.name.length <= MAX_NAME
        ? undefined
        : `'clusterName' must have at most ${MAX_NAME} characters, got ${identity.name.length} in '${identity.name}'; write a shorter one`,
  },
  {
    id: 'ZAL-002',
    summary: 'teamId is the value of a label, and not empty',
    why: `everything that the operator creates has it as the label 'team'`,
    check: ({ settings: { teamId } }) =>
      teamId !== '' && labelValueProblem('team', teamId) === undefined
        ? undefined
        : `'teamId' must be 1 to 63 letters, digits, '-', '_' and '.', with a letter or digit at either end, got '${teamId}'; write for example 'acme'`,
  },
  {
    id: 'ZAL-003',
    summary: 'clusterName begins with the team where the operator is configured so',
    why: 'the operator marks the cluster as invalid and creates nothing',
    check: ({ model: { identity }, settings: { teamId, teamPrefixEnforced } }) =>
      teamPrefixEnforced ? prefixProblem(identity.name, teamId) : undefined,
  },
  {
    id: 'ZAL-004',
    summary: 'labels have keys that the operator passes on to the pods',
    why: 'the operator ignores other labels, so they would never reach the pods',
    check: ({ model, settings: { inheritedLabels = [] } }) =>
      // Where there are none at all the refusal of the capability says the same for all labels together.
      inheritedLabels.length === 0
        ? undefined
        : Object.keys(model.labels)
            .filter((key) => !inheritedLabels.includes(key))
            .map(
              (key) =>
                `'labels' must be of the keys ${inheritedLabels.join(', ')}, got '${key}'; list it as 'inherited_labels' in the operator's configuration and as inheritedLabels: [...] here`,
            ),
  },
  {
    id: 'ZAL-009',
    summary: 'no parameter is one that Patroni or Spilo sets',
    why: 'Patroni ignores or overwrites the value, or backups, replication or TLS stop working with it',
    check: ({ model }) => ownedParameterProblems(model),
  },
  {
    id: 'ZAL-010',
    summary: 'parameters have values that Patroni accepts',
    why: 'Patroni drops the value without a word and the server runs with the default',
    check: ({ model }) => droppedParameterProblems(model),
  },
  {
    id: 'ZAL-011',
    summary: 'strict synchronous replication waits for one standby',
    why: 'Patroni lowers the number to the standbys that are left, so that one alone confirms commits that were to be on several',
    check: ({ model }) => loweredByPatroni(model),
  },
  {
    id: 'ZAL-012',
    summary: 'storage is a whole number of gibibytes',
    why: 'the operator compares whole gibibytes, so the rest would never become a larger volume',
    check: ({ model: { storage } }) => {
      const size = mebibytes(storage.size);
      // HA-005 reports what is no size at all.
      return /^[1-9]\d*(Gi|Ti|Pi)$/.test(sizeQuantity(storage.size)) || !Number.isInteger(size) || size < 1024
        ? undefined
        : `'storage.size' must be a whole number of Gi, got ${sizeQuantity(storage.size)}; write Size.gibibytes(${Math.ceil(size / 1024)})`;
    },
  },
  {
    id: 'ZAL-013',
    summary: 'a pinned image is a Spilo image that has the major version',
    why: 'the operator configures Patroni through Spilo, so another image starts no database',
    check: ({ model: { image, version }, settings }) => {
      const reference = image?.reference ?? settings.defaultImage;
      return reference === undefined ? undefined : imageProblem(reference, version.majorNumber, versionFacts(settings).image);
    },
  },
  {
    id: 'ZAL-014',
    summary: 'limits are not below those that the operator allows',
    why: `the operator raises lower limits to its 'min_cpu_limit' and 'min_memory_limit', which are 250m and 250Mi in the configuration that it is shipped with`,
    check: ({ model: { compute } }) => [
      ...(compute.cpuLimit !== undefined && millicores(compute.cpuLimit) < MIN_CPU_LIMIT
        ? [`'compute.cpuLimit' must be at least 250m, got ${compute.cpuLimit}; write Cpu.millis(250)`]
        : []),
      ...(quantityBytes(compute.memoryLimit) < MIN_MEMORY_LIMIT
        ? [`'compute.memoryLimit' must be at least 250Mi, got ${compute.memoryLimit}; write Size.mebibytes(256)`]
        : []),
    ],
  },
  {
    id: 'ZAL-015',
    summary: 'placement.nodes says what the anti-affinity of the operator does',
    why: 'the operator keeps the instances of every cluster on different nodes, whatever a single cluster asks for',
    check: ({ model: { placement }, settings: { podAntiAffinityConfigured } }) =>
      podAntiAffinityConfigured && placement.nodes !== SpreadRule.REQUIRED
        ? `'placement.nodes' must be 'required' with podAntiAffinityConfigured: true, got '${placement.nodes}'; write SpreadRule.REQUIRED or change the operator's configuration`
        : undefined,
  },
  {
    id: 'ZAL-016',
    summary: `no label is one of ${OWN_LABELS.join(', ')}`,
    why: 'the operator lets inherited labels replace its own, by which StatefulSet and services find the pods: the cluster is never created, or never found',
    check: ({ model: { labels } }) =>
      Object.keys(labels)
        .filter((key) => OWN_LABELS.includes(key))
        .map(
          (key) => `'labels' must not have ${OWN_LABELS.join(', ')}, got '${key}'; write a key of your own such as 'acme.example/${key}'`,
        ),
  },
  {
    id: 'ZAL-017',
    summary: 'password_encryption is in lower case',
    why: 'the operator compares it to the letter, and stores passwords as MD5 hashes where it finds another spelling',
    check: ({ model: { parameters } }) => {
      const value = parameters.password_encryption ?? '';
      // HA-010 reports what PostgreSQL does not know either.
      return ENCRYPTIONS.includes(value.toLowerCase()) && !ENCRYPTIONS.includes(value)
        ? `'password_encryption' must be in lower case, got '${value}'; write '${value.toLowerCase()}'`
        : undefined;
    },
  },
  {
    id: 'ZAL-018',
    summary: 'podRoleArn is the ARN of a role',
    why: 'no archive could be read with it, and a recovery would try for ever',
    check: ({ settings: { podRoleArn } }) =>
      podRoleArn === undefined || ROLE_ARN.test(podRoleArn)
        ? undefined
        : `'podRoleArn' must be 'arn:aws:iam::ACCOUNT:role/NAME', got '${podRoleArn}'; write it as the operator's configuration has it`,
  },
];

/** What keeps the operator from finding its team in the name of a cluster. */
function prefixProblem(name: string, teamId: string): string | undefined {
  const prefix = `${teamId.toLowerCase()}-`;
  if (name.toLowerCase().startsWith(prefix) && name.length > prefix.length) {
    return undefined;
  }
  const otherwise = 'or, where the operator has no enable_team_id_clustername_prefix, teamPrefixEnforced: false';
  return DNS_1035_LABEL.test(`${prefix}a`)
    ? `'clusterName' must begin with '${prefix}', got '${name}'; write '${prefix}${name}' ${otherwise}`
    : `'clusterName' must begin with the team, got '${name}' and teamId '${teamId}', with which no name can begin; write a teamId of letters, digits and '-', with a letter first, ${otherwise}`;
}

/** Images of other operators and of the Docker library; a mirror may call a Spilo image what it likes, `acme/postgres` included. */
const FOREIGN_IMAGE = /(^|\/)(cloudnative-pg\/[^/]+|crunchydata\/[^/]+|crunchy-postgres[^/]*|library\/postgres)$|^(docker\.io\/)?postgres$/;

/** What keeps an image from running the major version, as far as its name tells. */
function imageProblem(reference: string, major: number, example: string): string | undefined {
  const name = reference.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  if (FOREIGN_IMAGE.test(name)) {
    return `the image must be a Spilo image, got '${reference}'; write for example PostgresImage.pinned('${example}')`;
  }
  const newest = Number(/spilo-(\d+)[^/]*$/.exec(name)?.[1] ?? NaN);
  return newest < major
    ? `the image must have PostgreSQL ${major}, got '${reference}', which ends with ${newest}; write spilo-${major} or newer`
    : undefined;
}
