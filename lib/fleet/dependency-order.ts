import { ApiObject, Chart, DependencyGraph } from 'cdk8s';
import { IConstruct } from 'constructs';

/** All objects of one target that a dependency leads to, or all targets that one source has: stands for every pair of objects of the two. */
interface Bundle {
  /** The construct that was depended on; absent for the bundle of a source. */
  readonly target?: IConstruct;
  readonly next: readonly Vertex[];
}

type Vertex = IConstruct | Bundle;

interface Edge<C extends IConstruct = IConstruct> {
  readonly source: C;
  readonly target: C;
}

/** An id that JavaScript puts before all others, in the order of numbers. */
const isIndex = (id: string): boolean => /^(0|[1-9]\d{0,9})$/.test(id) && Number(id) < 2 ** 32 - 1;

const isChart = (construct: IConstruct): construct is Chart => Chart.isChart(construct);

const isBundle = (vertex: Vertex): vertex is Bundle => 'next' in vertex;

/**
 * The order in which cdk8s prints the charts of an app and the objects of a chart.
 *
 * cdk8s makes a dependency between two constructs into one between each two objects of theirs, for the whole app and anew for every chart.
 * This does it once and with one vertex for all objects of a construct. What it cannot tell, such as the message about a cycle, it asks cdk8s.
 */
export class DependencyOrder {
  /** Dependencies that lead from one chart to another. */
  public readonly crossings: readonly Edge<Chart>[];

  private readonly groups: readonly Edge[];
  /** By object: what it has to wait for because a construct above it, or it, depends on something. */
  private readonly bundles = new Map<IConstruct, Vertex[]>();
  private readonly ownObjects: Map<IConstruct, readonly ApiObject[]>;
  private readonly isFree: boolean;
  private explicit = false;

  /**
   * Adds the dependencies between charts that follow from those of their constructs, as cdk8s does.
   *
   * @param app the app, or a part of it that depends on no other
   * @param constructs all that it holds, as `findAll` finds them
   */
  public constructor(
    private readonly app: IConstruct,
    private readonly constructs: readonly IConstruct[],
  ) {
    const crossings: Edge<Chart>[] = [];
    const charts = constructs.filter(isChart);
    for (const source of charts) {
      for (const target of source.node.children.filter(isChart)) {
        source.node.addDependency(target);
        crossings.push({ source, target });
      }
    }
    for (const { source, target } of this.edges()) {
      const [from, to] = [Chart.of(source), Chart.of(target)];
      if (from !== to) {
        from.node.addDependency(to);
        crossings.push({ source: from, target: to });
      }
    }
    this.crossings = crossings;
    this.groups = this.edges();
    this.isFree = this.groups.length === 0;
    this.ownObjects = this.isFree ? new Map() : objectsByChart(constructs);
    this.bundle();
  }

  /** All charts, each after those that it depends on. */
  public charts(): Chart[] {
    const [first, rest] = [this.constructs.filter(comesFirst), this.constructs.filter((construct) => !comesFirst(construct))];
    return this.sorted(this.app, [...first, ...rest]).filter(isChart);
  }

  /** The objects of a chart, but not those of charts in it, each after those that it depends on. */
  public objects(chart: Chart): ApiObject[] {
    return this.sorted(chart, chart.node.findAll()).filter(
      (construct): construct is ApiObject => ApiObject.isApiObject(construct) && Chart.of(construct) === chart,
    );
  }

  private edges(): Edge[] {
    const edges: Edge[] = [];
    for (const source of this.constructs) {
      for (const target of source.node.dependencies) {
        edges.push({ source, target });
      }
    }
    return edges;
  }

  private bundle(): void {
    const targets = new Map<IConstruct, Bundle>();
    const bySource = new Map<IConstruct, Bundle[]>();
    for (const { source, target } of this.groups) {
      const bundle = targets.get(target) ?? { target, next: this.objectsOf(target) };
      targets.set(target, bundle);
      bySource.set(source, [...(bySource.get(source) ?? []), bundle]);
    }
    for (const [source, next] of bySource) {
      const objects = this.objectsOf(source);
      const own = new Set<Vertex>(objects);
      const overlap = next.some((bundle) => bundle.next.some((target) => own.has(target)));
      const shared: Bundle = { next };
      for (const object of objects) {
        const waits = overlap ? next.flatMap((bundle) => bundle.next.filter((target) => target !== object)) : [shared];
        this.bundles.set(object, [...(this.bundles.get(object) ?? []), ...waits]);
      }
    }
  }

  /** The objects in a construct that are of its own chart. */
  private objectsOf(construct: IConstruct): readonly ApiObject[] {
    const chart = Chart.of(construct);
    const objects =
      this.ownObjects.get(construct) ??
      construct.node.findAll().filter((one): one is ApiObject => ApiObject.isApiObject(one) && Chart.of(one) === chart);
    this.ownObjects.set(construct, objects);
    return objects;
  }

  /** Constructs of a tree, each after those of the tree that it depends on; otherwise in the order given. */
  private sorted(root: IConstruct, constructs: readonly IConstruct[]): readonly IConstruct[] {
    if (this.isFree) {
      return constructs;
    }
    const inside = new Set(constructs);
    const next = (vertex: Vertex): readonly Vertex[] => {
      if (isBundle(vertex)) {
        return vertex.target === undefined || inside.has(vertex.target) ? vertex.next : [];
      }
      return [...vertex.node.dependencies, ...(this.bundles.get(vertex) ?? [])].filter((one) => isBundle(one) || inside.has(one));
    };
    return postorder(constructs, next) ?? this.sortedByCdk8s(root);
  }

  private sortedByCdk8s(root: IConstruct): readonly IConstruct[] {
    for (const { source, target } of this.explicit ? [] : this.groups) {
      for (const to of this.objectsOf(target)) {
        for (const from of this.objectsOf(source)) {
          if (from !== to) {
            from.node.addDependency(to);
          }
        }
      }
    }
    this.explicit = true;
    return new DependencyGraph(root.node).topology();
  }
}

/** cdk8s keeps constructs by their paths, and a path that is a number is found before all others. */
const comesFirst = ({ node }: IConstruct): boolean => node.scope !== undefined && node.scope.node.scope === undefined && isIndex(node.id);

function objectsByChart(constructs: readonly IConstruct[]): Map<IConstruct, readonly ApiObject[]> {
  const objects = new Map<IConstruct, ApiObject[]>();
  for (const construct of constructs) {
    if (Chart.isChart(construct)) {
      objects.set(construct, []);
    } else if (ApiObject.isApiObject(construct)) {
      objects.get(Chart.of(construct))?.push(construct);
    }
  }
  return objects;
}

/** Depth first, without recursion: chains of dependencies may be as long as the app. Nothing where there is a cycle. */
function postorder(roots: readonly IConstruct[], next: (vertex: Vertex) => readonly Vertex[]): IConstruct[] | undefined {
  const followed = new Set<Vertex>();
  const known = new Map<Vertex, readonly Vertex[]>();
  const queue: Vertex[] = [...roots];
  for (let vertex = queue.pop(); vertex !== undefined; vertex = queue.pop()) {
    if (!known.has(vertex)) {
      const following = next(vertex);
      known.set(vertex, following);
      following.forEach((one) => followed.add(one));
      queue.push(...following.filter((one) => !known.has(one)));
    }
  }

  const order: IConstruct[] = [];
  const open = new Set<Vertex>();
  const done = new Set<Vertex>();
  for (const root of roots.filter((one) => !followed.has(one))) {
    const path: { readonly vertex: Vertex; at: number }[] = [{ vertex: root, at: 0 }];
    open.add(root);
    while (path.length > 0) {
      const top = path[path.length - 1]!;
      const child = known.get(top.vertex)![top.at];
      top.at += 1;
      if (child === undefined) {
        path.pop();
        open.delete(top.vertex);
        done.add(top.vertex);
        if (!isBundle(top.vertex)) {
          order.push(top.vertex);
        }
      } else if (open.has(child)) {
        return undefined;
      } else if (!done.has(child)) {
        open.add(child);
        path.push({ vertex: child, at: 0 });
      }
    }
  }
  return order.length === roots.length ? order : undefined;
}
