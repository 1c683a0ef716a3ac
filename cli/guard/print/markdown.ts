import { canBeAcknowledged, stanza } from '../acks';
import { Finding } from '../finding';
import { EVIDENCE, grouped, Report, summary, VERDICT } from '../report';
import { shown } from './value';

const cell = (value: string): string => value.replace(/\|/g, '\\|').replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
const code = (value: string): string => `\`${value.replace(/`/g, "'")}\``;

function details(finding: Finding, { expires }: Report): string[] {
  return [
    `<details><summary>${finding.rule} ${finding.name}: ${cell(finding.what)}</summary>`,
    '',
    `- Why: ${cell(finding.why)}`,
    `- ${finding.operator}: ${cell(finding.does)} (${EVIDENCE[finding.evidence]})`,
    `- Safely: ${cell(finding.safe)}`,
    ...(canBeAcknowledged(finding) ? ['', '```yaml', ...stanza(finding, expires), '```'] : []),
    '',
    '</details>',
    '',
  ];
}

/** For a comment of a pull request. */
export function markdown(report: Report): string {
  const lines = grouped(report.findings).flatMap(([cluster, findings]) => [
    `### ${cell(cluster)}`,
    '',
    '| | rule | object | field | old | new |',
    '| --- | --- | --- | --- | --- | --- |',
    ...findings.map(
      ({ severity, rule, ref, field, old, new: now }) =>
        `| ${VERDICT[severity]} | ${rule} | ${cell(ref)} | ${field ? code(cell(field)) : ''} | ${old === undefined ? '' : code(cell(shown(old)))} | ${now === undefined ? '' : code(cell(shown(now)))} |`,
    ),
    '',
    ...findings.flatMap((finding) => details(finding, report)),
  ]);
  const acknowledged = report.acknowledged.map(({ rule, ref, reason }) => `- acknowledged: ${rule} ${cell(ref)}: ${cell(reason ?? '')}`);
  return ['## cdk8s-postgres guard', '', summary(report), '', ...lines, ...acknowledged].join('\n').trimEnd() + '\n';
}
