import { Rule } from '../../../private/rules';
import { MAX_CLUSTER_AND_SET, MAX_CLUSTER_NAME, PGO_PREFIX } from '../names';
import { CrunchyAmbientIdentity } from '../options';
import { ClusterContext } from '../rule-contexts';
import { versionFacts } from '../versions';

const REFUSED = 'the API server refuses the cluster object';

/** A name of an instance set, which becomes a part of the names of Kubernetes objects. */
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** Majors with PostGIS versions that the operator has an image for. The same in 5.8 and 6.0. */
const POSTGIS_IMAGES: ReadonlyMap<number, readonly string[]> = new Map([
  [15, ['3.3']],
  [16, ['3.3', '3.4']],
  [17, ['3.4', '3.5', '3.6']],
  [18, ['3.6']],
]);

const POSTGIS_VERSION = /^\d+\.\d+$/;

/** What PGO asks of the cluster itself, its options and its image. */
export const OBJECT_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-010',
    summary: `clusterName has at most ${MAX_CLUSTER_NAME} characters`,
    why: 'PGO could not create the jobs of scheduled backups, and the name cannot be changed when they are wanted',
    check: ({ model: { identity } }) =>
      identity.name.length > MAX_CLUSTER_NAME
        ? `'clusterName' must be at most ${MAX_CLUSTER_NAME} characters, got ${identity.name.length}: '${identity.name}'; write a shorter one`
        : undefined,
  },
  {
    id: 'PGO-185',
    summary: `a replica set has another name than the instances of the cluster, and together with clusterName at most ${MAX_CLUSTER_AND_SET} characters`,
    why: 'PGO would take both for one set, or create no pod of it, because its labels would be too long',
    check: ({ model: { identity, replicaSets }, settings: { instanceSetName } }) =>
      replicaSets.flatMap(({ name }, i) => {
        if (name === instanceSetName) {
          return [`'replicaSets[${i}].name' must not be that of the instances of the cluster, got '${name}'; write another name`];
        }
        const length = identity.name.length + name.length;
        return length > MAX_CLUSTER_AND_SET
          ? [
              `'clusterName' and 'replicaSets[${i}].name' must be at most ${MAX_CLUSTER_AND_SET} characters together, got ${length}: '${identity.name}' and '${name}'; write a shorter name`,
            ]
          : [];
      }),
  },
  {
    id: 'PGO-011',
    summary: `clusterName and instanceSetName together have at most ${MAX_CLUSTER_AND_SET} characters`,
    why: 'no pod of the instance set would be created, because its labels would be too long',
    check: ({ model: { identity }, settings: { instanceSetName } }) => {
      const length = identity.name.length + instanceSetName.length;
      return length > MAX_CLUSTER_AND_SET && identity.name.length <= MAX_CLUSTER_NAME
        ? `'clusterName' and 'operator.instanceSetName' must be at most ${MAX_CLUSTER_AND_SET} characters together, got ${length}: '${identity.name}' and '${instanceSetName}'; write a shorter clusterName or, for a new cluster, a shorter instanceSetName`
        : undefined;
    },
  },
  {
    id: 'PGO-012',
    summary: 'instanceSetName is lower-case letters, digits and hyphens',
    why: REFUSED,
    check: ({ settings: { instanceSetName } }) =>
      NAME.test(instanceSetName)
        ? undefined
        : `'operator.instanceSetName' must be lower-case letters, digits and '-', with no '-' at either end, got '${instanceSetName}'; write 'instance1'`,
  },
  {
    id: 'PGO-013',
    summary: 'postGisVersion has the form MAJOR.MINOR',
    why: 'PGO looks for an image of exactly this version',
    check: ({ model, settings: { postGisVersion } }) =>
      postGisVersion === undefined || POSTGIS_VERSION.test(postGisVersion)
        ? undefined
        : `'operator.postGisVersion' must be MAJOR.MINOR, got '${postGisVersion}'; write '${POSTGIS_IMAGES.get(model.version.majorNumber)?.slice(-1)[0] ?? '3.6'}'`,
  },
  {
    id: 'PGO-014',
    summary: 'postGisVersion is one that PGO has an image of, or the image is pinned',
    why: 'PGO would report a missing image and create nothing',
    check: ({ model, settings: { postGisVersion } }) => {
      const versions = POSTGIS_IMAGES.get(model.version.majorNumber);
      return versions === undefined ||
        postGisVersion === undefined ||
        // Rule PGO-013 says what is wrong with another form.
        !POSTGIS_VERSION.test(postGisVersion) ||
        model.image?.reference !== undefined ||
        versions.includes(postGisVersion)
        ? undefined
        : `'operator.postGisVersion' must be ${versions.join(' or ')} with PostgreSQL ${model.version.major}, got '${postGisVersion}'; write one of these or PostgresImage.pinned(...)`;
    },
  },
  {
    id: 'PGO-015',
    summary: 'PostgreSQL 14 runs on a pinned image',
    why: 'PGO has no image of its own for it and would create nothing',
    check: ({ model: { version, image } }) =>
      version.majorNumber === 14 && image?.reference === undefined
        ? `'image' must be given for PostgreSQL 14, got none; write PostgresImage.pinned(...) or a version from 15`
        : undefined,
  },
  {
    id: 'PGO-016',
    summary: 'EKS Pod Identity needs PGO 6.0',
    why: 'the pgBackRest of earlier images does not know it, and every backup would fail',
    check: ({ settings }) =>
      settings.ambientIdentity === CrunchyAmbientIdentity.POD_IDENTITY && !versionFacts(settings).podIdentity
        ? `'operator.ambientIdentity' must be INSTANCE_PROFILE on Crunchy PGO ${settings.operatorVersion}, got POD_IDENTITY; write a role in ObjectStoreCredentials.workloadIdentity({ awsRoleArn })`
        : undefined,
  },
];

/** Keys that PGO has for itself. */
export const METADATA_RULE: Rule<ClusterContext> = {
  id: 'PGO-026',
  summary: `no label or annotation begins with ${PGO_PREFIX}`,
  why: 'PGO finds its objects by these and overwrites them, so they would say something that is not true',
  check: ({ model }) =>
    (['labels', 'annotations'] as const).flatMap((prop) =>
      Object.keys(model[prop])
        .filter((key) => key.startsWith(PGO_PREFIX))
        .map((key) => `'${prop}' must not have keys of PGO, got '${key}'; write a key of your own`),
    ),
};
