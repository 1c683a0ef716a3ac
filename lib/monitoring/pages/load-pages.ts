import { Alert } from '../../model/alert';
import { AlertPage, ask, run, say } from './page';

const CLIENTS = ask(
  'Who is connected, and what do they do?',
  'SELECT usename, application_name, client_addr, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC LIMIT 20',
);
const OLDEST = ask(
  'Which transactions are the oldest?',
  'SELECT pid, usename, application_name, state, now() - xact_start AS age, left(query, 80) FROM pg_stat_activity WHERE xact_start IS NOT NULL ORDER BY xact_start LIMIT 10',
);
const BLOCKED = ask(
  'Who waits for whom?',
  'SELECT pid, pg_blocking_pids(pid) AS waits_for, now() - query_start AS since, left(query, 80) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0',
);
const CANCEL = ask('End a statement, by its pid:', 'SELECT pg_cancel_backend(<pid>)');
const TERMINATE = ask('End a connection, by its pid:', 'SELECT pg_terminate_backend(<pid>)');
const POOL_LOGS = run('What the pool says:', 'poolLogs');

/** Pages of the alerts about what clients do. */
export const LOAD_PAGES: readonly AlertPage[] = [
  {
    alert: Alert.CONNECTIONS,
    meaning: 'More of the connections that clients can have are in use than the threshold, for five minutes.',
    stake: 'When there are none left, applications are refused.',
    look: [CLIENTS],
    act: [
      say(
        'Many that are idle: a pool in the applications that is too large, or too many pods of them. Put a `ConnectionPool` before the cluster.',
      ),
      say('Many that wait: see PostgresLockWait.'),
      say('More of them: `max_connections` in the program, which restarts the instances and takes memory.'),
      TERMINATE,
    ],
    avoid: ['Do not raise `max_connections` far above what CPUs there are: the server gets slower for all.'],
  },
  {
    alert: Alert.POOL_SATURATED,
    meaning: 'Clients of a pool have waited for a server connection for longer than the threshold.',
    stake: 'Applications are slow, then time out.',
    look: [POOL_LOGS, CLIENTS, BLOCKED],
    act: [
      say('Server connections that are all busy: long transactions hold them. In session mode every client holds one.'),
      say('More of them: `poolSize` of the pool, within `max_connections` of the cluster (rule POOL-007).'),
    ],
    avoid: ['Do not add pods of the pool for this alone: each opens as many connections to the server.'],
  },
  {
    alert: Alert.POOL_DOWN,
    meaning: 'Fewer pods of a pool answer than the program asks for, for five minutes.',
    stake: 'Without any, applications that connect through it are refused.',
    look: [POOL_LOGS, run('Which pods there are:', 'pods')],
    act: [
      say('Pods that are pending: their events say which node or quota is missing.'),
      say('Pods that restart: their log names the setting or the Secret that pgbouncer does not take.'),
    ],
    avoid: [],
  },
  {
    alert: Alert.LONG_TRANSACTION,
    meaning: 'A transaction of a client has run for longer than the threshold.',
    stake: 'Rows that were deleted since are kept for it, so tables and indexes grow. Its locks may keep others waiting.',
    look: [OLDEST, BLOCKED],
    act: [say('A dump, a migration, a report: does it have to be now? It may run on a replica.'), CANCEL, TERMINATE],
    avoid: ['Do not end a migration without asking: what it did is rolled back, which takes its time too.'],
  },
  {
    alert: Alert.IDLE_IN_TRANSACTION,
    meaning: 'A client has done nothing in an open transaction for longer than the threshold.',
    stake: 'It keeps its locks and its connection, and deleted rows for everybody.',
    look: [OLDEST, BLOCKED],
    act: [
      TERMINATE,
      say('In the application: end transactions before anything that waits, such as another service.'),
      say('For all: `idle_in_transaction_session_timeout` in `parameters`.'),
    ],
    avoid: ['Do not set that timeout without telling the applications: they get errors that they have not seen before.'],
  },
  {
    alert: Alert.LOCK_WAIT,
    meaning: 'A statement has waited for a lock for longer than the threshold.',
    stake: 'Behind a statement that waits for a strong lock, all others on the table wait too, and applications stand still.',
    look: [BLOCKED, OLDEST],
    act: [
      say('End the first of those who wait for a strong lock (`ALTER TABLE`, `VACUUM FULL`), or the one that it waits for.'),
      CANCEL,
      TERMINATE,
      say('For migrations: `SET lock_timeout` before they ask for a strong lock.'),
    ],
    avoid: ['Do not restart the cluster: those who waited come back at once.'],
  },
  {
    alert: Alert.DEADLOCKS,
    meaning: 'More deadlocks than the threshold within an hour.',
    stake: 'One of each two transactions is rolled back, and its user has an error.',
    look: [say('The log of the server names both statements of each deadlock.'), run('What the instances say:', 'logs')],
    act: [say('In the application: lock rows in the same order everywhere, keep transactions short, and try again after the error 40P01.')],
    avoid: ['Do not raise `deadlock_timeout`: it only makes them wait longer.'],
  },
];
