import * as fs from 'fs';
import * as path from 'path';
import { Alert, PostgresOperator } from '../../lib';
import { ALERT_PAGES } from '../../lib/monitoring/pages/alert-pages';
import { OPERATORS } from '../../scripts/operators';
import { program } from '../support/programs';
import { Manifest, only, render } from '../support/render';

test('every alert has a page, and every page is committed', () => {
  expect(ALERT_PAGES.map(({ alert }) => alert).sort()).toEqual(Object.values(Alert).sort());
  const files = fs.readdirSync(path.join(__dirname, '..', '..', 'docs', 'runbooks'));
  expect(files.sort()).toEqual(
    Object.values(Alert)
      .map((alert) => `${alert}.md`)
      .sort(),
  );
});

test.each(ALERT_PAGES)('the page of $alert says what it means, what is at stake, how to look and what to do', (page) => {
  const { meaning, stake, look, act } = page;
  expect([meaning, stake].map((text) => text.length > 10)).toEqual([true, true]);
  expect([look.length > 0, act.length > 0]).toEqual([true, true]);
});

describe.each(OPERATORS)('$displayName', ({ create }) => {
  const manifests = (runbooks: boolean): Manifest[] =>
    render(program(create(), { cluster: { monitoring: { runbooks } }, backup: {}, pools: [{}] }));
  const pages = (): { [key: string]: string } =>
    only(
      manifests(true).filter(({ metadata }) => metadata.name === 'orders-runbooks'),
      'ConfigMap',
    ).data!;

  test('prints a page for each alert of the cluster, on request', () => {
    const rules = only(manifests(true), 'PrometheusRule').spec as unknown as { groups: { rules: { alert?: string }[] }[] };
    const alerts = rules.groups.flatMap(({ rules: all }) => all.flatMap(({ alert }) => (alert === undefined ? [] : [`${alert}.md`])));
    expect(Object.keys(pages()).sort()).toEqual([...new Set(alerts)].sort());
    expect(manifests(false).map(({ metadata }) => metadata.name)).not.toContain('orders-runbooks');
  });

  test('prints the pages of a drill of the cluster beside them', () => {
    const all = render(program(create(), { cluster: { monitoring: { runbooks: true } }, drill: {} }));
    const { data } = only(
      all.filter(({ metadata }) => metadata.name === 'orders-drill-runbooks'),
      'ConfigMap',
    );
    expect(Object.keys(data!)).toEqual(['PostgresDrillFailed.md', 'PostgresDrillStale.md']);
    expect(data!['PostgresDrillStale.md']).toContain('Restore drill `orders-drill` of the cluster `orders` in the namespace `orders`.');
    const without = render(program(create(), { drill: {} }));
    expect(without.map(({ metadata }) => metadata.name)).not.toContain('orders-drill-runbooks');
  });

  test('fills in the names of the cluster, and no other', () => {
    const text = Object.values(pages()).join('\n');
    expect(text).toContain('Cluster `orders` in the namespace `orders`.');
    expect([...text.matchAll(/--namespace=(\S+)/g)].map(([, namespace]) => namespace)).toEqual(
      expect.arrayContaining(['orders', expect.stringMatching(/^(cnpg-system|postgres-operator)$/)]),
    );
    expect(text).not.toMatch(/undefined|\[object/);
  });
});

test('a page for the person on call', () => {
  const text = only(render(program(PostgresOperator.crunchy(), { cluster: { monitoring: { runbooks: true } } })), 'ConfigMap').data![
    'PostgresMetricsFailing.md'
  ]!;
  expect(text).toBe(`# PostgresMetricsFailing

Cluster \`orders\` in the namespace \`orders\`.

The exporter of an instance answers, but for 15 minutes a part of its queries has failed, while PostgreSQL is up.

## What is at stake

Some metrics are missing, so that some alerts cannot fire. Which, the log says.

## How to look

1. What the instances say; the exporter is another container of the same pods where it is not the instance itself:

   \`\`\`sh
   kubectl logs --namespace=orders --selector=postgres-operator.crunchydata.com/cluster=orders,postgres-operator.crunchydata.com/data=postgres --container=database --prefix --tail=100
   \`\`\`
2. Has the role of the exporter what it needs?

   \`\`\`sh
   kubectl exec --namespace=orders "$(kubectl get pods --namespace=orders --selector=postgres-operator.crunchydata.com/cluster=orders,postgres-operator.crunchydata.com/role=master --output=name)" --container=database -- psql --dbname=postgres --command "SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'pg_monitor', 'MEMBER')"
   \`\`\`

## What to do

1. A query of your own that fails: correct it in \`monitoring.queries\`. Grant the monitoring role what it has to read.
2. A cluster that follows another one has the passwords of that one: copy the Secret of the monitoring role from there.

## What not to do

- Do not give the role of the exporter more than \`pg_monitor\` and what single queries read.
`);
});
