import { Duration } from 'cdk8s';
import {
  ApplicationGenerator,
  ArgoApplication,
  ArgoApplicationProps,
  ArgoApplicationSet,
  FluxKustomization,
  FluxKustomizationProps,
} from '../../lib';
import { findings, only, render } from '../support/render';

const source = { repository: 'https://git.example.com/databases.git', revision: 'main', path: 'clusters/orders' };
const application = (props: Partial<ArgoApplicationProps> = {}) => ({ applicationName: 'orders', source, ...props });

test('an Application applies on the server side, deletes nothing and has no finalizer', () => {
  expect(render((chart) => new ArgoApplication(chart, 'app', application()))).toEqual([
    {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: {
        name: 'orders',
        namespace: 'argocd',
        annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
      },
      spec: {
        project: 'default',
        source: { repoURL: source.repository, targetRevision: 'main', path: 'clusters/orders' },
        destination: { server: 'https://kubernetes.default.svc' },
        syncPolicy: {
          automated: { prune: false, selfHeal: false },
          syncOptions: ['ServerSideApply=true', 'CreateNamespace=true', 'FailOnSharedResource=true'],
        },
      },
    },
  ]);
});

test('and what else it is told', () => {
  const props = {
    prune: true,
    selfHeal: true,
    syncWave: 2,
    project: 'shop',
    argoNamespace: 'gitops',
    destinationNamespace: 'shop',
    destinationServer: 'https://eu.example.com',
    source: { ...source, recurse: true, include: '*.k8s.yaml' },
  };
  expect(
    only(
      render((chart) => new ArgoApplication(chart, 'app', application(props))),
      'Application',
    ),
  ).toMatchObject({
    metadata: { namespace: 'gitops', annotations: { 'argocd.argoproj.io/sync-wave': '2' } },
    spec: {
      project: 'shop',
      source: { directory: { recurse: true, include: '*.k8s.yaml' } },
      destination: { server: 'https://eu.example.com', namespace: 'shop' },
      syncPolicy: {
        automated: { prune: true, selfHeal: true },
        syncOptions: ['ServerSideApply=true', 'CreateNamespace=true', 'FailOnSharedResource=true', 'PruneLast=true'],
      },
    },
  });
  const manual = render((chart) => new ArgoApplication(chart, 'app', application({ automated: false })));
  expect(only(manual, 'Application').spec).not.toHaveProperty('syncPolicy.automated');
});

test('a set by folder names Applications by their folders, and deletes none', () => {
  const generator = ApplicationGenerator.folders('clusters/*');
  const set = render(
    (chart) => new ArgoApplicationSet(chart, 'set', { setName: 'databases', generator, source: { ...source, path: '.' } }),
  );
  expect(only(set, 'ApplicationSet')).toMatchObject({
    metadata: { name: 'databases', namespace: 'argocd' },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ git: { repoURL: source.repository, revision: 'main', directories: [{ path: 'clusters/*' }] } }],
      syncPolicy: { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
      template: {
        metadata: { name: '{{ .path.basename }}' },
        spec: { source: { path: '{{ .path.path }}', targetRevision: 'main' }, destination: { server: 'https://kubernetes.default.svc' } },
      },
    },
  });
});

test.each([
  [{ region: 'eu' }, { selector: { matchLabels: { region: 'eu' } } }],
  [{}, {}],
])('a set by clusters %j gives each the same folder', (labels, clusters) => {
  const generator = ApplicationGenerator.clusters(labels);
  const set = render((chart) => new ArgoApplicationSet(chart, 'set', { setName: 'orders', generator, source }));
  expect(only(set, 'ApplicationSet')).toMatchObject({
    spec: {
      generators: [{ clusters }],
      template: {
        metadata: { name: 'orders-{{ .nameNormalized }}' },
        spec: { source: { path: 'clusters/orders' }, destination: { server: '{{ .server }}' } },
      },
    },
  });
});

const kustomization = (props: Partial<FluxKustomizationProps> = {}) => ({
  kustomizationName: 'orders',
  sourceName: 'databases',
  path: 'clusters/orders',
  ...props,
});

test('a Kustomization deletes nothing', () => {
  expect(render((chart) => new FluxKustomization(chart, 'flux', kustomization()))).toEqual([
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'orders', namespace: 'flux-system' },
      spec: { interval: '10m0s', path: './clusters/orders', prune: false, sourceRef: { kind: 'GitRepository', name: 'databases' } },
    },
  ]);
});

test('and what else it is told', () => {
  const props = { interval: Duration.seconds(5400), prune: true, dependsOn: ['operators'], fluxNamespace: 'gitops', path: './a' };
  expect(
    only(
      render((chart) => new FluxKustomization(chart, 'flux', kustomization(props))),
      'Kustomization',
    ),
  ).toMatchObject({
    metadata: { namespace: 'gitops' },
    spec: { interval: '1h30m0s', path: './a', prune: true, dependsOn: [{ name: 'operators' }] },
  });
});

const CASES: readonly (readonly [Partial<ArgoApplicationProps>, string])[] = [
  [
    { applicationName: 'Orders' },
    `[GITOPS-001] 'applicationName' must be at most 63 lower-case letters, digits and '-', got 'Orders' (what they apply is labelled with it, and the API server refuses others)`,
  ],
  [
    { source: { ...source, path: '../other' } },
    `[GITOPS-003] 'source.path' must be a path from the root of the repository such as 'clusters/orders', got '../other' (the tool refuses it, or applies something else)`,
  ],
  [
    { source: { ...source, repository: 'databases' } },
    `[GITOPS-004] 'source.repository' must be a URL such as 'https://git.example.com/databases.git', got 'databases' (the URL is printed; Argo CD reads credentials of repositories from Secrets)`,
  ],
  [
    { source: { ...source, repository: ['https://bot', 'x@git.example.com/a.git'].join(':') } },
    `[GITOPS-004] 'source.repository' holds a credential; write the URL without it, and consider the credential as leaked (the URL is printed; Argo CD reads credentials of repositories from Secrets)`,
  ],
  [
    { source: { ...source, revision: ' ' } },
    `[GITOPS-004] 'source.revision' is empty; write a branch, a tag or a commit (the URL is printed; Argo CD reads credentials of repositories from Secrets)`,
  ],
  [
    { automated: false, selfHeal: true },
    `[GITOPS-006] 'selfHeal' needs 'automated', which is false; take one of the two away (Argo CD does neither without automated syncs, so the setting would mean nothing)`,
  ],
  [{ syncWave: 0.5 }, `[GITOPS-007] 'syncWave' must be a whole number such as -1, got 0.5 (Argo CD takes anything else for 0)`],
];

test.each(CASES)('%j is refused', (props, message) => {
  expect(findings((chart) => new ArgoApplication(chart, 'app', application(props)))).toEqual([`[test/app] ${message}`]);
});

test('so is a pattern or a path out of the repository', () => {
  expect(findings((chart) => new FluxKustomization(chart, 'flux', kustomization({ path: '/a' })))).toEqual([
    `[test/flux] [GITOPS-003] 'path' must be a path from the root of the repository such as 'clusters/orders', got '/a' (the tool refuses it, or applies something else)`,
  ]);
  const generator = ApplicationGenerator.folders('');
  expect(findings((chart) => new ArgoApplicationSet(chart, 'set', { setName: 'a', generator, source }))).toEqual([
    `[test/set] [GITOPS-003] 'path' must be a path from the root of the repository such as 'clusters/orders', got '' (the tool refuses it, or applies something else)`,
  ]);
});
