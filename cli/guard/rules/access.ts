import { at, Json, isMap, listOf, mapOf, textOf } from '../../values/json';
import { annotation, KubeObject, keyOf, refOf } from '../object';
import { isStateful, kindOf } from '../operators';
import { CNPG } from '../operators/cnpg';
import { GuardRule, Hit, Side } from '../rule';
import { canonicalQuantity, quantity } from '../../values/quantity';
import { ClusterView } from '../operators/view';

/** Annotations of CloudNativePG that are for emergencies. */
const EMERGENCY: { readonly [key: string]: (value: string) => boolean } = {
  'cnpg.io/validation': (value) => value === 'disabled',
  'cnpg.io/skipEmptyWalArchiveCheck': (value) => value === 'enabled',
  'cnpg.io/skipWalArchiving': (value) => value === 'enabled',
  'alpha.cnpg.io/unrecoverable': (value) => value === 'true',
  'cnpg.io/fencedInstances': (value) => value !== '',
  'cnpg.io/podPatch': (value) => value !== '',
};

const DELETE_ANNOTATIONS = ['delete-date', 'delete-clustername'];

/** A line of pg_hba in one spelling; the passwords that LDAP and RADIUS need are not repeated. */
const withoutSecrets = (line: string): string =>
  line
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\b(ldapbindpasswd|radiussecrets)=("[^"]*"|\S+)/g, '$1=(not shown)');

/** Lines of pg_hba, wherever the operator has them. */
function hbaLines(object: KubeObject): { field: string; line: string }[] {
  const ways: readonly (readonly string[])[] = [
    ['spec', 'postgresql', 'pg_hba'],
    ['spec', 'patroni', 'pg_hba'],
    ['spec', 'patroni', 'dynamicConfiguration', 'postgresql', 'pg_hba'],
  ];
  return [
    ...ways.flatMap((way) =>
      listOf(at(object.value, ...way)).map((line) => ({ field: way.join('.'), line: withoutSecrets(String(line)) })),
    ),
    ...listOf(at(object.value, 'spec', 'authentication', 'rules')).map((rule) => ({
      field: 'spec.authentication.rules',
      line:
        textOf(at(rule, 'hba')) ??
        [
          at(rule, 'connection'),
          listOf(at(rule, 'databases')).join() || 'all',
          listOf(at(rule, 'users')).join() || 'all',
          'all',
          at(rule, 'method'),
        ]
          .map(String)
          .join(' '),
    })),
  ];
}

/** Why a line lets in more than it should; undefined for one that does not. */
function weakness(line: string): string | undefined {
  const [type = '', , , address = '', ...method] = line.split(' ');
  const how = (type === 'local' ? [address, ...method] : method).join(' ');
  if (/\b(reject|cert|gss|sspi)\b/.test(how)) {
    return undefined;
  }
  if (/\btrust\b/.test(how) && type !== 'local' && !/^(127\.0\.0\.1\/32|::1\/128|localhost)$/.test(address)) {
    return 'nobody is asked for a password';
  }
  if (type === 'hostnossl' || type === 'host') {
    return /^(127\.0\.0\.1\/32|::1\/128|localhost)$/.test(address) ? undefined : 'passwords and data may go unencrypted';
  }
  if (/^(0\.0\.0\.0\/0|::\/0)$/.test(address)) {
    return 'every address is let in';
  }
  return /\bpassword\b/.test(how) ? 'the password itself is sent' : undefined;
}

const policyOf = (object: KubeObject): boolean => kindOf(object) === 'networking.k8s.io/NetworkPolicy';

/** Whether a selector selects pods with these labels. */
function selects(selector: Json | undefined, labels: { readonly [label: string]: string }): boolean {
  return (
    Object.entries(mapOf(at(selector, 'matchLabels'))).every(([key, value]) => labels[key] === value) &&
    listOf(at(selector, 'matchExpressions')).every((expression) => {
      const value = labels[textOf(at(expression, 'key')) ?? ''];
      const values = listOf(at(expression, 'values')).map(String);
      switch (textOf(at(expression, 'operator'))) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}

/** Policies for ingress that select the instances of a cluster. */
const policiesOf = ({ objectsIn }: Side, { object, podLabels }: ClusterView): KubeObject[] =>
  objectsIn(object.namespace).filter(
    (policy) =>
      policyOf(policy) &&
      at(policy.value, 'spec', 'podSelector') !== undefined &&
      selects(at(policy.value, 'spec', 'podSelector'), podLabels),
  );

/** Whether any of the policies lets a port in. */
function letsIn(policies: readonly KubeObject[], port: number): boolean {
  return policies
    .flatMap((policy) => listOf(at(policy.value, 'spec', 'ingress')))
    .some((rule) => {
      const ports = listOf(at(rule, 'ports'));
      return (
        ports.length === 0 ||
        ports.some((allowed) => {
          const from = textOf(at(allowed, 'port'));
          const [first, last] = [Number(from), Number(textOf(at(allowed, 'endPort')) ?? from)];
          return from === undefined || Number.isNaN(first) || (first <= port && port <= last);
        })
      );
    });
}

/** Where a Secret is named. */
const SECRET_NAME =
  /(?:secret|credentials?)(?:\[[^\]]*\])?\.name$|secretKeyRef\.name$|secretName$|(?:server|client|replication)\w*(?:TLS|CA)Secret$|configuration/i;

const APPLICATIONS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout']);

/** Fields of a cluster that applications have to follow. */
const SERVER_SIDE =
  /^spec\.(tls|certificates\.server|customTLSSecret|connectionPooler|enableConnectionPooler|proxy|bootstrap\.initdb\.(database|owner)|databases|users)/;

const MONITORING = new Set(['PodMonitor', 'ServiceMonitor', 'PrometheusRule']);

const EMPTY_ALLOWED =
  /(^|\.|\])(emptyDir|initdb|pgBouncer|preparedDatabases|labelSelector|podSelector|namespaceSelector|users|standby|image|config|pgmonitor|exporter|resources|securityContext|instrumentation)(\.[^.]+|\["[^"]+"\])?$/;

/** Everything empty in a spec, by the way to it. */
function empties(value: Json, way: string): { field: string; value: Json }[] {
  if (value === null || (Array.isArray(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0)) {
    return [{ field: way, value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => empties(item, `${way}[${textOf(at(item, 'name')) ?? i}]`));
  }
  return isMap(value)
    ? Object.entries(value).flatMap(([key, item]) => empties(item, /^[\w-]+$/.test(key) ? `${way}.${key}` : `${way}["${key}"]`))
    : [];
}

/** Quantities that are written otherwise than they are kept. */
function oddQuantities(value: Json, way: string, inResources: boolean): { field: string; text: string; better: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => oddQuantities(item, `${way}[${textOf(at(item, 'name')) ?? i}]`, inResources));
  }
  if (!isMap(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    const text = textOf(item);
    const better = inResources && text !== undefined ? canonicalQuantity(text) : undefined;
    return better !== undefined && better !== text
      ? [{ field: `${way}.${key}`, text: text!, better }]
      : oddQuantities(item, `${way}.${key}`, ['limits', 'requests'].includes(key));
  });
}

const REASON = 'Emergency switch';

export const ACCESS_RULES: readonly GuardRule[] = [
  {
    id: 'G082',
    name: 'emergency-annotation',
    severity: 'block',
    operators: ['cnpg'],
    what: `${REASON} in Git.`,
    why: 'It turns a check or the operator itself off for good, and everybody forgets it.',
    safe: 'Set it by hand in the emergency, and take it back.',
    state: ({ clusters }) =>
      clusters
        .filter(({ operator }) => operator === 'cnpg')
        .flatMap(({ object }) =>
          Object.entries(EMERGENCY).flatMap(([key, isBad]): Hit[] => {
            const value = annotation(object, key);
            return value !== undefined && isBad(value)
              ? [
                  {
                    object,
                    field: `metadata.annotations["${key}"]`,
                    new: value,
                    what: `${REASON} '${key}' in Git.`,
                    does: 'It holds at each reconciliation.',
                    evidence: 'read',
                  },
                ]
              : [];
          }),
        ),
  },
  {
    id: 'G083',
    name: 'reconciliation-off',
    severity: 'confirm',
    operators: ['cnpg', 'crunchy'],
    what: 'The operator is told to leave the cluster alone.',
    why: 'Later commits do nothing, and nobody repairs the cluster; on CloudNativePG there is no failover either.',
    safe: 'Confirm it for the time of a repair, and take it back.',
  },
  {
    id: 'G084',
    name: 'deletion-permitted-in-git',
    severity: 'block',
    operators: ['zalando'],
    what: 'The permission to delete the cluster stands in Git.',
    why: 'It is there to be given once, by hand; stored, it guards nothing.',
    safe: 'Take it out; annotate the object by hand when it is to be deleted.',
    state: ({ clusters, objects }) => {
      const configured = objects
        .filter(({ kind }) => kind === 'OperatorConfiguration')
        .flatMap((object) =>
          ['delete_annotation_date_key', 'delete_annotation_name_key'].map((key) =>
            textOf(at(object.value, 'configuration', 'kubernetes', key)),
          ),
        )
        .filter((key): key is string => !!key);
      return clusters
        .filter(({ operator }) => operator === 'zalando')
        .flatMap(({ object }) =>
          [...new Set([...DELETE_ANNOTATIONS, ...configured])].flatMap((key): Hit[] => {
            const value = annotation(object, key);
            return value === undefined
              ? []
              : [
                  {
                    object,
                    field: `metadata.annotations["${key}"]`,
                    new: value,
                    does: 'On the day it names, a deletion of the object is carried out, volumes included.',
                    evidence: 'read',
                  },
                ];
          }),
        );
    },
  },
  {
    id: 'G085',
    name: 'deletion-settings-changed',
    severity: 'confirm',
    operators: ['zalando'],
    what: 'What a deletion deletes changes, for every cluster of the operator.',
    why: 'With finalizers the guard of the delete annotations is not asked; without owner references or with deletion of claims, more goes than before.',
    safe: 'Keep enable_persistent_volume_claim_deletion: false, and delete volumes by hand.',
  },
  {
    id: 'G086',
    name: 'upgrade-mode-changed',
    severity: 'confirm',
    operators: ['zalando'],
    what: 'Which clusters the operator upgrades by itself changes.',
    why: 'In mode full it upgrades many clusters at once, and their manifests stay behind.',
    safe: 'manual, and one cluster after the other.',
  },
  {
    id: 'G087',
    name: 'leader-record-moved',
    severity: 'block',
    operators: ['zalando'],
    what: 'Where Patroni keeps its leader, or how it finds its pods, changes for every cluster.',
    why: 'While old and new pods look in different places, a cluster may have two primaries.',
    safe: 'Scale every cluster to one instance, change it, and scale back.',
  },
  {
    id: 'G088',
    name: 'team-changed',
    severity: 'confirm',
    operators: ['zalando'],
    what: 'The cluster goes to another team.',
    why: 'Labels, DNS names and roles of the team change; where names have to begin with the team, the cluster is refused.',
    safe: 'Keep the team; give access to the other one by roles.',
  },
  {
    id: 'G089',
    name: 'immutable-changed',
    severity: 'block',
    operators: ['cnpg', 'kubernetes'],
    what: 'A field changes that cannot change.',
    why: 'The API refuses the object, and every other change of it in this commit.',
    safe: 'Put it back. For another value make a new object.',
  },
  {
    id: 'G090',
    name: 'dropped-by-the-operator',
    severity: 'block',
    operators: ['cnpg'],
    what: 'A role, a database or something in it is to be dropped.',
    why: 'DROP is not undone.',
    safe: 'Take a backup; drop it by hand when nobody uses it any more.',
  },
  {
    id: 'G091',
    name: 'database-object-removed',
    severity: 'block',
    operators: ['cnpg'],
    what: 'An object disappears whose removal drops what it stands for.',
    why: 'The database or the role is dropped with it.',
    safe: 'Set the reclaim policy to retain first, let that be synced, and remove the object in a later commit.',
    check: ({ removed }) =>
      removed.flatMap((object): Hit[] => {
        const field = { [`${CNPG}/Database`]: 'databaseReclaimPolicy', [`${CNPG}/DatabaseRole`]: 'databaseRoleReclaimPolicy' }[
          kindOf(object)
        ];
        return field && textOf(at(object.value, 'spec', field)) === 'delete'
          ? [
              {
                object,
                field: `spec.${field}`,
                old: 'delete',
                what: `${refOf(object)} disappears, and its reclaim policy is 'delete'.`,
                does: object.kind === 'Database' ? 'DROP DATABASE is executed.' : 'DROP ROLE is executed.',
                evidence: 'read',
                effect: 'destroys data',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G092',
    name: 'role-removed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A role is no longer declared.',
    why: 'It is not dropped: it can still log in with its password and its grants. On PGO its Secret is deleted, and applications lose their credentials.',
    safe: 'Take its access and its login away first, and drop it by hand.',
    check: ({ removed, head }) =>
      removed
        .filter(
          (object) =>
            kindOf(object) === `${CNPG}/DatabaseRole` &&
            head.byKey.has(keyOf(CNPG, 'Cluster', object.namespace, textOf(at(object.value, 'spec', 'cluster', 'name')) ?? '')),
        )
        .map((object) => ({
          object,
          what: `${refOf(object)} disappears.`,
          does: 'The role stays in the database with its password and its grants.',
          evidence: 'seen',
        })),
  },
  {
    id: 'G093',
    name: 'users-unset',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The list of users is taken away.',
    why: 'The default user of PGO comes back, and the Secrets of those that were listed are deleted.',
    safe: 'Keep the list; an empty list ([]) is no user at all.',
    check: ({ pairs }) =>
      pairs
        .filter(
          ({ before, after }) =>
            kindOf(after) === 'postgres-operator.crunchydata.com/PostgresCluster' &&
            listOf(at(before.raw, 'spec', 'users')).length > 0 &&
            !Array.isArray(at(after.raw, 'spec', 'users')),
        )
        .map(({ before, after }) => ({
          object: after,
          field: 'spec.users',
          old: at(before.raw, 'spec', 'users'),
          new: at(after.raw, 'spec', 'users'),
          does: 'The Secrets of the users are deleted at once, and one for a user called after the cluster is made.',
          evidence: 'read',
          effect: 'cuts clients',
        })),
  },
  {
    id: 'G094',
    name: 'superuser-access-changed',
    severity: 'warn',
    operators: ['cnpg'],
    what: 'Access of the superuser over the network is opened or closed.',
    why: 'Open, a leaked Secret is everything; closed, whoever used it is shut out.',
    safe: 'Keep it closed; give roles what they need.',
  },
  {
    id: 'G095',
    name: 'privilege-raised',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A role gets more privileges.',
    why: 'A superuser, or one that replicates or passes row security, reads everything.',
    safe: 'Give grants, not privileges of the whole cluster.',
  },
  {
    id: 'G096',
    name: 'hba-loosened',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A rule of pg_hba lets in more than before.',
    why: 'Whoever reaches the port gets in without a password, or reads what others send.',
    safe: 'hostssl, scram-sha-256, and the addresses that are needed.',
    check: ({ pairs }) =>
      pairs
        .filter(({ after }) => isStateful(after))
        .flatMap(({ before, after }) => {
          const old = new Set(hbaLines(before).map(({ line }) => line));
          return hbaLines(after)
            .filter(({ line }) => !old.has(line))
            .flatMap(({ field, line }): Hit[] => {
              const why = weakness(line);
              return why
                ? [
                    {
                      object: after,
                      field,
                      new: line,
                      what: `A new rule of pg_hba, '${line}': ${why}.`,
                      does: 'Loaded at once.',
                      evidence: 'read',
                      effect: 'changes who may log in',
                    },
                  ]
                : [];
            });
        }),
  },
  {
    id: 'G097',
    name: 'tls-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'The certificate of the server changes.',
    why: 'Clients that check it have to know the new CA and the names.',
    safe: 'Two commits: let clients trust both CAs first; then change the server.',
  },
  {
    id: 'G098',
    name: 'exposed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'The database is reachable from outside, or from more places.',
    why: 'Scanners find an open port within minutes.',
    safe: 'Name the address ranges, and let only hostssl in.',
    check: ({ added, head }) =>
      added
        .filter(
          (object) =>
            kindOf(object) === 'core/Service' &&
            ['LoadBalancer', 'NodePort'].includes(textOf(at(object.value, 'spec', 'type')) ?? '') &&
            head
              .clustersIn(object.namespace)
              .some(({ podLabels }) =>
                selects(
                  { matchLabels: at(object.value, 'spec', 'selector') ?? {} },
                  { ...podLabels, 'cnpg.io/poolerName': textOf(at(object.value, 'spec', 'selector', 'cnpg.io/poolerName')) ?? '' },
                ),
              ),
        )
        .map((object) => ({
          object,
          field: 'spec.type',
          new: at(object.value, 'spec', 'type'),
          what: `${refOf(object)} makes a database reachable from outside.`,
          does: 'The Service is reachable as soon as it is made.',
          evidence: 'seen',
          effect: 'changes who may log in',
        })),
  },
  {
    id: 'G099',
    name: 'endpoint-removed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'An address that applications may use goes or changes.',
    why: 'They point to it until their own rollout has ended, and fail meanwhile.',
    safe: 'Move the applications in one commit, and take the address away in the next.',
    check: ({ removed, head }) =>
      removed
        .filter(
          (object) =>
            kindOf(object) === `${CNPG}/Pooler` &&
            head.byKey.has(keyOf(CNPG, 'Cluster', object.namespace, textOf(at(object.value, 'spec', 'cluster', 'name')) ?? '')),
        )
        .map((object) => ({
          object,
          what: `${refOf(object)} disappears.`,
          does: 'The pooler and its Service go at once.',
          evidence: 'seen',
          effect: 'cuts clients',
        })),
  },
  {
    id: 'G100',
    name: 'pool-mode-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The pool hands out connections in another way.',
    why: 'From session to transaction, prepared statements, SET, advisory locks and LISTEN break in applications.',
    safe: 'Add a second pool of the new mode, and move one application after the other.',
  },
  {
    id: 'G101',
    name: 'wal-level-lowered',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'wal_level is lowered.',
    why: 'Archiving, standbys or logical slots stop working.',
    safe: 'Leave it.',
  },
  {
    id: 'G102',
    name: 'limit-lowered',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A limit is lowered that a standby must have as high as its primary.',
    why: 'A standby with less does not start; the primary restarts first, and nobody can take over meanwhile.',
    safe: 'In a commit of its own, with every standby healthy.',
  },
  {
    id: 'G103',
    name: 'preload-library-removed',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A library is no longer loaded at start.',
    why: 'What depends on it fails.',
    safe: 'Drop the extension first.',
  },
  {
    id: 'G104',
    name: 'secret-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'Another Secret is read.',
    why: 'It has to be there with the same keys first, and nobody can tell from here whether it is.',
    safe: 'Make the Secret in an earlier commit.',
    check: ({ pairs }) =>
      pairs
        .filter(({ after }) => after.group !== '' && (isStateful(after) || [CNPG].includes(after.group)))
        .flatMap(({ after, changes }) =>
          changes
            .filter(
              ({ field, old, new: now, inside }) =>
                !inside &&
                SECRET_NAME.test(field) &&
                typeof old === 'string' &&
                typeof now === 'string' &&
                !/^spec\.(certificates|tls|customTLS|customReplicationTLS|env)/.test(field),
            )
            .map(({ field, old, new: now }): Hit => ({
              object: after,
              field,
              old,
              new: now,
              does: 'The operator reads the other Secret at once, and stops where it is missing.',
              evidence: 'read',
            })),
        ),
  },
  {
    id: 'G105',
    name: 'sealed-secret-moved',
    severity: 'block',
    operators: ['kubernetes'],
    what: 'A sealed Secret gets another name or namespace with the same ciphertext.',
    why: 'It is sealed for its name and namespace, and cannot be opened anywhere else.',
    safe: 'Seal it anew for the new place.',
    check: ({ removed, added }) => {
      const sealed = (object: KubeObject): boolean =>
        kindOf(object) === 'bitnami.com/SealedSecret' && annotation(object, 'sealedsecrets.bitnami.com/cluster-wide') !== 'true';
      const cipher = (object: KubeObject): string[] => Object.values(mapOf(at(object.value, 'spec', 'encryptedData'))).map(String);
      return added.filter(sealed).flatMap((object): Hit[] => {
        const wide = annotation(object, 'sealedsecrets.bitnami.com/namespace-wide') === 'true';
        const from = removed
          .filter(sealed)
          .find((old) => cipher(old).some((text) => cipher(object).includes(text)) && !(wide && old.namespace === object.namespace));
        return from
          ? [
              {
                object,
                field: 'metadata.name',
                old: `${from.namespace}/${from.name}`,
                new: `${object.namespace}/${object.name}`,
                does: 'The controller cannot decrypt it: no Secret is made.',
                evidence: 'read',
              },
            ]
          : [];
      });
    },
  },
  {
    id: 'G107',
    name: 'policy-removed',
    severity: 'confirm',
    operators: ['kubernetes'],
    what: 'A NetworkPolicy of a cluster goes, or lets nobody in.',
    why: 'Without the last policy everybody reaches the pods; with one that is empty nobody does.',
    safe: 'Confirm it if something else keeps the others out.',
    check: ({ base, head, removed }) =>
      removed.filter(policyOf).flatMap((object): Hit[] => {
        const cluster = base.clustersIn(object.namespace).find((view) => policiesOf(base, view).includes(object));
        const still = cluster && head.clusterByKey.get(cluster.object.key);
        return still
          ? [
              {
                object,
                what: `${refOf(object)} disappears, which selects the pods of ${refOf(still.object)}.`,
                does:
                  policiesOf(head, still).length === 0
                    ? 'Everybody reaches the pods from now on.'
                    : 'Connections that only it allowed are dropped.',
                evidence: 'seen',
                effect: 'changes who may log in',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G108',
    name: 'policy-blocks-operator',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'No policy lets in what the operator and the other instances need.',
    why: 'Without it there is no failover, and no status.',
    safe: 'CloudNativePG: ports 5432 and 8000; Zalando and PGO: 5432 and 8008.',
    state: (side) =>
      side.clusters.flatMap((view): Hit[] => {
        const policies = policiesOf(side, view).filter(
          (policy) =>
            listOf(at(policy.value, 'spec', 'policyTypes')).includes('Ingress') || at(policy.value, 'spec', 'policyTypes') === undefined,
        );
        const closed = policies.length > 0 ? view.innerPorts.filter((port) => !letsIn(policies, port)) : [];
        return closed.length > 0
          ? [
              {
                object: policies[0]!,
                field: 'spec.ingress',
                new: closed,
                what: `The policies for ${refOf(view.object)} let nobody in at port ${closed.join(' and ')}.`,
                does: 'Connections are dropped at once.',
                evidence: 'read',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G109',
    name: 'pods-refused',
    severity: 'warn',
    operators: ['zalando'],
    what: 'The namespace takes restricted pods only.',
    why: 'The pods of this operator are not: they are refused.',
    safe: "Use the standard 'baseline' for the namespace.",
    state: ({ clusters, byKey }) =>
      clusters.flatMap(({ operator, object }): Hit[] => {
        const namespace = byKey.get(keyOf('', 'Namespace', '', object.namespace));
        return operator === 'zalando' &&
          namespace &&
          at(namespace.value, 'metadata', 'labels', 'pod-security.kubernetes.io/enforce') === 'restricted'
          ? [
              {
                object: namespace,
                field: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
                new: 'restricted',
                what: `The namespace of ${refOf(object)} takes restricted pods only.`,
                does: 'No pod of the cluster starts.',
                evidence: 'read',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G110',
    name: 'monitoring-removed',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'What watches the cluster goes.',
    why: 'Nobody is told when it fails.',
    safe: 'Add what takes its place first.',
    check: ({ removed }) =>
      removed
        .filter(({ kind }) => MONITORING.has(kind))
        .map((object) => ({
          object,
          what: `${refOf(object)} disappears.`,
          does: 'Alerts see nothing, and do not fire.',
          evidence: 'read',
        })),
  },
  {
    id: 'G111',
    name: 'resources-removed',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Limits or requests are taken away, or the memory is too small for shared_buffers.',
    why: 'The pod is evicted or killed among the first.',
    safe: 'Keep requests and limits, and memory of at least 1.3 times shared_buffers.',
    state: ({ clusters }) =>
      clusters.flatMap(({ operator, object }): Hit[] => {
        const spec = object.value.spec;
        const buffers = textOf(
          at(spec, 'postgresql', 'parameters', 'shared_buffers') ??
            at(spec, 'config', 'parameters', 'shared_buffers') ??
            at(spec, 'patroni', 'dynamicConfiguration', 'postgresql', 'parameters', 'shared_buffers'),
        );
        const bytes = buffers === undefined ? NaN : quantity(buffers.replace(/kB$/, 'Ki').replace(/([MG])B$/, '$1i'));
        const sets =
          operator === 'crunchy'
            ? listOf(at(spec, 'instances')).map(
                (set) => [`spec.instances[${textOf(at(set, 'name'))}].resources`, at(set, 'resources')] as const,
              )
            : [['spec.resources', at(spec, 'resources')] as const];
        return sets.flatMap(([field, resources]): Hit[] => {
          const memory = textOf(at(resources, 'limits', 'memory') ?? at(resources, 'requests', 'memory'));
          return memory !== undefined && /[A-Za-z]/.test(buffers ?? '') && quantity(memory) < bytes * 1.3
            ? [
                {
                  object,
                  field,
                  new: memory,
                  what: `The memory of ${memory} is less than 1.3 times shared_buffers (${buffers}).`,
                  does:
                    operator === 'cnpg'
                      ? 'The webhook refuses a request below shared_buffers; above it the kernel may kill PostgreSQL.'
                      : 'The kernel may kill PostgreSQL.',
                  evidence: 'read',
                },
              ]
            : [];
        });
      }),
  },
  {
    id: 'G112',
    name: 'empty-value',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'An empty value is printed.',
    why: 'The API server drops some of them: Argo CD shows the object out of sync for ever. Others mean something else than nothing.',
    safe: 'Leave the field out.',
    state: ({ objects }) =>
      objects
        .filter(({ group, live }) => !live && /(cnpg\.io|acid\.zalan\.do|crunchydata\.com)$/.test(group))
        .flatMap((object) =>
          empties(object.raw.spec ?? {}, 'spec')
            .filter(({ field, value }) => value === null || !EMPTY_ALLOWED.test(field))
            .map(({ field, value }) => ({
              object,
              field,
              new: value,
              does: 'Kept, dropped or filled in, as the API server does.',
              evidence: 'read' as const,
            })),
        ),
  },
  {
    id: 'G113',
    name: 'odd-spelling',
    severity: 'warn',
    operators: ['cnpg'],
    what: 'A quantity is written otherwise than it is kept.',
    why: 'Argo CD shows the object out of sync for ever.',
    safe: 'Write it as the API server does.',
    state: ({ clusters }) =>
      clusters
        .filter(({ object, operator }) => !object.live && operator === 'cnpg')
        .flatMap(({ object }) =>
          oddQuantities(object.raw.spec ?? {}, 'spec', false).map(({ field, text, better }) => ({
            object,
            field,
            new: text,
            does: `The webhook writes '${better}' instead.`,
            evidence: 'read' as const,
            safe: `Write '${better}'.`,
          })),
        ),
  },
  {
    id: 'G121',
    name: 'database-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A database is no longer declared, or gets another owner.',
    why: 'A renamed database is a new, empty one, and the old one stays; what is in a database keeps its owner.',
    safe: 'Rename with ALTER DATABASE and REASSIGN OWNED by hand, and declare the result.',
  },
  {
    id: 'G122',
    name: 'clients-cut',
    severity: 'warn',
    operators: ['zalando'],
    what: 'The pods of the pooler are made anew.',
    why: 'Every client of the pool is cut at once.',
    safe: 'Do it when few are connected.',
  },
  {
    id: 'G124',
    name: 'policy-changed',
    severity: 'info',
    operators: ['kubernetes'],
    what: 'Who reaches the pods changes.',
    why: 'Connections that are not allowed any more are dropped.',
    safe: 'Look whether each application is still in the list.',
  },
  {
    id: 'G126',
    name: 'application-in-the-same-commit',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'An application is rolled in the commit that changes its server.',
    why: 'Both start at once: the application looks for a certificate, a pool, a database or a role that is not there yet.',
    safe: 'Two commits: the server first, the application when it is done.',
    check: (comparison) => {
      const servers = comparison.pairs.filter(
        ({ after, changes }) => isStateful(after) && changes.some(({ field }) => SERVER_SIDE.test(field)),
      );
      return comparison.pairs
        .filter(({ after, changes }) => APPLICATIONS.has(after.kind) && changes.some(({ field }) => field.includes('template.spec')))
        .flatMap(({ after, changes }): Hit[] => {
          const server = servers.find(
            ({ after: { name, namespace } }) => namespace === after.namespace && JSON.stringify(after.value.spec).includes(name),
          );
          return server
            ? [
                {
                  object: after,
                  field: changes.find(({ field }) => field.includes('template.spec'))!.field,
                  what: `${refOf(after)} is rolled in the commit that changes ${refOf(server.after)}.`,
                  does: 'Argo CD applies both at once; the application does not wait for the operator.',
                  evidence: 'seen',
                },
              ]
            : [];
        });
    },
  },
];
