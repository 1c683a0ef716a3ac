import { Finding } from '../finding';
import { Report, worstFirst } from '../report';
import { RULES } from '../rules';
import { Severity } from '../rule';

const LEVEL: { readonly [severity in Severity]: 'error' | 'warning' | 'note' } = {
  block: 'error',
  confirm: 'error',
  warn: 'warning',
  info: 'note',
};

const result = (finding: Finding, index: number, acknowledged: boolean) => ({
  ruleId: finding.rule,
  ruleIndex: index,
  level: LEVEL[finding.severity],
  message: { text: `${finding.ref}: ${finding.what} ${finding.operator}: ${finding.does} Safely: ${finding.safe}` },
  locations: [
    {
      physicalLocation: { artifactLocation: { uri: encodeURI(finding.file.split('\\').join('/')) }, region: { startLine: finding.line } },
      logicalLocations: [{ fullyQualifiedName: `${finding.object}${finding.field ? ` ${finding.field}` : ''}`, kind: 'object' }],
    },
  ],
  partialFingerprints: { 'cdk8sPostgresGuard/v1': `${finding.rule}/${finding.digest}` },
  ...(acknowledged ? { suppressions: [{ kind: 'external', status: 'accepted', justification: finding.reason ?? '' }] } : {}),
});

/** For code scanning: SARIF 2.1.0. */
export function sarif(report: Report, version: string): string {
  const index = new Map(RULES.map(({ id }, i) => [id, i]));
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-postgres guard',
            version,
            rules: RULES.map(({ id, name, what, why, safe, severity }) => ({
              id,
              name,
              shortDescription: { text: what },
              fullDescription: { text: why },
              help: { text: safe },
              defaultConfiguration: { level: LEVEL[severity] },
            })),
          },
        },
        results: [
          ...worstFirst(report.findings).map((finding) => result(finding, index.get(finding.rule)!, false)),
          ...worstFirst(report.acknowledged).map((finding) => result(finding, index.get(finding.rule)!, true)),
        ],
      },
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
