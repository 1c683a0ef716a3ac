import { Alert } from '../../model/alert';
import { AlertCommands } from '../../operators/monitoring-contract';

/** One step of a page: what to do, and what to type for it. */
export interface PageStep {
  readonly text: string;
  readonly command?: (commands: AlertCommands) => string | undefined;
}

/** What somebody who is woken has to know of an alert. Another step for each operator is its commands' business. */
export interface AlertPage {
  readonly alert: Alert;
  /** What is true when it fires. */
  readonly meaning: string;
  /** What happens if nobody does anything. */
  readonly stake: string;
  /** How to find out what is wrong. */
  readonly look: readonly PageStep[];
  /** What helps. */
  readonly act: readonly PageStep[];
  /** What makes it worse. */
  readonly avoid: readonly string[];
}

/** A step without a command. */
export const say = (text: string): PageStep => ({ text });

/** A step with one of the commands of the operator. */
export const run = (text: string, name: Exclude<keyof AlertCommands, 'sql'>): PageStep => ({ text, command: (commands) => commands[name] });

/** A query on the primary. */
export const ask = (text: string, sql: string): PageStep => ({ text, command: ({ sql: prefix }) => `${prefix} "${sql}"` });

/** Steps with which nearly every page begins. */
export const PODS = run('Which pods there are, where, and who is the primary:', 'pods');
export const STATE = run('What decides on failovers says of them:', 'state');
export const LOGS = run('What the instances say:', 'logs');
export const OPERATOR_LOGS = run('What the operator says:', 'operatorLogs');
