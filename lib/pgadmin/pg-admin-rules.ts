import { DNS_1035_LABEL } from '../model/names';
import { PgAdminModel } from '../model/pg-admin';
import { affinityProblems } from '../private/affinity-problems';
import { jsonOf } from '../private/json-text';
import { sourceProblems } from '../private/pod-problems';
import { Rule } from '../private/rules';
import {
  computeProblems,
  defined,
  imageProblem,
  labelProblems,
  nameProblem,
  noHugePages,
  tolerationProblems,
  volumeProblem,
} from '../private/value-problems';
import { secretKeyProblems } from './secret-key-problems';

/** A pgAdmin and what the rules need to know around it. */
export interface PgAdminContext {
  readonly pgAdmin: PgAdminModel;
  /** Paths of others of the same name. */
  readonly rivals: readonly string[];
  /** Clusters that it names: their operators and namespaces. */
  readonly clusters: readonly { readonly name: string; readonly namespace?: string; readonly sameOperator: boolean }[];
  /** Clusters of this app that its groups select, and whose policies keep it out. */
  readonly closed: readonly { readonly name: string; readonly group: string }[];
}

const MAX_NAME = 63;
const MAX_OAUTH = 10;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const OAUTH_NAME = /^[A-Za-z0-9]{1,20}$/;

/** Settings that are secrets, and the prop that takes each from a Secret. */
const SECRET_SETTINGS: readonly (readonly [string, string])[] = [
  ['LDAP_BIND_PASSWORD', `write 'ldapBindPassword'`],
  ['CONFIG_DATABASE_URI', `write 'configDatabase'`],
  ['OAUTH2_CONFIG', `write 'oauth'`],
  ['MAIL_PASSWORD', 'leave it out, and use a mail server that asks for none'],
];

const SETTING = /^[A-Z_0-9]+$/;
const WEB_SERVER_SETTING = /^[a-z_]+$/;

/** What holds for a pgAdmin on every operator. */
export const PG_ADMIN_RULES: readonly Rule<PgAdminContext>[] = [
  {
    id: 'PGA-001',
    summary: `a pgAdmin has a name of at most ${MAX_NAME} characters and is the only one of its name, and its Service has a name that a Service takes`,
    why: 'the API server refuses it, or the second replaces the first',
    check: ({ pgAdmin: { name, serviceName }, rivals }) => [
      ...defined([nameProblem('pgAdminName', name)]),
      ...(name.length > MAX_NAME ? [`'pgAdminName' must be at most ${MAX_NAME} characters, got ${name.length}`] : []),
      ...(serviceName === undefined || (serviceName.length <= MAX_NAME && DNS_1035_LABEL.test(serviceName))
        ? []
        : [`'serviceName' must be at most ${MAX_NAME} lower-case letters, digits and '-', a letter first, got '${serviceName}'`]),
      ...(rivals.length > 0 ? [`the pgAdmin '${name}' is also made by ${rivals.join(', ')}; give each a name of its own`] : []),
    ],
  },
  {
    id: 'PGA-002',
    summary: 'groups of servers have names of their own, and clusters of the operator and namespace of the pgAdmin',
    why: 'the operator looks in its namespace only, and one group replaces another of its name',
    check: ({ pgAdmin: { groups, namespace }, clusters }) => [
      ...groups.flatMap(({ name, labels = {} }, i) => [
        ...(name === '' ? [`the group 'servers[${i}]' must have a name, got ''`] : []),
        ...(groups.findIndex((other) => other.name === name) === i
          ? []
          : [`'servers[${i}]' repeats the group '${name}'; write another name`]),
        ...labelProblems(`servers[${i}]`, labels),
      ]),
      ...clusters.flatMap(({ name, namespace: its, sameOperator }) => [
        ...(sameOperator ? [] : [`the cluster '${name}' is of another operator; leave it out, and add its server in pgAdmin`]),
        ...(its === namespace
          ? []
          : [`the cluster '${name}' is in the namespace '${its ?? 'default'}'; make a pgAdmin there, or add its server in pgAdmin`]),
      ]),
    ],
  },
  {
    id: 'PGA-003',
    summary: 'users of pgAdmin have mail addresses of their own, and passwords in Secrets',
    why: 'the operator passes over a user that pgAdmin does not take, and says so in an event only',
    check: ({ pgAdmin: { users, name, namespace } }) =>
      users.flatMap(({ email, password }, i) => [
        ...(EMAIL.test(email) ? [] : [`'users[${i}].email' must be a mail address, got '${email}'`]),
        ...(users.findIndex((other) => other.email === email) === i
          ? []
          : [`'users[${i}]' repeats the user '${email}'; leave one of them out`]),
        ...(email === `admin@${name}.${namespace ?? 'default'}.svc`
          ? [`'users[${i}].email' must not be '${email}', the operator's own user; write another address`]
          : []),
        ...secretKeyProblems(`users[${i}].password`, password),
      ]),
  },
  {
    id: 'PGA-004',
    summary: 'volume, image, compute, placement and labels of a pgAdmin are such as Kubernetes takes, with a tag that is not latest',
    why: 'the API server refuses it, or another image runs after a restart',
    check: ({ pgAdmin: { storage, image, compute, placement, labels, configFiles, imagePullSecrets } }) => [
      ...defined([volumeProblem('storage.size', storage.size)]),
      ...(storage.autoGrow ? [`'storage.autoGrow' must be left out; write a larger 'size'`] : []),
      ...defined([imageProblem(image)]).map((problem) => `'image': ${problem}`),
      ...computeProblems(compute),
      ...noHugePages(compute),
      ...tolerationProblems(placement),
      ...affinityProblems(placement),
      ...labelProblems('placement.nodeSelector', placement.nodeSelector),
      ...labelProblems('labels', labels),
      ...sourceProblems('configFiles', configFiles),
      ...imagePullSecrets.flatMap((secret, i) => defined([nameProblem(`imagePullSecrets[${i}]`, secret)])),
    ],
  },
  {
    id: 'PGA-005',
    summary: 'settings of pgAdmin and of its web server are JSON under names that they know, and secrets come from Secrets',
    why: 'a setting of another form is passed over without a word, and all of them stand readable in a ConfigMap',
    check: ({ pgAdmin: { settings, webServer, ldapBindPassword, configDatabase, oauth } }) => [
      ...settingProblems('settings', settings, SETTING, 'capitals, digits and _'),
      ...settingProblems('webServer', webServer, WEB_SERVER_SETTING, 'lower-case letters and _'),
      ...SECRET_SETTINGS.flatMap(([name, instead]) => (name in settings ? [`'settings.${name}' is a secret; ${instead}`] : [])),
      ...(ldapBindPassword ? secretKeyProblems('ldapBindPassword', ldapBindPassword) : []),
      ...(configDatabase ? secretKeyProblems('configDatabase', configDatabase) : []),
      ...(oauth.length > MAX_OAUTH ? [`'oauth' must be at most ${MAX_OAUTH} providers, got ${oauth.length}`] : []),
      ...oauth.flatMap(({ name, secret }, i) => [
        ...(OAUTH_NAME.test(name) ? [] : [`'oauth[${i}].name' must be at most 20 letters and digits, got '${name}'`]),
        ...(oauth.findIndex((other) => other.name === name) === i
          ? []
          : [`'oauth[${i}]' repeats the provider '${name}'; write another name`]),
        ...secretKeyProblems(`oauth[${i}].secret`, secret),
      ]),
    ],
  },
  {
    id: 'PGA-006',
    summary: 'clusters of this app that a group selects let pgAdmin in',
    why: 'pgAdmin shows the cluster, and its NetworkPolicy keeps pgAdmin out',
    check: ({ closed }) =>
      closed.map(
        ({ name, group }) => `the group '${group}' has the cluster '${name}', which lets pgAdmin not in; write connectTo(cluster) for it`,
      ),
  },
];

function settingProblems(prop: string, settings: { readonly [name: string]: string }, names: RegExp, of: string): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [
    ...(names.test(name) ? [] : [`'${prop}' must have names of ${of}, got '${name}'`]),
    ...(jsonOf(value) ? [] : [`'${prop}.${name}' must be JSON, got ${value}; write '${JSON.stringify(value)}' for a text`]),
  ]);
}
