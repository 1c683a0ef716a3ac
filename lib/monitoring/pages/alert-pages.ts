import { Alert } from '../../model/alert';
import { AlertCommands } from '../../operators/monitoring-contract';
import { BACKUP_PAGES } from './backup-pages';
import { HEALTH_PAGES } from './health-pages';
import { LOAD_PAGES } from './load-pages';
import { AlertPage, PageStep } from './page';
import { REPLICATION_PAGES } from './replication-pages';
import { SPACE_PAGES } from './space-pages';
import { STATE_PAGES } from './state-pages';

/** A page for each alert. */
export const ALERT_PAGES: readonly AlertPage[] = [
  ...STATE_PAGES,
  ...REPLICATION_PAGES,
  ...BACKUP_PAGES,
  ...SPACE_PAGES,
  ...LOAD_PAGES,
  ...HEALTH_PAGES,
];

/** The page of an alert. */
export const pageOf = (alert: Alert): AlertPage => ALERT_PAGES.find((page) => page.alert === alert)!;

/** The commands of one operator; with a title where a page has those of several. */
export interface PageCommands {
  readonly title?: string;
  readonly commands: AlertCommands;
}

/**
 * A page as Markdown.
 *
 * @param page what it says
 * @param operators the commands that it shows; a step without commands is the same on every operator
 * @param facts lines below the title
 */
export function pageText(page: AlertPage, operators: readonly PageCommands[], facts: readonly string[] = []): string {
  const parts = [
    `# ${page.alert}`,
    ...(facts.length > 0 ? [facts.join('\n')] : []),
    page.meaning,
    '## What is at stake',
    page.stake,
    '## How to look',
    stepsText(page.look, operators),
    '## What to do',
    stepsText(page.act, operators),
    ...(page.avoid.length > 0 ? ['## What not to do', page.avoid.map((text) => `- ${text}`).join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const stepsText = (steps: readonly PageStep[], operators: readonly PageCommands[]): string =>
  steps.map((step, i) => [`${i + 1}. ${step.text}`, ...commandLines(step, operators)].join('\n\n')).join('\n');

/** Commands that are the same on all operators stand once. */
function commandLines({ command }: PageStep, operators: readonly PageCommands[]): string[] {
  if (command === undefined) {
    return [];
  }
  return operators.flatMap(({ title, commands }) => {
    const line = command(commands);
    return line === undefined ? [] : [...(title === undefined ? [] : [`   ${title}:`]), `   \`\`\`sh\n   ${line}\n   \`\`\``];
  });
}
