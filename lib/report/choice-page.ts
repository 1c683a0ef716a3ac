import { OperatorVerdict } from './operator-verdict';

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\n/g, ' ');
const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;

const title = ({ operator, operatorVersion }: OperatorVerdict): string => `${operator} ${operatorVersion}`;

/** Which rule refuses what on which candidate: the same thing that several refuse by rules of their own stands in several rows. */
export function choicePage(verdicts: readonly OperatorVerdict[]): string {
  const places = verdicts.flatMap(({ refusals }) => refusals.map(({ path }) => path));
  const rows = [...new Set(places)].map((path) =>
    row([
      path === '' ? 'the program' : `\`${path}\``,
      ...verdicts.map(({ refusals }) => {
        const ids = refusals.filter((one) => one.path === path).map(({ id }) => id || 'an error');
        return ids.length > 0 ? [...new Set(ids)].join(', ') : 'yes';
      }),
    ]),
  );
  const refused = verdicts
    .filter(({ refusals }) => refusals.length > 0)
    .map((verdict) =>
      [
        `### ${title(verdict)}`,
        verdict.refusals
          .map(
            ({ id, path, what, why }) =>
              `- ${path === '' ? 'the program' : `\`${path}\``} ${id || 'has an error'}: ${what}${why === '' ? '' : ` (${why})`}`,
          )
          .join('\n'),
      ].join('\n\n'),
    );
  const facts = [...new Set(verdicts.flatMap(({ place }) => place.map(({ fact }) => fact)))];
  const placeRows = facts.map((fact) =>
    row([
      `place: ${fact}`,
      ...verdicts.map(({ place }) =>
        [...new Set(place.filter((one) => one.fact === fact).map(({ effect }) => effect as string))].join(', '),
      ),
    ]),
  );
  const said = verdicts
    .filter(({ place }) => place.length > 0)
    .map((verdict) =>
      [
        `### What the place says of ${title(verdict)}`,
        verdict.place.map(({ fact, effect, what, source }) => `- ${fact}, ${effect}: ${what} (${source})`).join('\n'),
      ].join('\n\n'),
    );
  const table = [
    row(['', ...verdicts.map(title)]),
    row(['---', ...verdicts.map(() => '---')]),
    ...rows,
    ...placeRows,
    row(['all of it', ...verdicts.map(({ fits }) => (fits ? 'yes' : 'no'))]),
  ];
  return `${[table.join('\n'), ...refused, ...said].join('\n\n')}\n`;
}
