import { Size } from 'cdk8s';
import { ZalandoOptions } from '../../../../lib';
import { LOG_RULES } from '../../../../lib/operators/zalando/cluster/log-rules';
import { Ask, program } from '../../../support/programs';
import { render } from '../../../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../../../support/rule-case';
import { zalando } from '../support';

interface Given {
  readonly ask: Ask;
  readonly options?: Partial<ZalandoOptions>;
}

const parameters = (given: { [name: string]: string }, options: Partial<ZalandoOptions> = {}): Given => ({
  ask: { cluster: { parameters: given } },
  options,
});

const withoutChecksums = (given: { [name: string]: string }): Given => ({
  ask: { cluster: { parameters: given, creation: { dataChecksums: false } }, suppressed: ['DB-020'] },
});

const CASES: readonly RuleCase<Given>[] = [
  {
    rule: 'ZAL-295',
    broken: parameters({ log_directory: '/var/log/postgresql' }),
    says: `'log_directory' must be below '/home/postgres/pgdata' or the 'mountPath' of a volume of 'operator.volumes', got '/var/log/postgresql'; leave it out for '../pg_log' (Spilo collects the log in files, and a server that cannot write its log does not start)`,
    kept: parameters({ log_directory: '/home/postgres/pgdata/log' }),
  },
  {
    rule: 'ZAL-295',
    of: 'a volume of its own',
    broken: parameters(
      { log_directory: '/logs-of-others' },
      { volumes: [{ name: 'logs', mountPath: '/logs/', emptyDir: Size.gibibytes(5) }] },
    ),
    says: `'log_directory' must be below '/home/postgres/pgdata' or the 'mountPath' of a volume of 'operator.volumes', got '/logs-of-others'; leave it out for '../pg_log'`,
    kept: parameters({ log_directory: '/logs/pg' }, { volumes: [{ name: 'logs', mountPath: '/logs/', emptyDir: Size.gibibytes(5) }] }),
  },
  {
    rule: 'ZAL-295',
    of: 'no files',
    broken: parameters({ log_directory: '/log' }),
    says: `'log_directory' must be below '/home/postgres/pgdata' or the 'mountPath' of a volume of 'operator.volumes', got '/log'; leave it out for '../pg_log'`,
    kept: parameters({ log_directory: '/log', logging_collector: 'off' }),
  },
  {
    rule: 'ZAL-296',
    broken: parameters({ log_filename: 'postgresql-%Y-%m-%d.log', log_truncate_on_rotation: 'off' }),
    says: [
      `'log_filename' must be one that comes again, got 'postgresql-%Y-%m-%d.log' with '%Y'; leave it out for 'postgresql-%u.log', which is written over after a week, or, where something deletes the files, Rules.of(cluster).suppress('ZAL-296', '<what>') (nobody deletes them, so that they fill the volume of the data)`,
      `'log_truncate_on_rotation' must be on, got 'off': each file would grow for ever; leave it out`,
    ],
    kept: parameters({ log_filename: 'postgresql-%a-%H%%Y.log', log_truncate_on_rotation: 'on' }),
  },
  {
    rule: 'ZAL-296',
    of: 'no files',
    broken: parameters({ log_filename: '%F.log' }),
    says: `'log_filename' must be one that comes again, got '%F.log' with '%F'; leave it out for 'postgresql-%u.log', which is written over after a week, or, where something deletes the files, Rules.of(cluster).suppress('ZAL-296', '<what>')`,
    kept: parameters({ log_filename: '%F.log', logging_collector: 'off' }),
  },
  {
    rule: 'ZAL-297',
    broken: withoutChecksums({ wal_log_hints: 'off' }),
    says: `'wal_log_hints' must be on without checksums, got 'off'; leave it out (Patroni calls pg_rewind, which needs checksums or wal_log_hints, and would copy the whole cluster after each failover instead, or give up)`,
    kept: parameters({ wal_log_hints: 'off' }),
  },
];

describeRules(CASES, {
  rules: LOG_RULES,
  place: 'test/db',
  program: ({ ask, options }) => program(zalando(options), ask),
  prints: (manifests) => expect(manifests.length).toBeGreaterThan(0),
});

everyRuleHasACase(LOG_RULES, CASES);

test('files of the log that something deletes may have any name', () => {
  const ask = { cluster: { parameters: { log_filename: '%F.log' } }, suppressed: ['ZAL-296'] };
  expect(() => render(program(zalando(), ask))).not.toThrow();
});
