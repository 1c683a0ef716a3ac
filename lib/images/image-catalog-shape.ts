import type { ImageCatalogProps } from './image-catalog-props';
import { CatalogImage } from '../model/image-catalog';
import { IMAGE_EXTENSION } from '../private/pod-shapes';
import { Shape, boolean, listOf, optional, required, struct, text } from '../private/shape';
import { operator, version } from '../private/value-shapes';

const IMAGE: Shape<CatalogImage> = {
  version: required(version),
  image: required(text),
  extensions: optional(listOf(struct(IMAGE_EXTENSION))),
};

export const IMAGE_CATALOG_SHAPE: Shape<ImageCatalogProps> = {
  operator: required(operator),
  catalogName: required(text),
  images: required(listOf(struct(IMAGE))),
  clusterWide: optional(boolean),
};
