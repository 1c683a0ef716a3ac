import { RunbookStep } from './runbook-step';

/** What a person looks at before a step that is a commit, waits for behind it, and the way back from it. */
export interface StepList {
  readonly title: string;
  readonly before: readonly RunbookStep[];
  readonly wait: readonly RunbookStep[];
  /** What to write then; nothing if empty. */
  readonly next: string;
  readonly back: readonly RunbookStep[];
}

/** The same as Markdown, with the commands. */
export function stepList({ title, before, wait, next, back }: StepList): string {
  const sections: readonly [title: string, lines: readonly RunbookStep[], next: string][] = [
    ['Before the commit of this step', before, ''],
    ['Before the next step', wait, next],
    ['The way back', back, ''],
  ];
  return [
    `# ${title}`,
    ...sections.flatMap(([heading, lines, more]) =>
      lines.length === 0 ? [] : [`## ${heading}`, lines.map(item).join('\n'), ...(more === '' ? [] : [more])],
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

const item = ({ text, command }: RunbookStep): string => (command === undefined ? `- ${text}` : `- ${text}\n\n      ${command}\n`);
