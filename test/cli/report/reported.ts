import { build } from '../../../cli/report/build';
import { ClusterRow, ReportModel } from '../../../cli/report/model';
import { JsonMap } from '../../../cli/values/json';
import { yamlOf } from '../support/guard';

/** What the report knows of files, by the texts that are in them. */
export const ofFiles = (files: { readonly [file: string]: string }): ReportModel =>
  build(
    Object.entries(files).map(([file, text]) => ({ file: `dist/${file}`, text })),
    { title: 'PostgreSQL in dist', folder: 'dist', version: '0.0.0', progress: () => undefined },
  );

/** What the report knows of some objects. */
export const ofObjects = (...objects: readonly JsonMap[]): ReportModel => ofFiles({ 'all.yaml': yamlOf(objects) });

/** The only cluster of some objects. */
export function only(...objects: readonly JsonMap[]): ClusterRow {
  const { clusters } = ofObjects(...objects);
  expect(clusters).toHaveLength(1);
  return clusters[0]!;
}

export const policy = (name: string, podLabels: JsonMap, spec: JsonMap): JsonMap => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'shop' },
  spec: { podSelector: { matchLabels: podLabels }, ...spec },
});

export const deployment = (name: string, env: JsonMap[], rest: JsonMap = {}): JsonMap => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1', env, ...rest }] },
    },
  },
});
