import { MigrationPhase, MigrationPlan } from '../migration-plan';
import { collationFiles } from './physical-collations';
import { physicalCutOverScript, physicalFollowFiles, physicalFollowScript } from './physical-follow';
import { CARRIED_FINDINGS, LATE_FINDINGS, physicalPreflightFiles, physicalPreflightScript } from './physical-preflight';
import { physicalOpenScript, physicalPromoteFiles, physicalPromoteScript, withoutSourceFiles } from './physical-promote';
import { physicalGiveUpScript, physicalRetireFiles, physicalRetireScript } from './physical-retire';
import { physicalShellFiles } from './physical-shell';
import { retireFiles } from './retire';

type Files = { [file: string]: string };

/** What codes are made of that scripts make themselves: that of a phase, and that of the cut over of the next round. */
export interface CodeStems {
  readonly own: string;
  readonly again: string;
}

/** A phase that a migration by files has. */
export type PhysicalPhase = Extract<MigrationPhase, 'preflight' | 'follow' | 'cut-over' | 'promote' | 'open' | 'retire' | 'give-up'>;

const OPEN_FILES: Files = { ...withoutSourceFiles(), 'tables.sql': physicalFollowFiles['tables.sql']! };

/** What each phase runs, and which files that reads besides those that all have. */
const PHASES: { readonly [phase in PhysicalPhase]: { readonly run: (plan: MigrationPlan) => string; readonly files: Files } } = {
  preflight: { run: physicalPreflightScript, files: { ...physicalPreflightFiles, 'sorts.sql': collationFiles['sorts.sql']! } },
  follow: {
    run: physicalFollowScript,
    files: {
      ...physicalFollowFiles,
      'late.sql': LATE_FINDINGS,
      'carried.sql': CARRIED_FINDINGS,
      'foretold.sql': collationFiles['foretold.sql']!,
    },
  },
  'cut-over': { run: physicalCutOverScript, files: { 'late.sql': LATE_FINDINGS, 'tables.sql': physicalFollowFiles['tables.sql']! } },
  promote: {
    run: physicalPromoteScript,
    files: {
      ...physicalPromoteFiles,
      ...OPEN_FILES,
      'files-told.sql': physicalFollowFiles['files-told.sql']!,
      'renew.sql': collationFiles['renew.sql']!,
      'sorted.sql': collationFiles['sorted.sql']!,
    },
  },
  open: { run: physicalOpenScript, files: OPEN_FILES },
  retire: {
    run: physicalRetireScript,
    files: {
      ...physicalRetireFiles,
      'state-away.sql': retireFiles['state-away.sql']!,
      'files-told.sql': physicalFollowFiles['files-told.sql']!,
    },
  },
  'give-up': {
    run: physicalGiveUpScript,
    files: { ...physicalRetireFiles, 'state-away.sql': retireFiles['state-away.sql']!, 'tables.sql': physicalFollowFiles['tables.sql']! },
  },
};

const isPhysical = (phase: MigrationPhase): phase is PhysicalPhase => phase in PHASES;

/**
 * The files of a phase besides those that the phases of all methods have.
 *
 * @param stems what their codes are made of
 */
export function physicalScripts(phase: MigrationPhase, plan: MigrationPlan, stems: CodeStems): Files {
  if (!isPhysical(phase)) {
    throw new Error(`a migration by files has no phase '${phase}'`);
  }
  const { run, files } = PHASES[phase];
  const codes = 'tables.sql' in files && { 'stem.txt': stems.own, 'again.txt': stems.again };
  return { ...physicalShellFiles, ...files, ...codes, [`${phase}.sh`]: run(plan) };
}

/**
 * The plan as the check reads it: the target has what the operator of the source has left, and both have what is known of either.
 */
export function alikePlan(plan: MigrationPlan): MigrationPlan {
  const [theirs, ours] = [plan.source.leftBehind, plan.target.leftBehind];
  const union = (what: 'schemas' | 'extensions' | 'roles' | 'objects'): string[] => [...new Set([...theirs[what], ...ours[what]])];
  const leftBehind = { schemas: union('schemas'), extensions: union('extensions'), roles: union('roles'), objects: union('objects') };
  return { ...plan, source: { ...plan.source, leftBehind }, target: { ...plan.target, leftBehind } };
}
