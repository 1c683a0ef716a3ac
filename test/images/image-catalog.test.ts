import {
  CloudNativePgVersion,
  HaCluster,
  ImageCatalog,
  ImageCatalogProps,
  IPostgresOperator,
  PostgresOperator,
  PostgresVersion,
} from '../../lib';
import { IMAGE_CATALOG_RULES } from '../../lib/images/image-catalog-rules';
import { smallestCluster } from '../support/programs';
import { findings, only, render } from '../support/render';

const IMAGES = [
  { version: PostgresVersion.V17, image: 'registry.example.com/postgresql:17.6-standard-trixie' },
  { version: PostgresVersion.V18, image: 'registry.example.com/postgresql:18.1-standard-trixie' },
];

const made = (props: Partial<ImageCatalogProps> = {}, operator: IPostgresOperator = PostgresOperator.cloudNativePg()) => ({
  operator,
  catalogName: 'approved',
  images: IMAGES,
  ...props,
});

test.each(Object.values(CloudNativePgVersion))('a cluster takes its image from the catalog, on %s', (operatorVersion) => {
  const operator = PostgresOperator.cloudNativePg({ operatorVersion });
  const manifests = render((chart) => {
    const catalog = new ImageCatalog(chart, 'catalog', made({}, operator));
    new HaCluster(chart, 'db', { ...smallestCluster(operator), image: catalog.image });
  });
  expect(only(manifests, 'ImageCatalog')).toEqual({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ImageCatalog',
    metadata: { name: 'approved', namespace: 'orders' },
    spec: {
      images: [
        { major: 17, image: 'registry.example.com/postgresql:17.6-standard-trixie' },
        { major: 18, image: 'registry.example.com/postgresql:18.1-standard-trixie' },
      ],
    },
  });
  expect(only(manifests, 'Cluster').spec).toMatchObject({
    imageCatalogRef: { apiGroup: 'postgresql.cnpg.io', kind: 'ImageCatalog', name: 'approved', major: 17 },
  });
});

test('a catalog of the whole Kubernetes cluster, with extensions', () => {
  const operator = PostgresOperator.cloudNativePg();
  const images = [
    { ...IMAGES[1]!, extensions: [{ name: 'pgvector', image: 'registry.example.com/pgvector:0.8', controlPaths: ['share'] }] },
  ];
  const manifests = render((chart) => {
    const catalog = new ImageCatalog(chart, 'catalog', made({ clusterWide: true, images }, operator));
    new HaCluster(chart, 'db', { ...smallestCluster(operator), version: PostgresVersion.V18, image: catalog.image });
  });
  expect(only(manifests, 'ClusterImageCatalog').spec).toEqual({
    images: [
      {
        major: 18,
        image: 'registry.example.com/postgresql:18.1-standard-trixie',
        extensions: [{ name: 'pgvector', image: { reference: 'registry.example.com/pgvector:0.8' }, extension_control_path: ['share'] }],
      },
    ],
  });
  expect(only(manifests, 'Cluster').spec).toMatchObject({ imageCatalogRef: { kind: 'ClusterImageCatalog' } });
});

const refused = (props: Partial<ImageCatalogProps>, operator?: IPostgresOperator): string[] =>
  findings((chart) => void new ImageCatalog(chart, 'catalog', made(props, operator)));

const NAME_WHY = '(the API server refuses it, or the second catalog replaces the first)';
const IMAGES_WHY = '(the API server refuses it, or clusters run another image after a restart)';

test('IMG-001', () => {
  expect(refused({ catalogName: 'Approved' })).toEqual([
    `[test/catalog] [IMG-001] 'catalogName' must be lower-case letters, digits, '-' and '.', got 'Approved' ${NAME_WHY}`,
  ]);
  expect(
    findings((chart) => {
      new ImageCatalog(chart, 'one', made());
      new ImageCatalog(chart, 'two', made());
      new ImageCatalog(chart, 'wide', made({ clusterWide: true }));
    }),
  ).toEqual([
    `[test/one] [IMG-001] the catalog 'approved' is also made by test/two; give each catalog a name of its own ${NAME_WHY}`,
    `[test/two] [IMG-001] the catalog 'approved' is also made by test/one; give each catalog a name of its own ${NAME_WHY}`,
  ]);
});

test('IMG-002', () => {
  expect(refused({ images: [] })).toEqual([
    `[test/catalog] [IMG-002] 'images' must be 1 to 8, got 0; write one for each major version ${IMAGES_WHY}`,
  ]);
  expect(refused({ images: [...IMAGES, { version: PostgresVersion.V17, image: 'postgresql' }] })).toEqual([
    `[test/catalog] [IMG-002] 'images[2]' repeats the version '17'; leave one of them out ${IMAGES_WHY}`,
    `[test/catalog] [IMG-002] 'images[2].image': the image must have a tag that is not 'latest', with or without a digest behind it, got 'postgresql' ${IMAGES_WHY}`,
  ]);
  expect(IMAGE_CATALOG_RULES.map(({ id }) => id)).toEqual(['IMG-001', 'IMG-002']);
});

test('an operator without catalogs refuses one, and says what to write', () => {
  expect(refused({}, PostgresOperator.zalando({ teamId: 'acme' }))).toEqual([
    `[test/catalog] [ZAL-104] asked for the image catalog 'approved'; write PostgresImage.pinned(...) with a Spilo image; available on CloudNativePG (Zalando Postgres Operator 2.0 does not have it)`,
  ]);
  expect(refused({}, PostgresOperator.crunchy())).toEqual([expect.stringContaining(`asked for the image catalog 'approved'`)]);
});

test('what is missing or misspelt stops the program', () => {
  expect(refused({ images: [{ version: PostgresVersion.V17 } as never] })).toEqual([
    `[test/catalog] [PROP-002] 'images[0].image' is missing (there is no safe default for it)`,
  ]);
});
