import { Chart, YamlOutputType } from 'cdk8s';
import { DependencyOrder } from './dependency-order';
import { FileNames, Named, folderOf, within } from './file-names';
import { YamlWriter } from './yaml-writer';

/** A file below the output folder, without its extension; a folder where there is nothing to write. */
export interface OutputFile {
  readonly name: string;
  /** What is written, one after the other: one string would be too long for a large app. */
  readonly texts?: readonly string[];
  /** Path of the construct that is printed there. */
  readonly who: string;
}

/** A printed object, with the path of what has printed it. */
interface Document {
  readonly json: unknown;
  readonly who: string;
}

type Layout = (charts: readonly Chart[], order: DependencyOrder, names: FileNames) => Iterable<OutputFile>;

/** How each type divides the output into files. */
const LAYOUTS: { readonly [type in YamlOutputType]: Layout } = {
  [YamlOutputType.FILE_PER_APP]: function* (charts, order) {
    const folders = new Map<string, string[]>();
    for (const chart of charts) {
      const texts = folders.get(folderOf(chart)) ?? [];
      const printed = textOf(documents(chart, order));
      folders.set(folderOf(chart), texts);
      if (printed !== '') {
        texts.push(texts.length === 0 ? printed : `---\n${printed}`);
      }
    }
    for (const [folder, texts] of folders) {
      yield { name: within(folder, 'app'), texts, who: 'app' };
    }
  },
  [YamlOutputType.FILE_PER_CHART]: function* (charts, order, names) {
    for (const chart of charts) {
      yield { name: names.chart(chart), texts: [textOf(documents(chart, order))], who: chart.node.path };
    }
  },
  [YamlOutputType.FILE_PER_RESOURCE]: function* (charts, order, names) {
    for (const chart of charts) {
      for (const document of documents(chart, order).filter(({ json }) => json !== undefined)) {
        const name = names.object(document.json as Named);
        yield { name: within(folderOf(chart), name), texts: [textOf([document])], who: document.who };
      }
    }
  },
  [YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE]: function* (charts, order, names) {
    for (const chart of charts) {
      const folder = names.chart(chart);
      yield { name: folder, who: chart.node.path };
      for (const object of order.objects(chart)) {
        const who = object.node.path;
        yield { name: within(folder, names.object(object)), texts: [textOf([{ json: object.toJson(), who }])], who };
      }
    }
  },
};

/** The files that cdk8s prints for charts, in its order, each made when it is asked for. */
export function outputFiles(type: YamlOutputType, ...[charts, order, names]: Parameters<Layout>): Iterable<OutputFile> {
  // An unknown type prints nothing there, either.
  return (LAYOUTS[type] as Layout | undefined)?.(charts, order, names) ?? [];
}

/** What a chart prints. */
export function documents(chart: Chart, order: DependencyOrder): Document[] {
  // A chart with a way of its own, or of another copy of cdk8s, knows best.
  if (chart.toJson !== Chart.prototype.toJson) {
    return Object.values(chart.toJson()).map((json: unknown) => ({ json, who: chart.node.path }));
  }
  return order.objects(chart).map((object) => ({ json: object.toJson(), who: object.node.path }));
}

/** Documents as one file. */
export const textOf = (printed: readonly Document[]): string => YamlWriter.instance.stringifyAll(printed.map(({ json }) => json));
