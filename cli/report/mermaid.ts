import { DISPLAY } from '../effects/effect';
import { ClusterRow, ReportModel } from './model';

/** Clusters that a diagram of single clusters is readable with. */
const MAX_CLUSTERS = 40;

/** A text between quotes, in which Mermaid reads entities and Markdown. */
const quoted = (text: string): string =>
  `"${text.replace(/[^\p{L}\p{N} .,:;/_()+@-]/gu, (character) => (character === '\n' ? '<br/>' : `#${character.codePointAt(0)!};`))}"`;

class Diagram {
  private readonly ids = new Map<string, string>();
  private readonly lines: string[] = [];
  private readonly edges = new Set<string>();

  public id(key: string): string {
    const known = this.ids.get(key) ?? `n${this.ids.size + 1}`;
    this.ids.set(key, known);
    return known;
  }

  public has(key: string): boolean {
    return this.ids.has(key);
  }

  public add(line: string, depth = 1): void {
    this.lines.push(`${'  '.repeat(depth)}${line}`);
  }

  public edge(from: string, to: string, label: string): void {
    this.edges.add(`${this.id(from)} -->${label === '' ? '' : `|${quoted(label)}|`} ${this.id(to)}`);
  }

  public print(): string {
    return ['flowchart LR', ...this.lines, ...[...this.edges].map((edge) => `  ${edge}`), ''].join('\n');
  }
}

const instances = (n: number): string => `${n} instance${n === 1 ? '' : 's'}`;

const scope = ({ place, namespace }: Pick<ClusterRow, 'place' | 'namespace'>): string =>
  [place, namespace || '(no namespace)'].filter((part) => part !== undefined).join('/');

function byScope(clusters: readonly ClusterRow[]): Map<string, ClusterRow[]> {
  const groups = new Map<string, ClusterRow[]>();
  for (const cluster of clusters) {
    groups.set(scope(cluster), [...(groups.get(scope(cluster)) ?? []), cluster]);
  }
  return groups;
}

const label = ({ name, operator, postgres, role, instances: n }: ClusterRow): string =>
  [
    name,
    `${DISPLAY[operator]}${postgres === undefined ? '' : `, PostgreSQL ${postgres}`}`,
    role === 'stopped' ? 'stopped' : `${instances(n)}${role === 'follows' ? ', follows' : ''}`,
  ].join('\n');

/** Every cluster with its pools, applications and archives. */
function detailed({ clusters, flows, archives }: ReportModel): string {
  const diagram = new Diagram();
  for (const [name, members] of byScope(clusters)) {
    diagram.add(`subgraph ${diagram.id(`scope ${name}`)} [${quoted(name)}]`);
    for (const cluster of members) {
      diagram.add(`${diagram.id(cluster.id)}[${quoted(label(cluster))}]`, 2);
      for (const pool of cluster.pools) {
        const text = [pool.name, `${pool.mode}, ${instances(pool.instances)}`].join('\n');
        diagram.add(`${diagram.id(`${cluster.id} pool ${pool.name}`)}([${quoted(text)}])`, 2);
        diagram.edge(`${cluster.id} pool ${pool.name}`, cluster.id, pool.leadsTo);
      }
      for (const { kind, namespace, name: application, own } of cluster.applications.filter((one) => !one.own)) {
        const key = `${scope(cluster)} ${kind} ${namespace}/${application}`;
        if (!own && !diagram.has(key)) {
          diagram.add(`${diagram.id(key)}[/${quoted([application, kind].join('\n'))}/]`, 2);
        }
      }
    }
    diagram.add('end');
  }
  for (const cluster of clusters) {
    for (const { kind, namespace, name, via } of cluster.applications.filter(({ own }) => !own)) {
      const key = `${scope(cluster)} ${kind} ${namespace}/${name}`;
      const pools = cluster.pools.filter((pool) => via.includes(`pool ${pool.name}`));
      pools.forEach((pool) => diagram.edge(key, `${cluster.id} pool ${pool.name}`, ''));
      const direct = via.filter((way) => !pools.some((pool) => way === `pool ${pool.name}`));
      if (direct.length > 0 || pools.length === 0) {
        diagram.edge(key, cluster.id, direct.join(', '));
      }
    }
  }
  archives.forEach(({ id, shown }) => diagram.add(`${diagram.id(id)}[(${quoted(shown)})]`));
  flows.forEach(({ from, to, what }) => {
    if (!diagram.has(from)) {
      diagram.add(`${diagram.id(from)}{{${quoted(from.replace(/^server\//, ''))}}}`);
    }
    diagram.edge(from, to, what);
  });
  return diagram.print();
}

/** Namespaces with their sums, for a fleet. */
function summed({ clusters, flows }: ReportModel): string {
  const diagram = new Diagram();
  const scopes = new Map(clusters.map((cluster) => [cluster.id, scope(cluster)]));
  for (const [name, members] of byScope(clusters)) {
    const total = members.reduce((sum, cluster) => sum + cluster.instances, 0);
    const operators = [...new Set(members.map(({ operator }) => DISPLAY[operator]))].sort().join(', ');
    const text = [name, `${members.length} cluster${members.length === 1 ? '' : 's'}, ${instances(total)}`, operators].join('\n');
    diagram.add(`${diagram.id(name)}[${quoted(text)}]`);
  }
  // What one cluster writes and another reads leads from the namespace of the one to that of the other.
  const writers = new Map(flows.filter(({ from }) => scopes.has(from)).map(({ from, to }) => [to, from]));
  for (const { from, to, what } of flows) {
    const source = scopes.has(from) ? from : writers.get(from);
    const [a, b] = [scopes.get(source ?? ''), scopes.get(to)];
    if (a !== undefined && b !== undefined && source !== to) {
      diagram.edge(a, b, what);
    }
  }
  return diagram.print();
}

/** The clusters as a diagram that GitHub and others draw from a README. */
export const mermaid = (model: ReportModel): string => (model.clusters.length > MAX_CLUSTERS ? summed(model) : detailed(model));
