import { keyOf } from '../../manifests/object';
import { isMap, JsonMap } from '../../values/json';

/** One thing that is wrong with a program. */
export interface Problem {
  readonly rule: string;
  /** Path of the construct. */
  readonly path: string;
  readonly what: string;
}

/** An object as it was printed, with the construct that prints it. */
export interface PrintedObject {
  readonly path: string;
  readonly json: JsonMap;
}

/** What tells a printed object from another one. */
export function keyOfPrinted(json: JsonMap): string {
  const { apiVersion, kind, metadata } = json as { apiVersion: string; kind: string; metadata: { name: string; namespace?: string } };
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0]! : '';
  return keyOf(group, kind, metadata.namespace ?? '', metadata.name);
}

/** What became of a program. */
export interface Outcome {
  readonly objects: readonly PrintedObject[];
  readonly problems: readonly Problem[];
  /** Notes of the library, such as what a cluster that was taken over is left without. */
  readonly notes: readonly string[];
  /** Why it could not be run at all. */
  readonly failure?: string;
}

/** Runs a program, given in JavaScript. */
export type Synthesize = (source: string) => Outcome;

/** As much of cdk8s and constructs as is used here; the command is compiled apart from both. */
interface Node {
  readonly path: string;
  findAll(): readonly AnyConstruct[];
  validate(): readonly string[];
}
interface AnyConstruct {
  readonly node: Node;
  toJson?(): unknown;
}
interface Packages {
  readonly cdk8s: { readonly App: new (props?: object) => AnyConstruct; readonly ApiObject: { isApiObject(one: unknown): boolean } };
  readonly library: { readonly Rules: { findings(app: AnyConstruct): readonly { id: string; path: string; what: string }[] } };
}

const THROWN = /^\s*\[([^\]]*)\] \[([A-Z]+-\d{3})\] (.*)$/;

/** What a constructor said of its props, one problem for each line. */
function thrown(error: Error): Problem[] {
  return error.message.split('\n').flatMap((line) => {
    const [, path = '', rule = '', what = ''] = THROWN.exec(line) ?? [];
    return rule === '' ? [] : [{ rule, path, what }];
  });
}

/** A way to run programs in this process, with these packages. */
export function synthesizer(load: (name: string) => unknown): Synthesize {
  const cdk8s = load('cdk8s') as Packages['cdk8s'];
  const library = load('cdk8s-postgres') as Packages['library'];
  return (source) => {
    const apps: AnyConstruct[] = [];
    const notes: string[] = [];
    // The program writes no file: what it would print is asked of its constructs.
    class App extends (cdk8s.App as new (props?: object) => { readonly node: Node }) {
      public constructor(props?: object) {
        super(props);
        apps.push(this as unknown as AnyConstruct);
      }
      public synth(): void {}
    }
    const own = { ...cdk8s, App };
    const emitWarning = process.emitWarning;
    process.emitWarning = (warning: string | Error): void => {
      notes.push(String(warning));
    };
    try {
      new Function('require', source)((name: string) => (name === 'cdk8s' ? own : load(name)));
      const [app] = apps;
      if (!app) {
        return { objects: [], problems: [], notes, failure: 'the program makes no App' };
      }
      const problems = library.Rules.findings(app).map(({ id, path, what }) => ({ rule: id, path, what }));
      if (problems.length > 0) {
        return { problems, notes, objects: [] };
      }
      // What is noted at synth is noted while cdk8s validates.
      app.node.findAll().forEach(({ node }) => node.validate());
      return { problems, notes, objects: printed(app, cdk8s) };
    } catch (error) {
      const problems = error instanceof Error ? thrown(error) : [];
      return { objects: [], problems, notes, ...(problems.length === 0 && { failure: String(error) }) };
    } finally {
      process.emitWarning = emitWarning;
    }
  };
}

function printed(app: AnyConstruct, { ApiObject }: Packages['cdk8s']): PrintedObject[] {
  return app.node
    .findAll()
    .filter((one) => ApiObject.isApiObject(one))
    .flatMap((one) => {
      const json = JSON.parse(JSON.stringify(one.toJson?.() ?? null)) as unknown;
      return isMap(json) ? [{ path: one.node.path, json }] : [];
    });
}
