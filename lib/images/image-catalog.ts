import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ImageCatalogProps } from './image-catalog-props';
import { IMAGE_CATALOG_RULES } from './image-catalog-rules';
import { IMAGE_CATALOG_SHAPE } from './image-catalog-shape';
import { Capability } from '../model/capability';
import { PostgresImage } from '../model/image';
import { ImageCatalogModel } from '../model/image-catalog';
import { refusals } from '../operators/refusals';
import { Ask } from '../private/asks';
import { Checks } from '../private/checks';
import { claim, rivals } from '../private/identities';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';

const ASKS: readonly Ask<ImageCatalogModel>[] = [[Capability.IMAGE_CATALOG, ({ name }) => [`the image catalog '${name}'`]]];

/**
 * A catalog of images, one a major version, which clusters refer to. A new image in it is rolled out to all of them: write another catalog to
 * try one out first.
 *
 * @see https://cloudnative-pg.io/documentation/current/image_catalog/
 */
export class ImageCatalog extends Construct {
  /** The image of a cluster that takes it from this catalog: `image: catalog.image`. */
  public readonly image: PostgresImage;

  /**
   * A catalog of images. What is wrong with it is reported at synth.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props which images
   */
  public constructor(scope: Construct, id: string, props: ImageCatalogProps) {
    super(scope, id);
    requireShape(this, IMAGE_CATALOG_SHAPE, props, new.target);
    const { facts, capabilities, imageCatalogs } = props.operator;
    const clusterWide = props.clusterWide ?? false;
    const catalog: ImageCatalogModel = { name: props.catalogName, clusterWide, images: props.images.map((image) => ({ ...image })) };
    this.image = PostgresImage.fromCatalog({ name: catalog.name, clusterWide });
    const place = `image catalog ${clusterWide ? '' : (Chart.of(this).namespace ?? 'default')}/${catalog.name}`;
    claim(this, place);
    new Checks(this, () => ({
      breaches: [
        ...runRules(IMAGE_CATALOG_RULES, { catalog, rivals: rivals(this, place) }),
        ...(imageCatalogs?.checkImageCatalog(catalog) ?? []),
      ],
      refusals: refusals(facts, capabilities, ASKS, catalog),
    }));
    imageCatalogs?.bindImageCatalog(this, catalog);
  }
}
