import { RunbookStep } from '../operators/runbook-step';
import { MIGRATION_LABEL } from './migration-label';
import { MigrationModel } from './migration-model';

/** What the list of a step is made of. */
export interface MigrationListFacts {
  readonly migration: MigrationModel;
  readonly namespace?: string;
  /** Name of the target, by which the Jobs are labelled. */
  readonly targetCluster: string;
  /** Name of the Job of the step. */
  readonly job: string;
  /** What happens to the clusters at the first step, and what somebody has to do at the server of a provider. */
  readonly beginning: readonly RunbookStep[];
  /** Name of the source, where it is a cluster of the app. */
  readonly sourceCluster?: string;
}

/** What is looked at before a step, waited for behind it, and the way back from it. */
export interface StepFacts {
  readonly before: readonly RunbookStep[];
  readonly wait: readonly RunbookStep[];
  readonly next: string;
  readonly back: readonly RunbookStep[];
}

const where = ({ namespace = 'default' }: MigrationListFacts): string => `--namespace=${namespace}`;

export const done = (facts: MigrationListFacts, text: string): RunbookStep => ({
  text,
  command: `kubectl wait ${where(facts)} job/${facts.job} --for=condition=complete --timeout=336h`,
});

export const read = (facts: MigrationListFacts, text: string): RunbookStep => ({
  text,
  command: `kubectl logs ${where(facts)} job/${facts.job} --tail=200`,
});

/** One Job acts at a time: that of this step sends the other one away, which waits for ever. */
export const oneJob = (facts: MigrationListFacts): RunbookStep => ({
  text: 'The Job of the step before leaves with this commit. Argo CD and Flux prune it; who applies by hand deletes it first. One that is still there does nothing any more, and its log says so.',
  command: `kubectl delete ${where(facts)} job --selector=${MIGRATION_LABEL}=${facts.targetCluster}`,
});

/** A step that a method does not have. */
export const NO_STEP: StepFacts = { before: [], wait: [], next: '', back: [] };

export const GIVE_UP: RunbookStep = { text: 'Write `step: MigrationStep.giveUp()`. Clients write to the source, or do so again.' };

export const NEVER: RunbookStep = {
  text: 'None: what clients have written to the target is not at the source. Dump it, or begin a Migration in the other direction.',
};

export const CUT_OVER = "`step: MigrationStep.cutOver('...')` with the code of the line `check passed: ...`, in a commit of its own";

export const SAME =
  'A line `different:` names something that is not the same at both sides, and the Job looks again by itself; the line `check passed: ...` has the code for the next step.';

/** What stays of the old side, and how it is put to sleep. */
export const oldSide = ({ sourceCluster, migration }: MigrationListFacts): RunbookStep => ({
  text:
    sourceCluster === undefined
      ? `The server ${migration.plan.source.words} is left as it is; whoever runs it stops it when nobody looks anything up any more.`
      : `The cluster '${sourceCluster}' goes on, closed for writers, with its backups. Write \`state: ClusterState.stopped()\` there when nobody looks anything up any more, and take it out of the program when its last backup may go.`,
});
