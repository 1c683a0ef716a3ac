import { Duration, Size } from 'cdk8s';
import {
  AccessRule,
  CloudNativePgOptions,
  CloudNativePgProbeType,
  CloudNativePgServiceTarget,
  CloudNativePgVersion,
  PodSecurityStandard,
  PoolAccess,
  PostgresVersion,
  Replication,
  SeccompType,
  ServiceKind,
  ServiceTraffic,
} from '../../../../lib';
import { Case } from '../rule-case';

const REFUSED = 'the admission webhook of CloudNativePG, or the API server, refuses the cluster';
const said = (rule: string, why: string, texts: readonly string[], place = 'db'): string[] =>
  texts.map((text) => `[test/${place}] [${rule}] ${text} (${why})`);

const synchronous = (options: CloudNativePgOptions['synchronous']): CloudNativePgOptions => ({ synchronous: options });
const TWO = { cluster: { instances: 5, replication: Replication.synchronous({ standbys: 2 }) } };
const V18 = { cluster: { version: PostgresVersion.V18 } };

/** What is refused of the options of clusters that were written for the operator. */
export const OPTION_CASES: readonly Case[] = [
  {
    rule: 'CNPG-141',
    bad: {},
    badOptions: synchronous({ first: true }),
    message: said('CNPG-141', REFUSED, [`'operator.synchronous' goes with Replication.synchronous(...) only; write that, or leave it out`]),
    good: [TWO],
    goodOptions: synchronous({ first: true, standbysBefore: ['far'], maxStandbysFromCluster: 0, failoverQuorum: true }),
  },
  {
    rule: 'CNPG-141',
    bad: { cluster: { instances: 2, replication: Replication.synchronous({ writesWithoutStandby: true }) } },
    badOptions: synchronous({ standbysAfter: ['far'], maxStandbysFromCluster: -1, failoverQuorum: true }),
    message: said('CNPG-141', REFUSED, [
      `'operator.synchronous' must not name standbys with writesWithoutStandby: true, got far; leave them out`,
      `'operator.synchronous.maxStandbysFromCluster' must be a whole number from 0, got -1`,
      `'operator.synchronous.failoverQuorum' needs more synchronous standbys than those of other clusters, got 1 of which 1 may be others; write more 'standbys'`,
      `'operator.synchronous.failoverQuorum' needs 3 instances, got 2; with fewer no failover ever happens`,
    ]),
    good: [],
  },
  {
    rule: 'CNPG-142',
    bad: {},
    badOptions: {
      timing: { startDelay: Duration.millis(1500), smartShutdownTimeout: Duration.minutes(5), stopDelay: Duration.minutes(5) },
      probes: {
        startup: { maximumLag: Size.mebibytes(16) },
        liveness: { type: CloudNativePgProbeType.QUERY, failureThreshold: 0, period: Duration.millis(1) },
      },
    },
    message: said('CNPG-142', `${REFUSED}, or the kubelet kills an instance that is about to stop`, [
      `'operator.timing.startDelay' must be whole seconds, got 1500 milliseconds`,
      `'operator.timing.smartShutdownTimeout' must be less than 'stopDelay', got 5 minutes`,
      `'operator.probes.startup.maximumLag' goes with CloudNativePgProbeType.STREAMING only, got 'undefined'`,
      `'operator.probes.liveness' must have no 'type' and no 'maximumLag', which are for the other probes; leave them out`,
      `'operator.probes.liveness.failureThreshold' must be a whole number from 1, got 0`,
      `'operator.probes.liveness.period' must be whole seconds, got 1 milliseconds`,
    ]),
    good: [{}],
    goodOptions: {
      timing: { smartShutdownTimeout: Duration.minutes(1), stopDelay: Duration.minutes(5), failoverDelay: Duration.seconds(0) },
      probes: { readiness: { type: CloudNativePgProbeType.STREAMING, maximumLag: Size.mebibytes(16) } },
    },
  },
  {
    rule: 'CNPG-143',
    bad: { backup: {} },
    badOptions: {
      operatorVersion: CloudNativePgVersion.V1_28,
      pods: { serviceAccountName: 'Mine', serviceAccountAnnotations: { 'a b': 'c' }, serviceAccountLabels: { a: 'b c' } },
    },
    message: said(
      'CNPG-143',
      `${REFUSED}, or the plugin, which gives its rights to the account that the operator makes, archives nothing`,
      [
        `'operator.pods.serviceAccountAnnotations': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
        `'operator.pods.serviceAccountLabels': the value 'b c' of 'a' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
        `'operator.pods.serviceAccountName' must be lower-case letters, digits, '-' and '.', got 'Mine'`,
        `'operator.pods.serviceAccountName' needs CloudNativePG 1.29, got 1.28; write 'serviceAccountAnnotations'`,
        `'operator.pods.serviceAccountName' does not go with annotations or labels of the account, nor with identities of a cloud; write either`,
        `'operator.pods.serviceAccountName' does not go with an archive, got 'Mine'; write 'serviceAccountAnnotations'`,
      ],
    ),
    good: [{}],
    goodOptions: { pods: { serviceAccountName: 'databases' } },
  },
  {
    rule: 'CNPG-144',
    bad: {},
    badOptions: { operatorVersion: CloudNativePgVersion.V1_28, imageExtensions: [{ name: 'Vec tor', binaryPaths: ['/bin'] }] },
    message: said('CNPG-144', REFUSED, [
      `'operator.imageExtensions' need PostgreSQL 18, got 17; leave them out, or use an image that holds them`,
      `'operator.imageExtensions[0].name' must be at most 59 lower-case letters, digits, '-' and '_', got 'Vec tor'`,
      `'operator.imageExtensions[0].image' is missing; only an image catalog has images of extensions, from version 1.29 of the operator on`,
      `'operator.imageExtensions[0].binaryPaths' need CloudNativePG 1.29; leave them out`,
      `'operator.imageExtensions[0]': paths are folders inside of the image, such as 'share', got '/bin'`,
    ]),
    good: [V18],
    goodOptions: { imageExtensions: [{ name: 'pg_vector', image: 'registry.example.com/pgvector:0.8', controlPaths: ['usr/share'] }] },
  },
  {
    rule: 'CNPG-144',
    bad: V18,
    badOptions: {
      imageExtensions: [
        { name: 'pg-vector', image: 'registry.example.com/pgvector:0.8' },
        { name: 'pg_vector', image: 'registry.example.com/pgvector' },
      ],
    },
    message: said('CNPG-144', REFUSED, [
      `'operator.imageExtensions[1]' repeats the extension 'pg_vector'; leave one of them out`,
      `'operator.imageExtensions[1].image': the image must have a tag that is not 'latest', with or without a digest behind it, got 'registry.example.com/pgvector'`,
    ]),
    good: [],
  },
  {
    rule: 'CNPG-145',
    bad: { cluster: { accessRules: [AccessRule.allow({ addresses: ['10.20.0.0/16'] })] } },
    badOptions: {
      identLines: ['two\nlines'],
      ldap: { server: 'ldap.acme.example', ldaps: true, startTls: true, port: 0, bindPassword: { name: 'A', key: 'password' } },
    },
    message: said('CNPG-145', `${REFUSED}, or the directory is never asked`, [
      `'operator.identLines' must be lines of printable characters, got "two\\nlines"`,
      `'operator.ldap' must have either 'prefix' and 'suffix', or 'baseDn', got neither`,
      `'operator.ldap' must not have 'ldaps' and 'startTls' at once; leave one of them out`,
      `'operator.ldap.port' must be a whole number from 1 to 65535, got 0`,
      `'operator.ldap.bindPassword.name' must be lower-case letters, digits, '-' and '.', got 'A'`,
      `'operator.ldap' does not go with 'accessRules', behind which nobody is left for it; write 'hbaRules' instead of them`,
    ]),
    good: [{}],
    goodOptions: { identLines: ['local  /^(.*)@acme$  \\1'], ldap: { server: 'ldap.acme.example', prefix: 'uid=', suffix: ',dc=acme' } },
  },
  {
    rule: 'CNPG-146',
    bad: { pools: [{}] },
    badOptions: {
      operatorVersion: CloudNativePgVersion.V1_28,
      poolers: {
        authQuery: 'SELECT 1',
        serviceAccountName: 'a b',
        terminationGrace: Duration.millis(1),
        service: {
          labels: { a: 'b c' },
          annotations: { 'a b': 'c' },
          nodePort: 30000,
          sourceRanges: ['here'],
          externalTraffic: ServiceTraffic.LOCAL,
        },
      },
    },
    message: said(
      'CNPG-146',
      'the API server refuses the pool, or its pods cannot start',
      [
        `'operator.poolers' must have 'authQuery' and 'authQuerySecret' together; write both, or neither`,
        `'operator.poolers.serviceAccountName' must be lower-case letters, digits, '-' and '.', got 'a b'`,
        `'operator.poolers.serviceAccountName' needs CloudNativePG 1.29, got 1.28; leave it out`,
        `'operator.poolers.service.labels': the value 'b c' of 'a' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
        `'operator.poolers.service.annotations': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end`,
        `'operator.poolers.service.nodePort' must be a port, with ServiceKind.NODE_PORT or ServiceKind.LOAD_BALANCER only, got 30000`,
        `'operator.poolers.service.sourceRanges' must be CIDRs such as '203.0.113.0/24', got 'here'`,
        `'operator.poolers.service.sourceRanges' goes with ServiceKind.NODE_PORT or ServiceKind.LOAD_BALANCER only; leave it out`,
        `'operator.poolers.service.externalTraffic' goes with ServiceKind.NODE_PORT or ServiceKind.LOAD_BALANCER only, got 'Local'; leave it out`,
        `'operator.poolers.terminationGrace' must be whole seconds, got 1 milliseconds`,
      ],
      'pool-0',
    ),
    good: [{ pools: [{}] }],
    goodOptions: { poolers: { authQuery: 'SELECT 1', authQuerySecret: 'pooler', serviceAccountName: 'pooler' } },
  },
  {
    rule: 'CNPG-147',
    bad: { pools: [{ access: PoolAccess.READ_ONLY }] },
    badOptions: {
      services: {
        disabled: [CloudNativePgServiceTarget.PRIMARY, CloudNativePgServiceTarget.REPLICAS],
        additional: [
          { name: 'orders-rw', target: CloudNativePgServiceTarget.PRIMARY },
          { name: 'web', target: CloudNativePgServiceTarget.ANY, kind: ServiceKind.LOAD_BALANCER },
          { name: 'web', target: CloudNativePgServiceTarget.ANY },
        ],
      },
    },
    message: said('CNPG-147', `${REFUSED}, or clients find nothing at their address`, [
      `'operator.services.disabled' must not have PRIMARY, by which pools and instances find the primary; leave it out`,
      `'operator.services.disabled' must not have REPLICAS while a pool leads there; leave it out`,
      `'operator.services.additional[0].name' must be at most 63 lower-case letters, digits and '-', and none that the cluster uses, got 'orders-rw'`,
      `'operator.services.additional[1]' is reached from outside, and nobody is let in; write 'sourceRanges'`,
      `'operator.services.additional[2]' repeats the name 'web'`,
    ]),
    good: [{}],
    goodOptions: { services: { disabled: [CloudNativePgServiceTarget.REPLICAS, CloudNativePgServiceTarget.ANY] } },
  },
  {
    rule: 'CNPG-148',
    bad: {},
    badOptions: {
      description: '',
      pods: {
        env: [
          { name: 'PGDATA', value: '/x' },
          { name: 'a b' },
          { name: 'A', value: 'b', fieldPath: 'status.podIP' },
          { name: 'A', value: 'c' },
        ],
        envFrom: [{}],
        projectedFiles: [{ secretName: 'a', configMapName: 'B' }],
        podSecurity: { fsGroup: -1, seccomp: SeccompType.LOCALHOST, fsGroupChangePolicy: 'Never' },
        containerSecurity: { runAsUser: 0.5 },
        postgresUid: 0,
        schedulerName: 'Mine',
      },
    },
    message: said('CNPG-148', REFUSED, [
      `'operator.pods.env[1].name' must be letters, digits and '_', got 'a b'`,
      `'operator.pods.env[1]' must have exactly one of value, secret, configMap and fieldPath, got 0`,
      `'operator.pods.env[2]' must have exactly one of value, secret, configMap and fieldPath, got 2`,
      `'operator.pods.env[3]' repeats the variable 'A'; leave one of them out`,
      `'operator.pods.env' must not have 'PGDATA', which the instance manager sets; leave it out`,
      `'operator.pods.envFrom[0]' must have either secretName or configMapName, got 0 of them`,
      `'operator.pods.projectedFiles[0]' must have either secretName or configMapName, got 2 of them`,
      `'operator.pods.projectedFiles[0].configMapName' must be lower-case letters, digits, '-' and '.', got 'B'`,
      `'operator.pods.podSecurity.fsGroup' must be a whole number from 0, got -1`,
      `'operator.pods.podSecurity.seccompProfile' goes with SeccompType.LOCALHOST, and that with it, got 'Localhost' and 'undefined'`,
      `'operator.pods.podSecurity.fsGroupChangePolicy' must be 'OnRootMismatch' or 'Always', got 'Never'`,
      `'operator.pods.containerSecurity.runAsUser' must be a whole number from 0, got 0.5`,
      `'operator.pods.postgresUid' must be a whole number from 1, got 0`,
      `'operator.pods.schedulerName' must be lower-case letters, digits, '-' and '.', got 'Mine'`,
      `'operator.description' must not be empty; leave it out`,
    ]),
    good: [{}],
    goodOptions: { description: 'Orders', pods: { env: [{ name: 'TZ', value: 'UTC' }], postgresUid: 70, postgresGid: 70 } },
  },
  {
    rule: 'CNPG-149',
    bad: { cluster: { podSecurity: PodSecurityStandard.RESTRICTED } },
    badOptions: {
      pods: {
        containerSecurity: { allowPrivilegeEscalation: true, addCapabilities: ['SYS_NICE', 'IPC_LOCK'], runAsNonRoot: false },
        podSecurity: { runAsNonRoot: false },
      },
    },
    message: said('CNPG-149', 'the namespace keeps the pods out', [
      `'operator.pods.containerSecurity.allowPrivilegeEscalation' must not go beyond podSecurity: RESTRICTED, got true; leave it out`,
      `'operator.pods.containerSecurity.addCapabilities' must not go beyond podSecurity: RESTRICTED, got SYS_NICE, IPC_LOCK; leave it out`,
      `'operator.pods.containerSecurity.runAsNonRoot' must not go beyond podSecurity: RESTRICTED, got false; leave it out`,
      `'operator.pods.podSecurity.runAsNonRoot' must not go beyond podSecurity: RESTRICTED, got false; leave it out`,
    ]),
    good: [{ cluster: { podSecurity: PodSecurityStandard.RESTRICTED } }],
    goodOptions: { pods: { containerSecurity: { readOnlyRootFilesystem: true, dropCapabilities: ['ALL'] } } },
  },
];
