import { Chart, Names } from 'cdk8s';
import { FleetTarget } from './fleet-target';

/** What an object says of itself in the name of its file. */
export interface Named {
  readonly kind: string;
  readonly metadata: { readonly name?: string; readonly namespace?: string };
}

/** The folder of a chart below the output folder; empty where it stands in no target. */
export const folderOf = (chart: Chart): string => FleetTarget.of(chart)?.folder ?? '';

/** A path below the output folder, which is written with slashes everywhere. */
export const within = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** The names that cdk8s gives to files, without the extension, or those that stay when something is added. */
export class FileNames {
  private readonly counts = new Map<string, number>();

  /**
   * @param stable whether names depend on nothing but what is in the file
   * @param numbered folders where charts depend on each other, so that cdk8s puts numbers before their names
   */
  public constructor(
    private readonly stable: boolean,
    private readonly numbered: ReadonlySet<string>,
  ) {}

  /** The file or folder of a chart. Asked once for each, in the order of the charts. */
  public chart(chart: Chart): string {
    const folder = folderOf(chart);
    const target = FleetTarget.of(chart);
    // What cdk8s does for a chart that stands in the app itself: a good id is a name.
    const name =
      target !== undefined && chart.node.scope === target && SIMPLE.test(chart.node.id) ? chart.node.id : Names.toDnsLabel(chart);
    if (this.stable || !this.numbered.has(folder)) {
      return within(folder, name);
    }
    const count = this.counts.get(folder) ?? 0;
    this.counts.set(folder, count + 1);
    return within(folder, `${String(count).padStart(4, '0')}-${name}`);
  }

  /** The file of an object, in whatever folder. */
  public object({ kind, metadata: { name, namespace } }: Named): string {
    const parts = this.stable && namespace !== undefined ? [kind, namespace, name] : [kind, name];
    // cdk8s writes 'undefined' for an object without a name.
    return parts
      .map(String)
      .join('.')
      .replace(/[^0-9a-zA-Z-_.]/g, '');
  }
}

const SIMPLE = /^[0-9a-z-]{1,63}$/;
