import type { MigrationPhase, MigrationPlan } from '../../lib/migration/migration-plan';
import { migrationScripts } from '../../lib/migration/scripts';
import { PLAN } from './migration-plans';

// What the scripts of a migration are made of; what they do is shown in test/real.

const LOGICAL: readonly MigrationPhase[] = [
  'preflight',
  'schema',
  'publish',
  'subscribe',
  'hand-back',
  'follow',
  'cut-over',
  'open',
  'reverse',
  'retire',
  'give-up',
];
const PHYSICAL: readonly MigrationPhase[] = ['preflight', 'follow', 'cut-over', 'promote', 'open', 'retire', 'give-up'];
const DUMP: readonly MigrationPhase[] = ['preflight', 'schema', 'dump', 'cut-over', 'open', 'retire', 'give-up'];

const scriptOf = (phase: MigrationPhase, over: Partial<MigrationPlan> = {}): string =>
  migrationScripts(phase, { ...PLAN, ...over })[`${phase}.sh`]!;

describe('scripts of a migration', () => {
  test.each([
    ['logical', LOGICAL],
    ['dump', DUMP],
    ['physical', PHYSICAL],
  ] as const)('by %s: each phase has the files that it names', (method, phases) => {
    for (const phase of phases) {
      const files = migrationScripts(phase, { ...PLAN, method });
      const shell = Object.entries(files).filter(([file]) => file.endsWith('.sh'));
      for (const [, text] of shell) {
        const named = [...text.matchAll(/(?:^|[ "(])(?:\.\/)?([a-z-]+\.(?:sql|sh|json))\b/gm)].map(([, file]) => file!);
        // What stands in a function that another phase calls is there for that phase.
        const missing = named.filter((file) => files[file] === undefined && text === files[`${phase}.sh`]);
        expect([phase, missing]).toEqual([phase, []]);
      }
    }
  });

  test('a file of one name is the same in each phase, for one Job runs several from one folder', () => {
    const all = new Map<string, string>();
    for (const phase of LOGICAL) {
      for (const [file, text] of Object.entries(migrationScripts(phase, PLAN))) {
        expect([file, all.get(file) ?? text]).toEqual([file, text]);
        all.set(file, text);
      }
    }
  });

  test('a name is one word of the shell, and stands in no SQL', () => {
    for (const phase of [...LOGICAL, 'dump'] as const) {
      for (const [file, text] of Object.entries(migrationScripts(phase, PLAN))) {
        if (file.endsWith('.sql')) {
          expect(text).not.toContain('touch x');
        }
      }
    }
    expect(migrationScripts('publish', PLAN)['common.sh']).toContain(
      `"$@" 'or'\\''ders; $(touch x) "two"' 'orders' 'app' 'slot_1' 'slot_r1'`,
    );
  });

  test('what an operator makes is not made, and is waited for', () => {
    const byOperator = { publishedByOperator: true, subscribedByOperator: true };
    expect(scriptOf('publish', byOperator)).toContain('its operator publishes');
    expect(scriptOf('publish', byOperator)).not.toContain('publication.sql');
    expect(scriptOf('subscribe', byOperator)).not.toContain('ensure_subscription');
    expect(scriptOf('open', byOperator)).toContain('disable.sql');
    expect(scriptOf('open', byOperator)).not.toContain('unsubscribe.sql');
    expect(scriptOf('retire', byOperator)).not.toContain('sql target "$2" unsubscribe.sql');
  });

  test('where an operator subscribes nothing is left to copy once clients have written at the target', () => {
    expect(scriptOf('reverse', { subscribedByOperator: true })).toContain('sql source "$1" unpublish.sql');
    expect(scriptOf('reverse')).not.toContain('unpublish.sql');
    expect(scriptOf('follow', { subscribedByOperator: true })).toContain(`a migration with 'from' and 'to' exchanged`);
    expect(scriptOf('follow')).not.toContain('exchanged');
  });

  test('nobody stands still for a side that does not follow, or whose tables are not across', () => {
    const order = (text: string, ...parts: string[]): number[] => parts.map((part) => text.indexOf(part));
    for (const text of [
      order(scriptOf('cut-over'), 'sql source "$1" unpublished.sql', 'catch_up source', 'close_door source'),
      order(scriptOf('hand-back'), 'sql target "$2" unpublished.sql', 'catch_up target', 'close_door target'),
    ]) {
      expect(text[0]).toBeGreaterThan(0);
      expect(text).toEqual([...text].sort((a, b) => a - b));
    }
  });

  test('passwords stay out of what others see of statements', () => {
    for (const file of ['roles-made.sql', 'restore.sql', 'restore-begins.sql']) {
      expect(migrationScripts('schema', PLAN)[file]).toMatch(
        /SET track_activities = off;\nSET pg_stat_statements.track = 'none';\nSET pgaudit.log = 'none';/,
      );
    }
    expect(migrationScripts('subscribe', PLAN)['subscription.sql']).toContain('SET track_activities = off;');
  });

  test('without a way back nothing is kept for it', () => {
    expect(scriptOf('subscribe', { wayBack: false })).not.toContain('sql target "$2" publication.sql');
    expect(scriptOf('open', { wayBack: false })).not.toContain('ensure_slot');
    expect(scriptOf('reverse', { wayBack: false })).toContain(`this migration has no way back: 'wayBack' is false`);
  });

  test('files of one name are the same in the phases that one Job runs, when files are copied', () => {
    const physical: Partial<MigrationPlan> = { method: 'physical', streamingRole: { name: 'standby', byCertificate: false } };
    const [promote, open] = (['promote', 'open'] as const).map((phase) => migrationScripts(phase, { ...PLAN, ...physical }));
    expect(Object.entries(open!).filter(([file, text]) => text !== (promote![file] ?? text))).toEqual([]);
    expect(() => migrationScripts('publish', { ...PLAN, ...physical })).toThrow("a migration by files has no phase 'publish'");
  });

  test('a follower is written to by nobody: what has been done stands at the source until it is promoted', () => {
    const stateOf = (phase: MigrationPhase): string | undefined =>
      /^STATE=(\w+) SIDES=\1$/m.exec(scriptOf(phase, { method: 'physical' }))?.[1];
    expect(PHYSICAL.map((phase) => [phase, stateOf(phase)])).toEqual([
      ['preflight', 'source'],
      ['follow', 'source'],
      ['cut-over', 'source'],
      ['promote', 'target'],
      ['open', 'target'],
      ['retire', 'target'],
      ['give-up', 'source'],
    ]);
  });

  test('passwords of a target with copied files stay out of what others see of statements', () => {
    const role = { name: 'standby', byCertificate: false };
    for (const [phase, file] of [
      ['preflight', 'streaming-role.sql'],
      ['promote', 'password.sql'],
    ] as const) {
      expect(migrationScripts(phase, { ...PLAN, method: 'physical', streamingRole: role })[file]).toContain('SET track_activities = off;');
    }
  });
});
