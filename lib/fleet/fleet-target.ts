import { Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { refuse } from '../private/errors';
import { enterRealm } from '../private/identities';
import { breach } from '../private/rules';
import { Shape, optional, shapeProblems, text } from '../private/shape';
import { FLEET, TARGETS } from './marks';
import { TARGET } from './rules';

/**
 * Where the charts of a target go.
 */
export interface FleetTargetProps {
  /**
   * Folder below the output folder of the app, such as `prod/eu-west-1`: names of letters, digits, dots, dashes and underscores with `/`
   * between them.
   *
   * @default - the id of the construct
   */
  readonly folder?: string;

  /**
   * Name of the Kubernetes cluster that the target is, or is a part of. Targets of one Kubernetes cluster (one folder for each namespace or
   * team) share its names, so that two objects of one name are refused; in different ones each name is free once more.
   *
   * @default - the target is a Kubernetes cluster of its own
   */
  readonly kubernetesCluster?: string;
}

const SHAPE: Shape<FleetTargetProps> = { folder: optional(text), kubernetesCluster: optional(text) };

const FOLDER = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/**
 * Somewhere that charts of a fleet go: a Kubernetes cluster, an environment, a namespace. All files of its charts are in one folder, for
 * example that of one Argo CD application.
 *
 * A name of a database cluster, pool or object that is taken in one Kubernetes cluster is free in another. A place in an object store is the
 * same for all: two clusters that archive to it are refused wherever they run.
 *
 * @see docs/how-to/fleets.md
 */
export class FleetTarget extends Construct {
  /**
   * The target that a construct goes to.
   *
   * @param construct anything in the app
   * @returns nothing where it stands in no target
   */
  public static of(construct: IConstruct): FleetTarget | undefined {
    for (let c: IConstruct | undefined = construct; c; c = c.node.scope) {
      if (isTarget(c)) {
        return c;
      }
    }
    return undefined;
  }

  /** Folder of the target below the output folder. */
  public readonly folder: string;

  /**
   * A folder of the output of a fleet: an environment, a cluster of Kubernetes, a team.
   *
   * @param scope a `FleetApp`, or a construct in it that groups targets
   * @param id the id of the construct, part of the generated names of objects
   * @param props where the charts go
   */
  public constructor(scope: Construct, id: string, props: FleetTargetProps = {}) {
    super(scope, id);
    const wrong = shapeProblems(SHAPE, props);
    if (wrong.length > 0) {
      refuse(this.node.path, wrong, new.target);
    }
    this.folder = props.folder ?? id;
    const problem = this.problem();
    if (problem !== undefined) {
      refuse(this.node.path, [breach(TARGET, problem)], new.target);
    }
    Object.defineProperty(this, TARGETS, { value: true });
    enterRealm(this, props.kubernetesCluster === undefined ? `target ${this.node.path}` : `cluster ${props.kubernetesCluster}`);
  }

  private problem(): string | undefined {
    const [root, ...above] = this.node.scopes.slice(0, -1);
    if (!(FLEET in root!)) {
      return `a FleetTarget stands in a FleetApp, got ${root!.constructor.name}; write new FleetApp(...)`;
    }
    const outer = above.find((scope) => Chart.isChart(scope) || TARGETS in scope);
    if (outer !== undefined) {
      return `a FleetTarget must not stand in another target or in a chart, got ${outer.node.path}; write it beside and give it the 'folder' that it should have`;
    }
    if (!FOLDER.test(this.folder)) {
      return `'folder' must be names of letters, digits, dots, dashes and underscores with / between them, got '${this.folder}'; write for example 'prod/eu-west-1'`;
    }
    const inside = (inner: string, folder: string) => `${inner}/`.toLowerCase().startsWith(`${folder}/`.toLowerCase());
    const twin = root!.node
      .findAll()
      .filter(isTarget)
      .find(({ folder }) => inside(folder, this.folder) || inside(this.folder, folder));
    return (
      twin &&
      `the folder '${this.folder}' and '${twin.folder}' of ${twin.node.path} lie in one another; give each target a folder of its own`
    );
  }
}

const isTarget = (construct: IConstruct): construct is FleetTarget => TARGETS in construct;
