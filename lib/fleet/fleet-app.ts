import { App, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { refuse } from '../private/errors';
import { noteLetThrough } from '../private/exemptions';
import { breach } from '../private/rules';
import { whileUnchanged } from '../private/whole-app';
import { Shape, boolean, oneOf, optional, shapeProblems } from '../private/shape';
import { DependencyOrder } from './dependency-order';
import { FileNames, folderOf } from './file-names';
import { FleetAppProps } from './fleet-app-props';
import { FLEET } from './marks';
import { documents, outputFiles, textOf } from './output-files';
import { OutputFolder, fail } from './output-folder';
import { obstacle } from './release-rules';
import { suppressionsAbove, takeOut } from './released';
import { NOT_ALONE } from './rules';
import { StaleFiles } from './stale-files';

/** What this app adds to the props of cdk8s' App, which looks at its own itself. */
const SHAPE: Shape<Pick<FleetAppProps, 'stableNames' | 'staleFiles'>> = {
  stableNames: optional(boolean),
  staleFiles: optional(oneOf(StaleFiles, 'StaleFiles')),
};

/** Where cdk8s writes which construct has printed which object. */
const METADATA_FILE = 'construct-metadata.json';

/**
 * An app of many charts: prints the same files as the `App` of cdk8s, byte for byte, in a time that grows with the number of charts and not
 * with its square.
 *
 * Whatever works with an `App` works with it. It refuses what an `App` does in silence: to print two things into one file (rule FLEET-001).
 *
 * @see docs/how-to/fleets.md
 */
export class FleetApp extends App {
  private readonly stable: boolean;
  private readonly output: OutputFolder;
  private readonly recordsMetadata: boolean;
  private readonly early = new WeakSet<IConstruct>();
  /** Path of each object that was printed early, by its chart. */
  private readonly earlyMetadata: { [chart: string]: readonly MetadataEntry[] } = {};
  private removed: readonly string[] = [];

  /**
   * @param props those of the `App` of cdk8s, and what becomes of names and of stale files
   */
  public constructor(props: FleetAppProps = {}) {
    super(props);
    Object.defineProperty(this, FLEET, { value: true });
    const { stableNames, staleFiles } = props;
    const wrong = shapeProblems(SHAPE, { stableNames, staleFiles });
    if (wrong.length > 0) {
      refuse('FleetApp', wrong, new.target);
    }
    this.stable = stableNames ?? false;
    this.output = new OutputFolder(this.outdir, staleFiles ?? StaleFiles.IGNORE);
    this.recordsMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /** Files of an earlier synth that the last synth has deleted, as paths below the output folder; only with `StaleFiles.REMOVE`. */
  public get removedFiles(): string[] {
    return [...this.removed];
  }

  /**
   * Prints all charts.
   *
   * Fails with all that is wrong with constructs before anything is written; with FLEET-001 where two things go into one file; and with
   * FLEET-004 where files are stale and `StaleFiles.REFUSE` says so.
   */
  public override synth(): void {
    this.output.begin();
    const constructs = this.node.findAll();
    this.inspect(constructs);
    const order = this.order(constructs);
    const charts = order.charts();
    this.print(charts, order);
    this.writeMetadata(charts, order);
    this.removed = this.output.finish();
  }

  /**
   * Prints all charts as one text.
   */
  public override synthYaml(): string {
    const constructs = this.node.findAll();
    const order = this.order(constructs);
    this.inspect(constructs);
    return textOf(order.charts().flatMap((chart) => documents(chart, order)));
  }

  /**
   * Prints charts now and lets them go, so that an app of any size needs the memory of a few charts. `synth()` prints the others and has to
   * be called at the end.
   *
   * Later charts are still held against those that were let go: names, addresses, and places in object stores. Charts that belong together,
   * such as a cluster and its pool in another chart, are released in one call. What would change a chart afterwards is refused (rule
   * FLEET-003), as is a chart whose place among the others is not known yet (rule FLEET-002). Validations above the charts run at `synth()`,
   * when these are gone.
   *
   * @param charts charts of this app that are complete
   * @see docs/how-to/fleets.md
   */
  public release(...charts: Chart[]): void {
    const constructs = charts.flatMap((chart) => chart.node.findAll());
    const order = new DependencyOrder(this, constructs);
    const problem = obstacle({ app: this, charts, order, early: this.early, stable: this.stable });
    if (problem !== undefined) {
      refuse(problem.path, [problem.finding], this.release);
    }
    this.inspect(constructs);
    // What is suppressed above the charts is looked at when these are gone.
    noteLetThrough(suppressionsAbove(charts), constructs);
    const all = constructs.filter((construct) => Chart.isChart(construct)) as Chart[];
    this.print(all, order, true);
    this.output.check();
    for (const chart of all) {
      this.early.add(chart);
      if (this.recordsMetadata) {
        this.earlyMetadata[chart.node.path] = metadataOf(chart, order);
      }
    }
    takeOut(charts, constructs);
  }

  /** The order of the charts that are left; those that were printed early must have no place in it. */
  private order(constructs: readonly IConstruct[]): DependencyOrder {
    const order = new DependencyOrder(this, constructs);
    const late = this.stable ? undefined : order.crossings.find(({ target }) => this.early.has(target));
    if (late !== undefined) {
      const what = `the chart depends on ${late.target.node.path}, which was printed early; leave that to synth(), or write 'stableNames: true'`;
      refuse(late.source.node.path, [breach(NOT_ALONE, what)], this.synth);
    }
    return order;
  }

  /** Validates as cdk8s does and says where something is wrong; once for all charts. */
  private inspect(constructs: readonly IConstruct[]): void {
    const problems: string[] = [];
    whileUnchanged(this, () => {
      for (const { node } of constructs) {
        for (const error of node.validate()) {
          problems.push(`[${node.path}] ${error}`);
        }
      }
    });
    fail(problems);
  }

  private print(charts: readonly Chart[], order: DependencyOrder, early = false): void {
    const numbered = order.crossings.map(({ source, target }) => [source, target].map(folderOf)).filter(([from, to]) => from === to);
    const names = new FileNames(this.stable, new Set(numbered.map(([folder]) => folder!)));
    for (const { name, texts, who } of outputFiles(this.yamlOutputType, charts, order, names)) {
      if (texts === undefined) {
        this.output.make(name);
      } else {
        this.output.write(name + this.outputFileExtension, texts, who, early);
      }
    }
  }

  private writeMetadata(charts: readonly Chart[], order: DependencyOrder): void {
    if (this.recordsMetadata) {
      const entries = [...Object.values(this.earlyMetadata).flat(), ...charts.flatMap((chart) => metadataOf(chart, order))];
      const resources = Object.fromEntries(entries.map(({ name, path: at }) => [name, { path: at }]));
      this.output.write(METADATA_FILE, [JSON.stringify({ version: '1.0.0', resources })], 'recordConstructMetadata');
    }
  }
}

interface MetadataEntry {
  readonly name: string;
  readonly path: string;
}

const metadataOf = (chart: Chart, order: DependencyOrder): MetadataEntry[] =>
  order.objects(chart).map(({ name, node }) => ({ name, path: node.path }));
