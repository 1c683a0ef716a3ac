import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, AppProps } from 'cdk8s';

/** A new folder for the output of an app. */
export const newFolder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), 'fleet-'));

/** What is in a folder, by path below it; folders end with a slash. */
export function filesIn(folder: string, below = ''): Record<string, string> {
  return Object.fromEntries(
    fs
      .readdirSync(path.join(folder, below), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => {
        const name = `${below}${entry.name}`;
        return entry.isDirectory()
          ? [[`${name}/`, ''], ...Object.entries(filesIn(folder, `${name}/`))]
          : [[name, fs.readFileSync(path.join(folder, name), 'utf8')]];
      }),
  ) as Record<string, string>;
}

/** What a program prints: its files, or the message that it is refused with. */
export function outputOf(
  AppClass: new (props: AppProps) => App,
  build: (app: App) => void,
  props: AppProps = {},
): Record<string, string> | string {
  const app = new AppClass({ ...props, outdir: newFolder() });
  build(app);
  return attempt(() => {
    app.synth();
    return filesIn(app.outdir);
  }, app.outdir);
}

/** The same as one text. */
export function textOf(AppClass: new (props: AppProps) => App, build: (app: App) => void): string {
  const app = new AppClass({ outdir: newFolder() });
  build(app);
  return attempt(() => app.synthYaml(), app.outdir);
}

function attempt<T>(run: () => T, folder: string): T | string {
  try {
    return run();
  } catch (error) {
    return (error as Error).message;
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
