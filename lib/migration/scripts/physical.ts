import { MigrationPhase, MigrationPlan } from '../migration-plan';
import { script } from './shell';

/** What the scripts of a migration by files read beside what all have. */
export const physicalFiles = (plan: MigrationPlan): { [file: string]: string } => ({ 'streaming.txt': plan.streamingRole?.name ?? '' });

/** A phase of a migration by files. */
export const physicalScript = (phase: MigrationPhase, plan: MigrationPlan): string => script(`begin ${phase}`, `say "${plan.name}"`);
