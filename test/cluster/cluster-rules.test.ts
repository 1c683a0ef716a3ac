import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ConnectionPool,
  Exposure,
  HaCluster,
  HaClusterProps,
  LabelOperator,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Replication,
  SpreadRule,
  TolerationEffect,
} from '../../lib';
import { CLUSTER_RULES } from '../../lib/cluster/cluster-rules';
import { STATE_RULES } from '../../lib/cluster/state-rules';
import { TABLESPACE_RULES } from '../../lib/cluster/tablespace-rules';
import { MEMORY_RULES } from '../../lib/cluster/memory-rules';
import { RESOURCE_RULES } from '../../lib/cluster/resource-rules';
import { SERVER_RULES } from '../../lib/cluster/server-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program, smallestCluster } from '../support/programs';
import { findings, render, unwatched } from '../support/render';
import { REPLICA_SET_RULES } from '../../lib/cluster/replica-set-rules';
import { STORAGE_RULES } from '../../lib/cluster/storage-rules';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const NO_SPREAD = { nodes: SpreadRule.NONE, zones: SpreadRule.NONE };
const operator = new PermissiveOperator();

const database = (name: string, owner: string) => ({ databases: [{ name, owner }] });
const memory = (parameters: { [name: string]: string }) => ({ parameters, compute: { memory: Size.gibibytes(1) } });

const OBJECT_WHY = '(the API server refuses the object, or it loses what keeps it from being deleted)';

const AFFINITY_WHY = '(the API server refuses the pods, or no pod is ever scheduled)';

/** Somebody who reads changes from so many slots. */
const capturing = (slots: number): Partial<HaClusterProps> => ({
  databases: [{ name: 'orders', owner: 'orders-app' }],
  roles: [{ name: 'reader', attributes: { replication: true } }],
  changeCapture: {
    walLimit: Size.gibibytes(5),
    slots: Array.from({ length: slots }, (_, i) => ({ name: `reader_${i}`, database: 'orders' })),
  },
});

const CASES: readonly RuleCase<Partial<HaClusterProps>>[] = [
  {
    rule: 'HA-001',
    broken: { instances: 0 },
    says: `'instances' must be a whole number from 1, got 0; write 3, one primary and two replicas (a cluster without a primary cannot accept writes)`,
    kept: { instances: 5 },
  },
  {
    rule: 'HA-001',
    broken: { instances: 2.5 },
    says: `'instances' must be a whole number from 1, got 2.5; write 3, one primary and two replicas`,
    kept: { instances: 2 },
  },
  {
    rule: 'HA-001',
    broken: { instances: NaN },
    says: `'instances' must be a whole number from 1, got NaN; write 3, one primary and two replicas`,
    kept: {},
  },
  {
    rule: 'HA-002',
    broken: { instances: 1 },
    says: `'instances' is 1; write 3 or, where an outage is acceptable, nonProduction: { reason, singleInstance: true } (with one instance each restart, upgrade or node failure is an outage)`,
    kept: { instances: 1, nonProduction: { reason: 'a test', withoutBackups: true, singleInstance: true } },
  },
  {
    rule: 'HA-003',
    broken: { clusterName: 'Orders_DB' },
    says: `'clusterName' must be lower-case letters, digits and '-', with a letter first and no '-' at the end, got 'Orders_DB' (services are named after the cluster, and the API server or the operator refuses other names)`,
    kept: { clusterName: 'orders-db-2' },
  },
  {
    rule: 'HA-004',
    broken: { version: PostgresVersion.of('13') },
    says: `'version' must be one of 14, 15, 16, 17, 18 on Permissive 1.0, got '13' (the operator has no image or no code for other versions)`,
    kept: { version: PostgresVersion.V14 },
  },
  {
    rule: 'HA-004',
    broken: { version: PostgresVersion.of('17.2') },
    says: `'version' must be one of 14, 15, 16, 17, 18 on Permissive 1.0, got '17.2'`,
    kept: { version: PostgresVersion.of('17') },
  },
  {
    rule: 'HA-005',
    broken: { storage: { size: Size.mebibytes(512) }, walStorage: { size: Size.gibibytes(NaN) } },
    says: [
      `'storage.size' must be at least 1Gi and a whole number of Mi, got 512Mi (a fraction of a mebibyte has no canonical quantity, and PostgreSQL does not start on less)`,
      `'walStorage.size' must be at least 1Gi and a whole number of Mi, got NaNMi (a fraction of a mebibyte has no canonical quantity, and PostgreSQL does not start on less)`,
    ],
    kept: { storage: { size: Size.gibibytes(1.5) }, walStorage: { size: Size.gibibytes(1.5) } },
  },
  {
    rule: 'HA-006',
    broken: { storage: { size: Size.gibibytes(5), storageClass: 'Fast SSD' } },
    says: `'storage.storageClass' must be lower-case letters, digits, '-' and '.', got 'Fast SSD' (no object can have another name, so the pods would wait for ever)`,
    kept: { storage: { size: Size.gibibytes(5), storageClass: 'fast-ssd' } },
  },
  {
    rule: 'HA-007',
    broken: { compute: { cpu: Cpu.units(2), cpuLimit: Cpu.units(1), memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(1) } },
    says: [
      `'compute.cpuLimit' must not be below the request 2, got 1 (the API server refuses such pods, and the operator would retry for ever)`,
      `'compute.memoryLimit' must not be below the request 2Gi, got 1Gi (the API server refuses such pods, and the operator would retry for ever)`,
    ],
    kept: { compute: { cpu: Cpu.units(4), memory: Size.gibibytes(8) } },
  },
  {
    rule: 'HA-007',
    broken: { compute: { cpu: Cpu.millis(0) } },
    says: `'compute.cpu' must be more than zero and no fraction of the smallest unit, got 0`,
    kept: { compute: { cpu: Cpu.units(0.5) } },
  },
  {
    rule: 'HA-007',
    broken: { compute: { cpuLimit: Cpu.units(2), withoutCpuLimit: true } },
    says: `'compute.cpuLimit' must be left out with 'withoutCpuLimit: true', got 2; write one of them (the API server refuses such pods, and the operator would retry for ever)`,
    kept: { compute: { cpu: Cpu.units(9), withoutCpuLimit: true } },
  },
  {
    rule: 'HA-091',
    broken: {
      placement: {
        nodeAffinity: {
          required: [
            { labels: [] },
            { labels: [{ key: 'disk', operator: LabelOperator.IN }] },
            { labels: [{ key: 'a b', operator: LabelOperator.EXISTS, values: ['x'] }] },
            { labels: [{ key: 'cores', operator: LabelOperator.GREATER_THAN, values: ['many'] }] },
          ],
          preferred: [{ labels: [{ key: 'disk', operator: LabelOperator.IN, values: ['a b'] }], weight: 101 }],
        },
      },
    },
    says: [
      `'placement.nodeAffinity.required[0].labels' must not be empty, for it would fit no node; leave it out ${AFFINITY_WHY}`,
      `'placement.nodeAffinity.required[1].labels[0].values' must be at least one value for 'In', got 0 ${AFFINITY_WHY}`,
      `'placement.nodeAffinity.required[2].labels[0]': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end ${AFFINITY_WHY}`,
      `'placement.nodeAffinity.required[2].labels[0].values' must be no values for 'Exists', got 1 ${AFFINITY_WHY}`,
      `'placement.nodeAffinity.required[3].labels[0].values': must be a whole number for 'Gt', got 'many' ${AFFINITY_WHY}`,
      `'placement.nodeAffinity.preferred[0].labels[0].values': the value 'a b' of 'disk' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end ${AFFINITY_WHY}`,
      `'placement.nodeAffinity.preferred[0].weight' must be a whole number from 1 to 100, got 101 ${AFFINITY_WHY}`,
    ],
    kept: {
      placement: {
        nodeAffinity: {
          required: [{ labels: [{ key: 'cores', operator: LabelOperator.GREATER_THAN, values: ['8'] }] }],
          preferred: [{ labels: [{ key: 'disk', operator: LabelOperator.DOES_NOT_EXIST }], weight: 100 }],
        },
      },
    },
  },
  {
    rule: 'HA-091',
    broken: {
      placement: {
        podAffinity: { required: [{ topologyKey: 'kubernetes.io/hostname' }] },
        podAntiAffinity: {
          preferred: [
            {
              term: {
                topologyKey: '',
                labels: { app: 'a b' },
                requirements: [{ key: 'app', operator: LabelOperator.LESS_THAN, values: ['1'] }],
                namespaces: ['Shop'],
              },
              weight: 0,
            },
          ],
        },
      },
    },
    says: [
      `'placement.podAffinity.required[0]' must say which pods; write 'labels' or 'requirements' ${AFFINITY_WHY}`,
      `'placement.podAntiAffinity.preferred[0].term.topologyKey': the key '' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end ${AFFINITY_WHY}`,
      `'placement.podAntiAffinity.preferred[0].term.labels': the value 'a b' of 'app' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end ${AFFINITY_WHY}`,
      `'placement.podAntiAffinity.preferred[0].term.requirements[0].operator' must not be 'Lt' for pods; write LabelOperator.IN with the values ${AFFINITY_WHY}`,
      `'placement.podAntiAffinity.preferred[0].term.namespaces' must be lower-case letters, digits and '-', got 'Shop' ${AFFINITY_WHY}`,
      `'placement.podAntiAffinity.preferred[0].weight' must be a whole number from 1 to 100, got 0 ${AFFINITY_WHY}`,
    ],
    kept: {
      placement: {
        podAffinity: { required: [{ topologyKey: 'kubernetes.io/hostname', labels: { app: 'cache' } }] },
        podAntiAffinity: {
          preferred: [
            {
              term: { topologyKey: 'zone', requirements: [{ key: 'app', operator: LabelOperator.EXISTS }], namespaces: ['shop'] },
              weight: 1,
            },
          ],
        },
      },
    },
  },
  {
    rule: 'HA-091',
    broken: {
      placement: {
        spread: [
          { topologyKey: 'kubernetes.io/hostname', required: true },
          { topologyKey: 'rack', maxSkew: 0, minDomains: 2 },
          { topologyKey: 'rack' },
        ],
      },
    },
    says: [
      `'placement.spread[0]' must not repeat 'placement.nodes', got 'kubernetes.io/hostname'; write nodes: SpreadRule.NONE ${AFFINITY_WHY}`,
      `'placement.spread[1].maxSkew' must be a whole number from 1, got 0 ${AFFINITY_WHY}`,
      `'placement.spread[1].minDomains' must be a whole number from 1 and goes with 'required: true' only, got 2 ${AFFINITY_WHY}`,
      `'placement.spread[2]' must differ from those before in 'topologyKey' or 'required', got 'rack' again; leave it out ${AFFINITY_WHY}`,
    ],
    kept: {
      placement: {
        ...NO_SPREAD,
        spread: [
          { topologyKey: 'kubernetes.io/hostname', required: true, minDomains: 2, honorsTaints: true },
          { topologyKey: 'rack', maxSkew: 2 },
          { topologyKey: 'rack', required: true },
        ],
      },
    },
  },
  {
    rule: 'HA-092',
    broken: {
      objectMetadata: {
        labels: { 'a b': 'c', 'app.kubernetes.io/instance': 'orders' },
        annotations: { '-': 'x', 'argocd.argoproj.io/sync-options': 'Prune=true', 'cdk8s-postgres/non-production': 'no' },
      },
    },
    says: [
      `'objectMetadata.labels': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end ${OBJECT_WHY}`,
      `'objectMetadata.annotations': the key '-' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end ${OBJECT_WHY}`,
      `'objectMetadata' must not have 'app.kubernetes.io/instance', which the library or a GitOps controller sets; leave it out ${OBJECT_WHY}`,
      `'objectMetadata' must not have 'argocd.argoproj.io/sync-options', which the library or a GitOps controller sets; leave it out ${OBJECT_WHY}`,
      `'objectMetadata' must not have 'cdk8s-postgres/non-production', which the library or a GitOps controller sets; leave it out ${OBJECT_WHY}`,
    ],
    kept: { objectMetadata: { labels: { tier: 'gold' }, annotations: { 'acme.example/note': 'any text' } } },
  },
  {
    rule: 'HA-008',
    broken: { instances: 3, replication: Replication.synchronous({ standbys: 3, writesWithoutStandby: true }) },
    says: `'replication' asks for 3 synchronous standbys of 3 instances; write 1 to 2, or more instances (every commit would wait for a standby that cannot exist)`,
    kept: { instances: 3, replication: Replication.synchronous({ standbys: 2, writesWithoutStandby: true }) },
  },
  {
    rule: 'HA-008',
    broken: { instances: 2, replication: Replication.synchronous({ standbys: 2, writesWithoutStandby: true }) },
    says: `'replication' asks for 2 synchronous standbys of 2 instances; write Replication.asynchronous(), or more instances`,
    kept: { instances: 2, replication: Replication.synchronous({ writesWithoutStandby: true }) },
  },
  {
    rule: 'HA-008',
    broken: { replication: Replication.synchronous({ standbys: 0 }) },
    says: `'replication' asks for 0 synchronous standbys of 3 instances; write 1 to 2, or more instances`,
    kept: { replication: Replication.asynchronous() },
  },
  {
    rule: 'HA-009',
    broken: { instances: 2, replication: Replication.synchronous() },
    says: `'replication' waits for all 1 replicas; write 3 instances, fewer standbys or writesWithoutStandby: true (writes would stop whenever a single replica restarts)`,
    kept: { instances: 3, replication: Replication.synchronous() },
  },
  {
    rule: 'HA-010',
    broken: { parameters: { max_connections: 'many' } },
    says: `'max_connections' must be an integer from 1 to 262143, got 'many' (the server would not start after its next restart)`,
    kept: { parameters: { max_connections: '200', work_mem: '16MB' } },
  },
  {
    // One mistake, one hint: HA-011 has nothing to say of the spelling of what does not exist.
    rule: 'HA-010',
    broken: { parameters: { maxConnections: '200' } },
    says: `'maxConnections' is not a parameter of PostgreSQL 17, did you mean 'max_connections'?`,
    kept: { parameters: { max_connections: '200' } },
  },
  {
    // Nothing happens when it is applied: the running server keeps the old value, and the next one does not start.
    rule: 'HA-010',
    of: 'texts',
    broken: { parameters: { timezone: 'Europe/Berlinn', search_path: 'shop public' } },
    says: [
      `'timezone' must be the name of a time zone such as 'Europe/Berlin', got 'Europe/Berlinn' (the server would not start after its next restart)`,
      `'search_path' must be names with commas between them, such as '"$user", public', got 'shop public' (the server would not start after its next restart)`,
    ],
    kept: { parameters: { timezone: 'Europe/Berlin', search_path: 'shop, public' } },
  },
  {
    rule: 'HA-010',
    broken: { parameters: { log_line_prefix: '%m\n' } },
    says: `'log_line_prefix' must be one line, got "%m\\n"`,
    kept: { parameters: { log_line_prefix: '%m ' } },
  },
  {
    rule: 'HA-011',
    broken: { parameters: { Work_Mem: '16MB', shared_preload_libraries: 'pg_cron', 'cron.a b': '1' } },
    says: [
      `'parameters' has 'Work_Mem'; write 'work_mem' (operators compare names to the letter, so another spelling escapes their checks and their merging of libraries)`,
      `'parameters' has 'shared_preload_libraries'; write the libraries as 'preloadLibraries' (operators compare names to the letter, so another spelling escapes their checks and their merging of libraries)`,
      `'parameters' has 'cron.a b'; write words of letters, digits, '_' and '$', joined by '.' (operators compare names to the letter, so another spelling escapes their checks and their merging of libraries)`,
    ],
    kept: { parameters: { work_mem: '16MB' } },
  },
  {
    rule: 'HA-012',
    broken: {
      databases: [
        { name: 'template1', owner: 'app' },
        { name: 'a'.repeat(64), owner: 'app' },
        { name: 'twice', owner: 'app' },
        { name: 'twice', owner: 'app' },
      ],
    },
    says: [
      `'databases[0].name' must not be postgres, template0, template1, got 'template1' (PostgreSQL cuts longer names, and its own databases cannot be owned by an application)`,
      `'databases[1].name' must be 1 to 63 bytes, got '${'a'.repeat(64)}' (PostgreSQL cuts longer names, and its own databases cannot be owned by an application)`,
      `'databases' has 'twice' twice; each database has one owner (PostgreSQL cuts longer names, and its own databases cannot be owned by an application)`,
    ],
    kept: { databases: [{ name: 'a'.repeat(63), owner: 'app' }] },
  },
  {
    rule: 'HA-013',
    broken: database('orders', 'postgres'),
    says: `'databases[0].owner' must be an application role of 1 to 63 bytes, not postgres, public, none nor 'pg_...', got 'postgres' for 'orders' (a database without a role of its own is skipped by one operator and owned by the superuser on another)`,
    kept: database('orders', 'orders-app'),
  },
  {
    rule: 'HA-013',
    broken: database('orders', ''),
    says: `'databases[0].owner' must be an application role of 1 to 63 bytes, not postgres, public, none nor 'pg_...', got '' for 'orders'`,
    kept: database('orders', 'a'),
  },
  {
    rule: 'HA-014',
    broken: { labels: { 'bad key': 'x' }, annotations: { '-': 'x' }, placement: { ...NO_SPREAD, nodeSelector: { disk: 'a b' } } },
    says: [
      `'labels': the key 'bad key' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end (the API server refuses the pods)`,
      `'placement.nodeSelector': the value 'a b' of 'disk' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end (the API server refuses the pods)`,
      `'annotations': the key '-' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end (the API server refuses the pods)`,
    ],
    kept: { labels: { 'acme.example/team': 'orders' }, annotations: { note: 'any text, even this' } },
  },
  {
    rule: 'HA-015',
    broken: { labels: { 'app.kubernetes.io/instance': 'orders' } },
    says: `'app.kubernetes.io/instance' must not be on the pods; use a key of your own (Argo CD would take the pods for its own and delete those that have no owner)`,
    kept: { labels: { 'app.kubernetes.io/part-of': 'orders' } },
  },
  {
    rule: 'HA-017',
    broken: { nonProduction: undefined },
    says: `the cluster 'orders' has no BackupPolicy; add one or write nonProduction: { reason, withoutBackups: true } (a dropped table, a deleted namespace or a lost volume would be final)`,
    kept: { nonProduction: { reason: 'a test', withoutBackups: true } },
  },
  {
    rule: 'HA-018',
    broken: { nonProduction: { reason: ' ', withoutBackups: true } },
    says: `'nonProduction.reason' is empty; write why this cluster may be less safe (the next reader has to judge whether the reason still holds)`,
    kept: { nonProduction: { reason: 'load tests', withoutBackups: true } },
  },
  {
    rule: 'HA-019',
    broken: { placement: { ...NO_SPREAD, tolerations: [{ key: '' }, { key: 'spot', seconds: 60 }, { key: 'spot', value: 'b c' }] } },
    says: [
      `'placement.tolerations[0]': the key is empty (the API server refuses the pods)`,
      `'placement.tolerations[1].seconds' must be a whole number and goes with TolerationEffect.NO_EXECUTE only, got 60 (the API server refuses the pods)`,
      `'placement.tolerations[2]': the value 'b c' of 'spot' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end (the API server refuses the pods)`,
    ],
    kept: { placement: { ...NO_SPREAD, tolerations: [{ key: 'spot', effect: TolerationEffect.NO_EXECUTE, seconds: 0 }] } },
  },
  {
    rule: 'HA-019',
    broken: { placement: { ...NO_SPREAD, tolerations: [{ value: 'databases' }] } },
    says: `'placement.tolerations[0]': 'value' goes with a key only, got 'databases'; write the key, or leave the value out (the API server refuses the pods)`,
    kept: { placement: { ...NO_SPREAD, tolerations: [{}] } },
  },
  {
    rule: 'HA-051',
    broken: { platform: { dnsPorts: [0], imageRegistry: 'https://registry.acme.example' } },
    says: [
      `'platform.dnsPorts' must be whole numbers from 1 to 65535, got 0 (names would not be resolved, or images would not be found)`,
      `'platform.imageRegistry' must be a host with or without a path, such as 'registry.acme.example/mirror', got 'https://registry.acme.example' (names would not be resolved, or images would not be found)`,
    ],
    kept: { platform: { dnsPorts: [53, 1053], imageRegistry: 'registry.acme.example:5000/mirror' } },
  },
  {
    rule: 'HA-051',
    broken: { platform: { dnsPorts: [] } },
    says: `'platform.dnsPorts' must have a port, got none; leave it out for 53 (names would not be resolved, or images would not be found)`,
    kept: { platform: {} },
  },
  {
    rule: 'HA-050',
    broken: { imagePullSecrets: ['registry', 'My Registry'] },
    says: `'imagePullSecrets[1]' must be lower-case letters, digits, '-' and '.', got 'My Registry' (the API server refuses the pods, or the operator the cluster)`,
    kept: { imagePullSecrets: ['registry'] },
  },
  {
    rule: 'HA-020',
    broken: { preloadLibraries: ['pg_hint_plan', 'pg_hint_plan', 'a,b'] },
    says: [
      `'preloadLibraries' has 'pg_hint_plan' twice (PostgreSQL does not start when it cannot find a library)`,
      `'preloadLibraries[2]' must be the name of one library, got 'a,b' (PostgreSQL does not start when it cannot find a library)`,
    ],
    kept: { preloadLibraries: ['pg_hint_plan', '$libdir/pgaudit'] },
  },
  {
    rule: 'HA-021',
    broken: { image: PostgresImage.pinned('registry.example.com:5000/postgresql') },
    says: `the image must have a tag that is not 'latest', with or without a digest behind it, got 'registry.example.com:5000/postgresql' (the next pull could bring another major version, which cannot read the data)`,
    kept: { image: PostgresImage.pinned(`registry.example.com:5000/postgresql:17.6@sha256:${'0'.repeat(64)}`) },
  },
  {
    rule: 'HA-021',
    broken: { image: PostgresImage.pinned(`registry.example.com/postgresql@sha256:${'0'.repeat(64)}`) },
    says: `the image must have a tag that is not 'latest', with or without a digest behind it, got 'registry.example.com/postgresql@sha256:${'0'.repeat(64)}'`,
    kept: { image: PostgresImage.pinned('postgresql:17') },
  },
  {
    rule: 'HA-022',
    broken: memory({ shared_buffers: '2GB' }),
    says: `'shared_buffers' is 2GB and the memory request 1Gi; write a quarter of the memory, or ask for more (the server would be killed for lack of memory, or not start)`,
    kept: memory({ shared_buffers: '256MB' }),
  },
  {
    rule: 'HA-022',
    broken: memory({ shared_buffers: '262144' }),
    says: `'shared_buffers' is 262144 and the memory request 1Gi; write a quarter of the memory, or ask for more`,
    kept: memory({ shared_buffers: '32768' }),
  },
  {
    rule: 'HA-022',
    broken: memory({ shared_buffers: '1.5GB' }),
    says: `'shared_buffers' is 1.5GB and the memory request 1Gi; write a quarter of the memory, or ask for more`,
    kept: memory({ shared_buffers: '0.25GB' }),
  },
  {
    rule: 'HA-071',
    broken: {
      hbaRules: ['hostssl all all 10.0.0.0/8 ldap ldapserver=ldap.example.com ldapbasedn=dc=example ldapbinddn=cn=x ldapbindpasswd=x'],
    },
    says: `'hbaRules[0]' has a secret in 'ldapbindpasswd'; bind to the directory without one ('ldapprefix' and 'ldapsuffix'), or take another method, and consider the secret as leaked (the manifest is read by everybody who reads the repository or the cluster object)`,
    kept: { hbaRules: ['hostssl all all 10.0.0.0/8 ldap ldapserver=ldap.example.com ldapprefix=uid= ldapsuffix=x'] },
  },
  {
    rule: 'HA-070',
    broken: {
      hbaRules: ['host all all 10.0.0.0/8 md5', 'hostnossl all all 10.0.0.0 255.0.0.0 scram-sha-256', 'host all all 127.0.0.1 0.0.0.0 md5'],
    },
    says: [
      `'hbaRules[0]' lets clients in without TLS, got 'host all all 10.0.0.0/8 md5'; write 'hostssl all all 10.0.0.0/8 md5' (passwords and rows would be read on their way, and whatever else says TLS would be broken by one line)`,
      `'hbaRules[1]' lets clients in without TLS, got 'hostnossl all all 10.0.0.0 255.0.0.0 scram-sha-256'; write 'hostssl all all 10.0.0.0 255.0.0.0 scram-sha-256' (passwords and rows would be read on their way, and whatever else says TLS would be broken by one line)`,
      `'hbaRules[2]' lets clients in without TLS, got 'host all all 127.0.0.1 0.0.0.0 md5'; write 'hostssl all all 127.0.0.1 0.0.0.0 md5' (passwords and rows would be read on their way, and whatever else says TLS would be broken by one line)`,
    ],
    kept: {
      hbaRules: [
        'hostssl all all 10.0.0.0/8 md5',
        'host all all 127.0.0.1/32 md5',
        'host all all all reject',
        'hostnossl all all 10.0.0.0 255.0.0.0 reject',
      ],
    },
  },
  {
    rule: 'HA-023',
    broken: { hbaRules: ['host all', 'hostssl all all 0.0.0.0/0 trust'] },
    says: [
      `'hbaRules[0]' must be one line 'hostssl DATABASE USER ADDRESS METHOD' in printable ASCII, got 'host all' (the server ignores a broken file, or lets anybody in without a password)`,
      `'hbaRules[1]' must not use the method 'trust', got 'hostssl all all 0.0.0.0/0 trust'; write 'scram-sha-256' (the server ignores a broken file, or lets anybody in without a password)`,
    ],
    kept: { hbaRules: ['hostssl orders orders-app 10.0.0.0/8 scram-sha-256', 'local all all peer'] },
  },
  {
    rule: 'HA-023',
    of: 'what goes with a method',
    broken: { hbaRules: ['hostssl all all 10.0.0.0/8 peer', 'hostssl all all all oauth issuer=https://id.example.com'] },
    says: [
      `'hbaRules[0]' must have the method 'peer' with 'local' only, got 'hostssl all all 10.0.0.0/8 peer'`,
      `'hbaRules[1]' must not have the method 'oauth' before PostgreSQL 18, got 'hostssl all all all oauth issuer=https://id.example.com' and version '17'`,
    ],
    kept: { hbaRules: ['hostssl all all 10.0.0.0/8 cert map=apps', 'local all all peer map=apps'] },
  },
  {
    rule: 'HA-023',
    of: 'who looks at tokens',
    broken: { version: PostgresVersion.V18, hbaRules: ['hostssl all all all oauth issuer=https://id.example.com scope=openid'] },
    says: `'hbaRules[0]' must have a library that looks at tokens for the method 'oauth', got 'hostssl all all all oauth issuer=https://id.example.com scope=openid'; write parameters: { oauth_validator_libraries: ... } with one that the image has`,
    kept: {
      version: PostgresVersion.V18,
      hbaRules: ['hostssl all all all oauth issuer=https://id.example.com scope=openid'],
      parameters: { oauth_validator_libraries: 'validator' },
    },
  },
  {
    rule: 'HA-024',
    broken: { instances: 5, parameters: { max_wal_senders: '4', max_replication_slots: '3' } },
    says: ['max_wal_senders', 'max_replication_slots'].map(
      (name, i) =>
        `'${name}' must be at least 5 with 5 instances, got '${4 - i}'; write more (a replica without one cannot stream, and one that joins needs one for its base backup; a slot that is one too many is never made)`,
    ),
    kept: { instances: 5, parameters: { max_wal_senders: '5', max_replication_slots: '10' } },
  },
  {
    rule: 'HA-024',
    of: 'the defaults',
    broken: { instances: 11 },
    says: ['max_wal_senders', 'max_replication_slots'].map(
      (name) =>
        `'${name}' must be at least 11 with 11 instances, got '10'; write more (a replica without one cannot stream, and one that joins needs one for its base backup; a slot that is one too many is never made)`,
    ),
    kept: { instances: 11, parameters: { max_wal_senders: '16', max_replication_slots: '11' } },
  },
  {
    rule: 'HA-024',
    of: 'slots for readers of changes',
    broken: { instances: 2, ...capturing(9) },
    says: ['max_wal_senders', 'max_replication_slots'].map(
      (name) =>
        `'${name}' must be at least 11 with 2 instances and 9 slots of 'changeCapture', got '10'; write more (a replica without one cannot stream, and one that joins needs one for its base backup; a slot that is one too many is never made)`,
    ),
    kept: { instances: 2, ...capturing(8) },
  },
  {
    rule: 'HA-025',
    of: 'damage',
    broken: { parameters: { zero_damaged_pages: 'on', ignore_checksum_failure: '1' } },
    says: [
      ['ignore_checksum_failure', '1'],
      ['zero_damaged_pages', 'on'],
    ].map(
      ([name, value]) =>
        `'${name}' must not be set for the whole server, got '${value}': a page that is damaged would be read as if it were none, and written back; let the superuser set it in the one session that saves what is left (acknowledged transactions, or all of the data, would be lost with the next crash)`,
    ),
    kept: { parameters: { zero_damaged_pages: 'off' } },
  },
  {
    rule: 'HA-025',
    of: 'WAL that fits no page',
    broken: { parameters: { ignore_invalid_pages: 'on' } },
    says: `'ignore_invalid_pages' must be off, got 'on': WAL that fits no page would be passed over; remove it, and restore a backup`,
    kept: { parameters: { ignore_invalid_pages: 'off' } },
  },
  {
    rule: 'HA-025',
    broken: { parameters: { fsync: 'off', full_page_writes: 'F', synchronous_commit: 'local' }, replication: Replication.synchronous() },
    says: [
      `'fsync' must be on, got 'off'; remove it (acknowledged transactions, or all of the data, would be lost with the next crash)`,
      `'full_page_writes' must be on, got 'F'; remove it (acknowledged transactions, or all of the data, would be lost with the next crash)`,
      `'synchronous_commit' must be on with synchronous replication, got 'local'; remove it or write Replication.asynchronous() (acknowledged transactions, or all of the data, would be lost with the next crash)`,
    ],
    kept: { parameters: { fsync: 'on', synchronous_commit: 'off' } },
  },
];

describeRules(CASES, {
  rules: CLUSTER_RULES,
  place: 'test/db',
  program: (cluster) => program(operator, { cluster }),
  prints: (manifests) => expect(manifests).toHaveLength(2),
});

describe('HA-016', () => {
  const two = (second: string) => (chart: Chart) => {
    new HaCluster(chart, 'db', smallestCluster(operator));
    new HaCluster(new Chart(chart.node.scope!, 'other', { namespace: second }), 'db', smallestCluster(operator));
  };

  test('is broken', () => {
    const says = (other: string) =>
      `[HA-016] the name 'orders' in namespace 'orders' is also used by ${other}; give each cluster a name of its own (two clusters of one name share services, volumes and secrets, and the second object replaces the first)`;
    expect(findings(two('orders'))).toEqual([`[test/db] ${says('other/db')}`, `[other/db] ${says('test/db')}`]);
  });

  test('is kept', () => {
    expect(render(two('billing'))).toHaveLength(2);
  });
});

test('HA-027: a namespace that cannot be', () => {
  expect(findings(program(operator), 'My_NS')).toEqual([
    `[test/db] [HA-027] the namespace must be at most 63 lower-case letters, digits and '-', got 'My_NS'; write new Chart(app, id, { namespace }) (no namespace can have another name, and it is a part of addresses and of the path of the archive)`,
  ]);
  expect(render(program(operator), '2-orders')).toHaveLength(2);
});

test('the name and namespace of a cluster of another app are checked as well', () => {
  const build = (clusterName: string, namespace: string) => (chart: Chart) =>
    HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName, namespace, operator });
  expect(findings(build('Orders X', 'BAD NS')).map((line) => line.slice(0, 18))).toEqual(['[test/db] [HA-003]', '[test/db] [HA-027]']);
  expect(render(build('orders', 'shop'))).toEqual([]);
});

describe('HA-026', () => {
  /** A pool with the name that CloudNativePG gives to a service of another cluster. */
  const pooled = (poolName: string) => (chart: Chart) => {
    const cnpg = PostgresOperator.cloudNativePg();
    new ConnectionPool(chart, 'pool', { cluster: new HaCluster(chart, 'db', smallestCluster(cnpg)), poolName });
    new HaCluster(chart, 'other', { ...smallestCluster(cnpg), clusterName: 'billing' });
  };

  test('is broken', () => {
    expect(findings(pooled('billing-rw'))).toEqual([
      `[test/other] [HA-026] the address billing-rw.orders.svc:5432 of the cluster 'billing' is also that of test/pool; rename one of them (two services of one name cannot be, so one of them would lead to the pods of the other)`,
    ]);
  });

  test('is kept', () => {
    expect(unwatched(render(pooled('billing-pool'))).filter(({ kind }) => kind !== 'NetworkPolicy')).toHaveLength(3);
  });
});

everyRuleHasACase(CLUSTER_RULES, CASES, [
  ...[...REPLICA_SET_RULES, ...STORAGE_RULES].map(({ id }) => id),
  'HA-016',
  'HA-026',
  'HA-027',
  ...[...RESOURCE_RULES, ...MEMORY_RULES, ...SERVER_RULES, ...STATE_RULES, ...TABLESPACE_RULES].map(({ id }) => id),
]);

test('HA-026: the Service for those outside has the name of a pool', () => {
  const build = (poolName: string) => (chart: Chart) => {
    const exposure = { primary: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }) };
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(PostgresOperator.cloudNativePg()), exposure });
    new ConnectionPool(chart, 'pool', { cluster, poolName });
  };
  expect(findings(build('orders-external'))).toEqual([
    `[test/pool] [POOL-004] the address orders-external.orders.svc:5432 is also that of test/db; give the pool another 'poolName' (two services of one name cannot be, so one of them would lead to the pods of the other)`,
  ]);
  expect(render(build('orders-web')).map(({ kind }) => kind)).toContain('Pooler');
});
