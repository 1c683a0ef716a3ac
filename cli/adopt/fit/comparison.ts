import { KubeObject } from '../../manifests/object';
import { Json, JsonMap } from '../../values/json';
import { Draft } from '../draft';
import { Patch, Placement, Verbatim } from '../program/program';
import { constructOf } from './parts';
import { patchesFor, pointerOf, saidBy } from './patches';
import { Sampled, withPlaced } from './sampled';
import { PrintedObject, keyOfPrinted } from './synthesis';

/** Whether a difference between what is printed and what was read is left as the program has it. */
export type Leaves = (type: string, field: string, read: Json | undefined, printed: Json | undefined) => boolean;

/** What was read, beside what a program prints. */
export class Comparison {
  public constructor(
    private readonly draft: Draft,
    private readonly read: readonly KubeObject[],
    private readonly leaves: Leaves,
    private readonly samples: Sampled,
  ) {}

  /** What a program says besides its constructs, so that it prints what was read. */
  public rest(objects: readonly PrintedObject[]): { patches: Patch[]; verbatim: Verbatim[]; placements: Placement[] } {
    return { patches: this.patches(objects), verbatim: this.verbatim(objects), placements: this.placements(objects) };
  }

  /** How much that is, with what is printed too much. */
  public distance(objects: readonly PrintedObject[]): number {
    const operations = this.patches(objects).reduce((sum, patch) => sum + patch.operations.reduce((all, one) => all + saidBy(one), 0), 0);
    const missing = this.unprinted(objects).reduce((sum, { raw }) => sum + saidBy({ op: 'add', pointer: '', value: raw }), 0);
    return operations + missing + this.added(objects).length;
  }

  /** What was read and is printed by no construct. */
  private unprinted(objects: readonly PrintedObject[]): KubeObject[] {
    const keys = new Set(objects.map(({ json }) => keyOfPrinted(json)));
    return this.read.filter(({ key }) => !keys.has(key));
  }

  /** What is printed and was not read. */
  private added(objects: readonly PrintedObject[]): PrintedObject[] {
    const keys = new Set(this.read.map(({ key }) => key));
    return objects.filter(({ json }) => !keys.has(keyOfPrinted(json)));
  }

  private patches(objects: readonly PrintedObject[]): Patch[] {
    const byKey = new Map(this.read.map((object) => [object.key, object]));
    return objects.flatMap(({ path, json }) => {
      const object = byKey.get(keyOfPrinted(json));
      if (!object) {
        return [];
      }
      const operations = patchesFor([object.group, object.kind], json, object.raw, (field, was, now) =>
        this.leaves(object.type, field, was, now),
      );
      return operations.length > 0 ? [{ construct: constructOf(this.draft.parts, path), operations }] : [];
    });
  }

  private verbatim(objects: readonly PrintedObject[]): Verbatim[] {
    return this.unprinted(objects).map((object) => {
      const raw = withPlaced(object, this.samples);
      const { namespace, ...metadata } = raw.metadata as JsonMap;
      const outside = namespace !== undefined && namespace !== this.draft.cluster.namespace;
      return { id: `${object.kind}-${object.name}`, manifest: { ...raw, metadata: outside ? { ...metadata, namespace } : metadata } };
    });
  }

  /** Placeholders that are printed in one place each, where the program prints something there. */
  private placements(objects: readonly PrintedObject[]): Placement[] {
    return objects.flatMap(({ path, json }) =>
      this.samples.placed
        .filter((one) => one.key === keyOfPrinted(json))
        .map((one) => ({
          construct: constructOf(this.draft.parts, path),
          pointer: pointerOf(one.path),
          text: one.text,
        })),
    );
  }
}
