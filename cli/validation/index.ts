import * as fs from 'fs';
import * as path from 'path';
import { judge, readAcks } from '../guard/acks';
import { sideOf } from '../manifests/side';
import { Finding, ruleOf, standing } from '../guard/finding';
import { readFolder } from '../manifests/read/folder';
import { DEFAULT_FILE_MIB } from '../manifests/read/limits';
import { rendering } from '../manifests/read/rendering';
import { EVIDENCE, grouped, statusOf } from '../guard/report';
import { SEVERITIES, Severity } from '../guard/rule';
import { STATUS, usage } from '../status';
import { hasOwn } from '../values/json';
import { ValidationContext, ViolatingResource } from './contract';

/** What stands below `properties` in cdk8s.yaml. */
export interface ValidationOptions {
  /** File of acknowledgements, as guard reads it; none where it is left out, or not there yet. */
  readonly acks?: string;
  /** Let acknowledgements confirm what is blocked, too. */
  readonly allowDestroy?: boolean;
  /** Warnings fail the synth. */
  readonly strict?: boolean;
  /** Namespace of objects that name none. */
  readonly namespace?: string;
}

const OPTIONS: { readonly [option in keyof Required<ValidationOptions>]: 'string' | 'boolean' } = {
  acks: 'string',
  allowDestroy: 'boolean',
  strict: 'boolean',
  namespace: 'string',
};

const MIB = 1024 ** 2;

/** What is said of findings that stop nothing is told in the report, and does not fail it. */
const TOLD: readonly Severity[] = ['block', 'confirm', 'warn'];

/**
 * A validation plugin of `cdk8s synth`: the rules of guard that need no base, over every manifest of the app, whoever has printed it.
 */
export class Validation {
  private readonly options: ValidationOptions;

  public constructor(properties: { readonly [name: string]: unknown } = {}) {
    for (const [name, value] of Object.entries(properties)) {
      if (!hasOwn(OPTIONS, name)) {
        throw usage(`the validation has no property '${name}'; it has ${Object.keys(OPTIONS).join(', ')}`);
      }
      const type = OPTIONS[name as keyof ValidationOptions];
      if (typeof value !== type) {
        throw usage(`the property '${name}' of the validation must be a ${type}, got ${JSON.stringify(value)}`);
      }
    }
    this.options = properties as ValidationOptions;
  }

  /** Looks at all manifests together: that two clusters share an archive is seen in no single one. */
  public async validate(context: ValidationContext): Promise<void> {
    const { acks, allowDestroy = false, strict = false, namespace } = this.options;
    const cwd = process.cwd();
    const files = context.manifests.flatMap((file) =>
      readFolder(path.relative(cwd, path.resolve(file)), cwd, { fileBytes: DEFAULT_FILE_MIB * MIB }),
    );
    const side = sideOf(rendering(files, new Map(), { namespace, progress: () => undefined }));
    const isThere = acks !== undefined && fs.existsSync(path.resolve(cwd, acks));
    const read = isThere ? readAcks(acks, '.', cwd) : { file: '', acks: [] };
    // What is confirmed of a change is for guard, which sees both sides.
    const known = { ...read, acks: read.acks.filter(({ rule }) => ruleOf(rule)?.state) };
    const { findings } = judge(standing(side), known, new Date().toISOString().slice(0, 10), allowDestroy);
    const told = findings.filter(({ severity }) => TOLD.includes(severity));
    for (const [, group] of grouped(told)) {
      for (const one of group) {
        context.report.addViolation({
          ruleName: `${one.rule} ${one.name} (${one.severity})`,
          recommendation: `${one.what} ${one.why} ${one.does} (${EVIDENCE[one.evidence]})`,
          fix: one.safe,
          violatingResources: [placeOf(one)],
        });
      }
    }
    const failed = statusOf({ findings, strict }) !== STATUS.clean;
    const counts = SEVERITIES.map((severity) => [severity, String(findings.filter((one) => one.severity === severity).length)]);
    context.report.submit(failed ? 'failure' : 'success', { objects: String(side.objects.length), ...Object.fromEntries(counts) });
  }
}

/** The construct is found by the name of the object; the digest is what an acknowledgement needs. */
function placeOf({ object, file, line, field, digest }: Finding): ViolatingResource {
  return {
    resourceName: object.split('/').pop()!,
    manifestPath: `${file}:${line}`,
    locations: [`${object}${field === undefined ? '' : ` ${field}`} (digest ${digest})`],
  };
}
