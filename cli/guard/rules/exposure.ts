import { at, listOf, textOf } from '../../values/json';
import { KubeObject, refOf } from '../../manifests/object';
import { isStateful, kindOf } from '../../manifests/operators';
import { CNPG, itsCluster } from '../../manifests/operators/cnpg';
import { GuardRule, Hit } from '../rule';
import { selects } from './policies';

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

const APPLICATIONS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Rollout']);

/** Fields of a cluster that applications have to follow. */
const SERVER_SIDE =
  /^spec\.(tls|certificates\.server|customTLSSecret|connectionPooler|enableConnectionPooler|proxy|bootstrap\.initdb\.(database|owner)|databases|users)/;

/** How clients reach a database. */
export const EXPOSURE_RULES: readonly GuardRule[] = [
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
        .filter((object) => kindOf(object) === `${CNPG}/Pooler` && itsCluster(object, head.byKey) !== undefined)
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
    id: 'G122',
    name: 'clients-cut',
    severity: 'warn',
    operators: ['zalando'],
    what: 'The pods of the pooler are made anew.',
    why: 'Every client of the pool is cut at once.',
    safe: 'Do it when few are connected.',
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
