import { cnpg, crunchy, edited, zalando } from './support/objects';
import { compareObjects, removeFolders, yamlOf } from './support/guard';
import { RULES } from '../../cli/guard/rules';
import { validator } from '../support/validator';

afterAll(removeFolders);

const BASE = [cnpg(), zalando('billing'), crunchy('stock')];
const HEAD = [
  edited(cnpg(), ['spec.instances', 2], ['spec.description', 'a | b <i>']),
  edited(zalando('billing'), ['spec.volume.size', '20Gi']),
  edited(crunchy('stock'), ['spec.metadata', { labels: { tier: 'gold' } }]),
];

test.each(['text', 'markdown'])('%s', (format) => {
  const { status, out } = compareObjects(BASE, HEAD, '--format', format);
  expect(status).toBe(3);
  expect(out).toMatchSnapshot();
});

test('json', () => {
  const { status, out } = compareObjects(BASE, HEAD, '--format', 'json');
  const report = JSON.parse(out) as { version: number; status: number; objects: unknown; findings: { [key: string]: unknown }[] };
  expect(report).toMatchObject({ version: 1, status, objects: { base: 3, head: 3, added: 0, removed: 0, changed: 3 } });
  expect(report.findings.map(({ rule, severity, object, field, old, new: now }) => [rule, severity, object, field, old, now])).toEqual([
    ['G025', 'block', 'acid.zalan.do/postgresql/shop/billing', 'spec.volume.size', '50Gi', '20Gi'],
    ['G030', 'confirm', 'postgresql.cnpg.io/Cluster/shop/orders', 'spec.instances', 3, 2],
    [
      'G060',
      'info',
      'postgres-operator.crunchydata.com/PostgresCluster/shop/stock',
      'spec.metadata',
      undefined,
      { labels: { tier: 'gold' } },
    ],
  ]);
});

/** The part of SARIF 2.1.0 that code scanning reads. */
const SARIF = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'rules'],
                properties: { rules: { type: 'array', items: { type: 'object', required: ['id'] } } },
              },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['ruleId', 'ruleIndex', 'level', 'message', 'locations', 'partialFingerprints'],
              properties: {
                level: { enum: ['none', 'note', 'warning', 'error'] },
                message: { type: 'object', required: ['text'] },
                locations: {
                  type: 'array',
                  minItems: 1,
                  items: {
                    type: 'object',
                    required: ['physicalLocation'],
                    properties: {
                      physicalLocation: {
                        type: 'object',
                        required: ['artifactLocation', 'region'],
                        properties: { region: { type: 'object', properties: { startLine: { type: 'integer', minimum: 1 } } } },
                      },
                    },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

test('sarif', () => {
  const { out } = compareObjects(BASE, HEAD, '--format', 'sarif');
  const document = JSON.parse(out) as {
    runs: [{ tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; level: string }[] }];
  };
  const ajv = validator();
  expect(ajv.validate(SARIF, document) || ajv.errors).toBe(true);
  const [{ tool, results }] = document.runs;
  expect(tool.driver.rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
  expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['G025', 'error'],
    ['G030', 'error'],
    ['G060', 'note'],
  ]);
  expect(results.map(({ ruleIndex }) => tool.driver.rules[ruleIndex]!.id)).toEqual(results.map(({ ruleId }) => ruleId));
});

test('the line is that of the field', () => {
  const head = edited(cnpg(), ['spec.storage.size', '20Gi']);
  const line = yamlOf([head]).split('\n').indexOf('    size: 20Gi') + 1;
  expect(line).toBeGreaterThan(10);
  expect(compareObjects([cnpg()], [head]).out).toContain(`G025 storage-shrunk  Cluster shop/orders  head/all.yaml:${line}\n`);
});
