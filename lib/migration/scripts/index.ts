import { MigrationPhase, MigrationPlan } from '../migration-plan';
import { cutOverScript, openScript } from './cut-over';
import { dumpFiles, dumpScript } from './dump';
import { preflightFiles, preflightScript } from './preflight';
import { followScript, handBackScript, publishScript, reverseScript, subscribeScript } from './follow';
import { replicationFiles, replicationShell } from './replication';
import { giveUpScript, retireFiles, retireScript } from './retire';
import { CodeStems, physicalScripts } from './physical';
import { schemaFiles, schemaScript } from './schema';
import { commonFiles } from './shell';
import { switchFiles } from './switch';

type Files = { [file: string]: string };

const replication = (plan: MigrationPlan): Files => ({ ...replicationFiles, 'replication.sh': replicationShell(plan) });

/** What each phase runs, and which files that reads besides those that all have. */
const PHASES: {
  readonly [phase in Exclude<MigrationPhase, 'promote'>]: {
    readonly run: (plan: MigrationPlan) => string;
    readonly files: (plan: MigrationPlan) => Files;
  };
} = {
  preflight: { run: preflightScript, files: (plan) => ({ ...schemaFiles(plan), ...preflightFiles(plan) }) },
  schema: { run: schemaScript, files: (plan) => ({ ...switchFiles, ...schemaFiles(plan) }) },
  publish: { run: publishScript, files: replication },
  subscribe: { run: subscribeScript, files: replication },
  'hand-back': { run: handBackScript, files: (plan) => ({ ...replication(plan), ...switchFiles }) },
  follow: { run: followScript, files: (plan) => ({ ...replication(plan), ...switchFiles }) },
  'cut-over': { run: cutOverScript, files: (plan) => ({ ...replication(plan), ...switchFiles }) },
  open: { run: openScript, files: (plan) => ({ ...replication(plan), ...switchFiles }) },
  reverse: { run: reverseScript, files: (plan) => ({ ...replication(plan), ...switchFiles, ...retireFiles }) },
  retire: { run: retireScript, files: () => ({ ...switchFiles, ...retireFiles }) },
  'give-up': { run: giveUpScript, files: () => ({ ...switchFiles, ...retireFiles }) },
  dump: {
    run: dumpScript,
    files: (plan) => ({
      ...switchFiles,
      ...schemaFiles(plan),
      ...dumpFiles,
      'analyze.sql': replicationFiles['analyze.sql']!,
      'filled.sql': replicationFiles['filled.sql']!,
      'refresh.sql': replicationFiles['refresh.sql']!,
    }),
  },
};

/**
 * The files of a phase: `<phase>.sh`, which a Job runs, and what that reads beside itself. Of phases that one Job runs after each other the files
 * may stand in one folder: a name means the same in each. Their order is part of the name of the Job.
 *
 * @param stems what codes are made of that the phases of a migration by files print themselves
 */
export const migrationScripts = (phase: MigrationPhase, plan: MigrationPlan, stems: CodeStems = { own: '', again: '' }): Files => {
  if (plan.method === 'physical' || phase === 'promote') {
    return { ...commonFiles(plan), ...switchFiles, ...physicalScripts(phase, plan, stems) };
  }
  const { run, files } = PHASES[phase];
  return { ...commonFiles(plan), ...files(plan), [`${phase}.sh`]: run(plan) };
};
