import { PrerequisiteObject, PrerequisiteSecret, PrerequisiteSetting } from './prerequisite-list';

/** What the page is made of. */
export interface PrerequisiteLists {
  readonly namespaces: readonly string[];
  readonly kinds: readonly string[];
  readonly secrets: readonly PrerequisiteSecret[];
  readonly objects: readonly PrerequisiteObject[];
  readonly settings: readonly PrerequisiteSetting[];
}

const SHELL = '```';

const list = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')]);

/** The list as a page. */
export function prerequisitePage({ namespaces, kinds, secrets, objects, settings }: PrerequisiteLists): string {
  const parts = [
    '# What has to exist before the first apply',
    ...list(
      'Namespaces',
      namespaces.map((name) => `- \`${name}\``),
    ),
    ...list(
      'Kinds, by the operators that define them',
      kinds.map((kind) => `- \`${kind}\``),
    ),
    ...list(
      'Settings of the operators',
      settings.map(({ operator, setting, value, why }) => `- ${operator}: ${setting}: ${value}; for ${why}`),
    ),
    ...list(
      'Objects',
      objects.map(
        ({ kind, name, namespace, neededBy }) =>
          `- ${kind} \`${name}\`${namespace ? ` in \`${namespace}\`` : ''}, for ${neededBy.join(', ')}`,
      ),
    ),
    ...(secrets.length === 0 ? [] : ['## Secrets', 'What stands in angle brackets is for you to fill in.']),
    ...secrets.flatMap(({ namespace, name, type, keys, labels, neededBy, commands }) => {
      const marks = Object.entries(labels).map(([key, value]) => `\`${key}: ${value}\``);
      return [
        `### \`${name}\`${namespace ? ` in \`${namespace}\`` : ''}`,
        [
          `- for ${neededBy.join(', ')}`,
          `- type \`${type}\`, keys ${keys.length > 0 ? keys.map((key) => `\`${key}\``).join(', ') : 'as its reader wants them'}`,
          ...(marks.length > 0 ? [`- labels ${marks.join(', ')}`] : []),
        ].join('\n'),
        `${SHELL}sh\n${commands.join('\n')}\n${SHELL}`,
      ];
    }),
  ];
  return `${parts.length > 1 ? parts.join('\n\n') : `${parts[0]}\n\nNothing.`}\n`;
}
