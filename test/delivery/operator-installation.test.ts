import {
  CloudNativePgVersion,
  GitOpsTool,
  OperatorInstallation,
  OperatorInstallationProps,
  PostgresOperator,
  ZalandoVersion,
} from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { findings, only, render } from '../support/render';

const install = (props: Partial<OperatorInstallationProps> & Pick<OperatorInstallationProps, 'operator'>) =>
  render((chart) => new OperatorInstallation(chart, 'operator', { tool: GitOpsTool.ARGO_CD, ...props }));
const refused = (props: Partial<OperatorInstallationProps> & Pick<OperatorInstallationProps, 'operator'>) =>
  findings((chart) => new OperatorInstallation(chart, 'operator', { tool: GitOpsTool.ARGO_CD, ...props }));

const cnpg = PostgresOperator.cloudNativePg();
const crunchy = PostgresOperator.crunchy();
const zalando = PostgresOperator.zalando({ teamId: 'acme' });

test('an Application for each chart: pinned, on the server side, never pruned', () => {
  const manifests = install({ operator: cnpg, syncWave: -1 });
  expect(manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'Application cloudnative-pg',
    'Application plugin-barman-cloud',
  ]);
  expect(manifests[0]).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: 'cloudnative-pg',
      namespace: 'argocd',
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
        'argocd.argoproj.io/compare-options': 'ServerSideDiff=true',
        'argocd.argoproj.io/sync-wave': '-1',
      },
    },
    spec: {
      project: 'default',
      source: {
        repoURL: 'https://cloudnative-pg.github.io/charts',
        chart: 'cloudnative-pg',
        targetRevision: '0.29.0',
        helm: { releaseName: 'cloudnative-pg', valuesObject: { crds: { create: true } } },
      },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'cnpg-system' },
      syncPolicy: {
        automated: { prune: false, selfHeal: true },
        syncOptions: ['ServerSideApply=true', 'CreateNamespace=true', 'FailOnSharedResource=true'],
      },
    },
  });
});

test('with Flux a HelmRelease, which makes and changes definitions and deletes none', () => {
  const manifests = install({ operator: crunchy, tool: GitOpsTool.FLUX, chartVersions: { pgo: '6.0.1' }, toolNamespace: 'gitops' });
  const metadata = { name: 'pgo', namespace: 'gitops', annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'disabled' } };
  expect(manifests).toEqual([
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'HelmRepository',
      metadata,
      spec: { type: 'oci', url: 'oci://registry.developers.crunchydata.com/crunchydata', interval: '1h0m0s' },
    },
    {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata,
      spec: {
        interval: '1h0m0s',
        releaseName: 'pgo',
        targetNamespace: 'postgres-operator',
        chart: { spec: { chart: 'pgo', version: '6.0.1', sourceRef: { kind: 'HelmRepository', name: 'pgo' } } },
        install: { createNamespace: true, crds: 'CreateReplace' },
        upgrade: { crds: 'CreateReplace' },
        values: { singleNamespace: false },
      },
    },
  ]);
});

const values = (props: Parameters<typeof install>[0], name: string) => {
  const found = install(props).find(({ metadata }) => metadata.name === name) as unknown as {
    spec: { source: { helm: { valuesObject: unknown } } };
  };
  return found.spec.source.helm.valuesObject;
};

test('what the factory was told of the configuration is configured', () => {
  const role = 'arn:aws:iam::111122223333:role/pg';
  const told = {
    teamId: 'acme',
    inheritedLabels: ['team', 'tier'],
    podAntiAffinityConfigured: true,
    teamPrefixEnforced: true,
    podRoleArn: role,
  };
  expect(values({ operator: PostgresOperator.zalando(told), watchedNamespaces: ['shop'] }, 'postgres-operator')).toEqual({
    configGeneral: { enable_crd_registration: false, enable_team_id_clustername_prefix: true, min_instances: -1 },
    configKubernetes: {
      enable_persistent_volume_claim_deletion: false,
      enable_pod_antiaffinity: true,
      inherited_labels: ['team', 'tier'],
      watched_namespace: 'shop',
    },
    configAwsOrGcp: { irsa_role_arn: role },
  });
  const older = PostgresOperator.zalando({ ...told, operatorVersion: ZalandoVersion.V1_15 });
  const { configKubernetes } = values({ operator: older }, 'postgres-operator') as { configKubernetes: { [key: string]: string } };
  expect(configKubernetes.watched_namespace).toBe('*');
  expect(JSON.parse(configKubernetes.pod_service_account_definition!)).toMatchObject({
    metadata: { name: 'postgres-pod', annotations: { 'eks.amazonaws.com/role-arn': role } },
  });
  const gates = PostgresOperator.crunchy({ volumeSnapshotsEnabled: true });
  const more = PostgresOperator.crunchy({
    tablespaceVolumesEnabled: true,
    autoGrowVolumesEnabled: false,
    openTelemetryMetricsEnabled: true,
    appendCustomQueriesEnabled: true,
  });
  const own = { chartVersions: { pgo: '6.0.1' }, watchedNamespaces: ['postgres-operator'] };
  expect(values({ operator: gates, ...own }, 'pgo')).toEqual({ singleNamespace: true, features: { VolumeSnapshots: true } });
  expect(values({ operator: more, ...own }, 'pgo')).toHaveProperty('features', {
    AutoGrowVolumes: false,
    TablespaceVolumes: true,
    OpenTelemetryMetrics: true,
    AppendCustomQueries: true,
  });
  expect(values({ operator: cnpg, watchedNamespaces: ['a', 'b'] }, 'cloudnative-pg')).toEqual({
    crds: { create: true },
    config: { data: { WATCH_NAMESPACE: 'a,b' } },
  });
});

test('another namespace', () => {
  expect(only(install({ operator: zalando, operatorNamespace: 'pg' }), 'Application')).toMatchObject({
    spec: { destination: { namespace: 'pg' }, source: { targetRevision: '2.0.1' } },
  });
});

const pinned =
  'an operator that changes by itself may roll every database, and another one than the manifests are for drops fields without a word';
const looks = 'it would look at others, and clusters would never come up';

test.each<[string, Parameters<typeof install>[0], string]>([
  [
    'a version that is not known',
    { operator: crunchy },
    `[GITOPS-002] the version of the chart 'pgo' that installs Crunchy PGO 6.0 is not known; write chartVersions: { 'pgo': '...' } (${pinned})`,
  ],
  [
    'a range',
    {
      operator: PostgresOperator.cloudNativePg({ operatorVersion: CloudNativePgVersion.V1_29 }),
      chartVersions: { 'cloudnative-pg': '0.28.x' },
    },
    `[GITOPS-002] 'chartVersions['cloudnative-pg']' must be a full version such as '1.2.3', got '0.28.x' (${pinned})`,
  ],
  [
    'a chart of another operator',
    { operator: cnpg, chartVersions: { pgo: '1.0.0' } },
    `[GITOPS-002] 'chartVersions' names 'pgo', which is no chart of CloudNativePG; it has cloudnative-pg, plugin-barman-cloud (${pinned})`,
  ],
  [
    'two namespaces',
    { operator: zalando, watchedNamespaces: ['a', 'b'] },
    `[GITOPS-005] Zalando Postgres Operator cannot look at a, b; leave 'watchedNamespaces' out for all, or name one (${looks})`,
  ],
  [
    'another namespace',
    { operator: crunchy, chartVersions: { pgo: '6.0.1' }, watchedNamespaces: ['shop'] },
    `[GITOPS-005] Crunchy PGO cannot look at shop; leave 'watchedNamespaces' out for all, or name its own, 'postgres-operator' (${looks})`,
  ],
  [
    'no namespace',
    { operator: cnpg, watchedNamespaces: ['A B'] },
    `[GITOPS-005] 'watchedNamespaces[0]' must be lower-case letters, digits, '-' and '.', got 'A B' (${looks})`,
  ],
  [
    'waves of Flux',
    { operator: cnpg, tool: GitOpsTool.FLUX, syncWave: 1 },
    `[GITOPS-008] 'syncWave' is 1, and Flux has no waves; leave it out, and let the Kustomization of the databases depend on this one (Flux knows no waves, and Argo CD takes anything else for 0)`,
  ],
  [
    'half a wave',
    { operator: cnpg, syncWave: 1.5 },
    `[GITOPS-008] 'syncWave' must be a whole number such as -1, got 1.5 (Flux knows no waves, and Argo CD takes anything else for 0)`,
  ],
  [
    'an operator that does not say how',
    { operator: new PermissiveOperator() },
    `[GITOPS-009] Permissive does not say how it is installed (IPostgresOperator.delivery); install it by other means (there would be nothing to print)`,
  ],
])('%s is refused', (_, props, message) => {
  expect(refused(props)).toEqual([`[test/operator] ${message}`]);
});
