/**
 * The fields of Argo CD's and Flux's objects that ours may have, with the types and limits of their API references: whatever is not here is not
 * a field. Written by hand; what we never print is left out.
 */

type Schema = { readonly [keyword: string]: unknown };

const text: Schema = { type: 'string' };
const name: Schema = { type: 'string', minLength: 1, maxLength: 253, pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$' };
const flag: Schema = { type: 'boolean' };
const duration: Schema = { type: 'string', pattern: '^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$' };
const object = (properties: { readonly [field: string]: Schema }, ...required: readonly string[]): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const list = (items: Schema): Schema => ({ type: 'array', items });
const anything: Schema = { type: 'object' };

const metadata = object({
  name,
  namespace: name,
  labels: { type: 'object', additionalProperties: text },
  annotations: { type: 'object', additionalProperties: text },
});
const kind = (apiVersion: string, kindName: string, spec: Schema): Schema =>
  object({ apiVersion: { const: apiVersion }, kind: { const: kindName }, metadata, spec }, 'apiVersion', 'kind', 'metadata', 'spec');

const source = object(
  {
    repoURL: text,
    path: text,
    targetRevision: text,
    chart: text,
    directory: object({ recurse: flag, include: text, exclude: text }),
    helm: object({ releaseName: { ...text, maxLength: 53 }, valuesObject: anything, skipCrds: flag, version: text }),
  },
  'repoURL',
);
/** Sync options are words of one list, each with a value. */
const syncOption: Schema = {
  type: 'string',
  pattern:
    '^(Validate|CreateNamespace|PruneLast|ServerSideApply|FailOnSharedResource|ApplyOutOfSyncOnly|RespectIgnoreDifferences|SkipDryRunOnMissingResource|Replace|Force)=(true|false)$|^(Prune|Delete)=(true|false|confirm)$|^PrunePropagationPolicy=(foreground|background|orphan)$',
};
const application = object(
  {
    project: text,
    source,
    destination: { ...object({ server: text, name: text, namespace: text }), not: { required: ['server', 'name'] } },
    syncPolicy: object({ automated: object({ prune: flag, selfHeal: flag, allowEmpty: flag }), syncOptions: list(syncOption) }),
  },
  'project',
  'destination',
  'source',
);

const selector = object({ matchLabels: { type: 'object', additionalProperties: text } });
const generator: Schema = {
  ...object({
    git: object(
      { repoURL: text, revision: text, directories: list(object({ path: text, exclude: flag }, 'path')) },
      'repoURL',
      'revision',
      'directories',
    ),
    clusters: object({ selector }),
  }),
  minProperties: 1,
  maxProperties: 1,
};

const reference = (...kinds: readonly string[]): Schema => object({ kind: { enum: kinds }, name, namespace: name }, 'kind', 'name');
const CRDS: Schema = { enum: ['Skip', 'Create', 'CreateReplace'] };

/** By API version and kind. */
export const DELIVERY_SCHEMAS: { readonly [kind: string]: Schema } = {
  'argoproj.io/v1alpha1/Application': kind('argoproj.io/v1alpha1', 'Application', application),
  'argoproj.io/v1alpha1/ApplicationSet': kind(
    'argoproj.io/v1alpha1',
    'ApplicationSet',
    object(
      {
        goTemplate: flag,
        goTemplateOptions: list({ enum: ['missingkey=default', 'missingkey=zero', 'missingkey=invalid', 'missingkey=error'] }),
        generators: list(generator),
        syncPolicy: object({
          preserveResourcesOnDeletion: flag,
          applicationsSync: { enum: ['create-only', 'create-update', 'create-delete', 'sync'] },
        }),
        template: object(
          { metadata: object({ name: text, namespace: text, labels: anything, annotations: anything }), spec: application },
          'metadata',
          'spec',
        ),
      },
      'generators',
      'template',
    ),
  ),
  'kustomize.toolkit.fluxcd.io/v1/Kustomization': kind(
    'kustomize.toolkit.fluxcd.io/v1',
    'Kustomization',
    object(
      {
        interval: duration,
        path: text,
        prune: flag,
        sourceRef: reference('OCIRepository', 'GitRepository', 'Bucket'),
        dependsOn: list(object({ name, namespace: name }, 'name')),
        force: flag,
        wait: flag,
        targetNamespace: name,
      },
      'interval',
      'prune',
      'sourceRef',
    ),
  ),
  'source.toolkit.fluxcd.io/v1/HelmRepository': kind(
    'source.toolkit.fluxcd.io/v1',
    'HelmRepository',
    object({ url: { type: 'string', pattern: '^(http|https|oci)://.*$' }, type: { enum: ['default', 'oci'] }, interval: duration }, 'url'),
  ),
  'helm.toolkit.fluxcd.io/v2/HelmRelease': kind(
    'helm.toolkit.fluxcd.io/v2',
    'HelmRelease',
    object(
      {
        interval: duration,
        releaseName: { type: 'string', minLength: 1, maxLength: 53 },
        targetNamespace: { type: 'string', minLength: 1, maxLength: 63 },
        storageNamespace: { type: 'string', minLength: 1, maxLength: 63 },
        chart: object(
          {
            spec: object(
              { chart: text, version: text, interval: duration, sourceRef: reference('HelmRepository', 'GitRepository', 'Bucket') },
              'chart',
              'sourceRef',
            ),
          },
          'spec',
        ),
        dependsOn: list(object({ name, namespace: name }, 'name')),
        install: object({ crds: CRDS, createNamespace: flag }),
        upgrade: object({ crds: CRDS, force: flag }),
        values: anything,
      },
      'interval',
    ),
  ),
};
