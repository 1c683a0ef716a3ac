/**
 * Labels and annotations of an object itself, and of nothing that is made of it.
 */
export interface ObjectMetadata {
  /**
   * Labels.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}
