import * as fs from 'fs';
import * as path from 'path';
import { App, Chart, Size, Yaml } from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import * as ts from 'typescript';
import * as library from '../lib';
import { ListedOperator, OPERATORS } from './operators';

/** The parts of README.md that are made from running its own program. */

export const README = path.join(__dirname, '..', 'README.md');

/** The program of the README, as it stands there. */
export function readmeProgram(text: string): string {
  return /<!-- program -->\n```ts\n([\s\S]*?)```/.exec(text)![1]!;
}

/** What makes an operator, as a program writes it. */
const call = ({ factory, required }: ListedOperator): string => {
  const options = Object.entries(required).map(([option, value]) => `${option}: '${String(value)}'`);
  return `PostgresOperator.${factory}(${options.length > 0 ? `{ ${options.join(', ')} }` : ''})`;
};

/** Runs a program and returns the YAML of its only chart. */
function run(program: string): string {
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020 },
  });
  const printed: unknown[] = [];
  class RecordingApp extends App {
    public override synth(): void {
      printed.push(...this.charts.flatMap((chart) => chart.toJson() as unknown[]));
    }
  }
  const modules: { readonly [name: string]: unknown } = {
    cdk8s: { App: RecordingApp, Chart, Size },
    'cdk8s-plus-28': plus,
    'cdk8s-postgres': library,
  };
  new Function('require', 'exports', outputText)((name: string) => modules[name], {});
  return Yaml.stringify(...printed);
}

/** What a beginner's program is answered with. */
const REFUSED = `
const chart = new Chart(new App(), 'orders', { namespace: 'orders' });
const db = new HaCluster(chart, 'db', {
  clusterName: 'Orders', operator: PostgresOperator.crunchy(), version: PostgresVersion.V17, storage: { size: Size.gibibytes(50) },
  instances: 0, parameters: { max_connections: 'many' }, databases: [{ name: 'orders', owner: 'app_user' }],
});
`;

function refused(program: string): string {
  try {
    run(
      `import { App, Chart, Size } from 'cdk8s';\nimport { HaCluster, PostgresOperator, PostgresVersion } from 'cdk8s-postgres';\n${program}\nchart.toJson();`,
    );
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the program of the README that must be refused was not');
}

function replace(text: string, mark: string, content: string): string {
  return text.replace(new RegExp(`<!-- ${mark} -->[\\s\\S]*<!-- /${mark} -->`), () => `<!-- ${mark} -->\n${content}\n<!-- /${mark} -->`);
}

/** Where the YAML of the program stands, by its operator. */
const printedAt = ({ name }: ListedOperator): string => `examples/quickstart/readme/${name}.k8s.yaml`;

/** What the program of the README prints, by the path of each file. */
export function renderFirstProgram(text: string): ReadonlyMap<string, string> {
  const program = readmeProgram(text);
  return new Map(
    OPERATORS.map((operator) => [printedAt(operator), run(program.replace(/PostgresOperator\.\w+\(.*?\)(?=,$)/m, call(operator)))]),
  );
}

/** The README with its generated parts made anew. */
export function renderReadme(text: string): string {
  const yaml = OPERATORS.map((operator) => `- [${operator.displayName}](${printedAt(operator)})`);
  const answer = `\`\`\`ts${REFUSED}\`\`\`\n\n\`\`\`\n${refused(REFUSED)}\n\`\`\``;
  return replace(replace(text, 'yaml', yaml.join('\n')), 'refused', answer);
}

if (require.main === module) {
  const text = fs.readFileSync(README, 'utf8');
  fs.writeFileSync(README, renderReadme(text));
  renderFirstProgram(text).forEach((yaml, file) => {
    const target = path.join(__dirname, '..', file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, yaml);
  });
}
