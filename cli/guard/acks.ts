import * as fs from 'fs';
import * as path from 'path';
import { at, isMap, Json, textOf } from '../values/json';
import { Finding, ruleOf } from './finding';
import { decoded } from '../manifests/read/folder';
import { readChunk } from '../manifests/read/yaml';
import { unreadable, usage } from '../status';

/** Name of the file beside the output. */
export const ACKS_FILE = '.cdk8s-postgres-guard.yaml';

/** Somebody has said of one finding that it is meant. */
export interface Acknowledgement {
  readonly rule: string;
  readonly object: string;
  readonly field?: string;
  readonly digest: string;
  readonly reason: string;
  /** Last day on which it holds. */
  readonly expires: string;
  readonly line: number;
}

export interface AcksFile {
  readonly file: string;
  readonly acks: readonly Acknowledgement[];
}

/** Rules that nobody can confirm away: the output has to be put right. */
const NEVER = new Set(['G019', 'G116']);

export const canBeAcknowledged = ({ rule, severity }: Finding): boolean =>
  !NEVER.has(rule) && (severity === 'block' || severity === 'confirm');

/** Reads the acknowledgements: of the file that is named, or of the one beside the output where there is one. */
export function readAcks(named: string | undefined, head: string, cwd: string): AcksFile {
  const file = named ?? path.join(path.dirname(path.normalize(head)), ACKS_FILE);
  const full = path.resolve(cwd, named ?? path.join(path.dirname(path.resolve(cwd, head)), ACKS_FILE));
  if (!fs.existsSync(full)) {
    if (named !== undefined) {
      throw usage(`there is no file '${named}'`);
    }
    return { file, acks: [] };
  }
  const text = decoded(fs.readFileSync(full), file);
  const document = readChunk({ text, line: 1 }, file);
  if (document === null) {
    return { file, acks: [] };
  }
  const list = at(document, 'acknowledgements');
  if (!isMap(document) || !Array.isArray(list)) {
    throw unreadable(`${file}:1: a list 'acknowledgements' is expected`);
  }
  return { file, acks: list.map((entry, i) => acknowledgement(entry, `${file}:${entryLine(text, i)}`, entryLine(text, i))) };
}

/** Line at which an entry of the list begins. */
function entryLine(text: string, index: number): number {
  const entries = text.split('\n').flatMap((line, i) => (/^\s*-\s/.test(line) ? [i + 1] : []));
  return entries[index] ?? 1;
}

const FIELDS = ['rule', 'object', 'field', 'digest', 'reason', 'expires'];

function acknowledgement(entry: Json, where: string, line: number): Acknowledgement {
  const required = (key: string): string => {
    const value = textOf(at(entry, key));
    if (value === undefined || value.trim() === '') {
      throw unreadable(`${where}: an acknowledgement needs '${key}'`);
    }
    return value;
  };
  const unknown = isMap(entry) ? Object.keys(entry).find((key) => !FIELDS.includes(key)) : undefined;
  if (unknown !== undefined) {
    throw unreadable(`${where}: an acknowledgement has no '${unknown}'; it has ${FIELDS.join(', ')}`);
  }
  const rule = required('rule');
  if (!ruleOf(rule)) {
    throw unreadable(`${where}: there is no rule '${rule}'`);
  }
  const expires = required('expires');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(expires) || Number.isNaN(Date.parse(expires))) {
    throw unreadable(`${where}: 'expires' is a day such as 2030-01-31, got '${expires}'`);
  }
  const field = textOf(at(entry, 'field'));
  return {
    rule,
    object: required('object'),
    ...(field === undefined ? {} : { field }),
    digest: required('digest'),
    reason: required('reason'),
    expires,
    line,
  };
}

export interface Judged {
  readonly findings: readonly Finding[];
  readonly acknowledged: readonly Finding[];
}

const matches = (ack: Acknowledgement, finding: Finding): boolean =>
  ack.rule === finding.rule &&
  ack.object === finding.object &&
  ack.digest === finding.digest &&
  (ack.field === undefined || ack.field === finding.field);

/**
 * Takes out what is confirmed, and adds what is wrong with the acknowledgements themselves. What is blocked needs an acknowledgement and
 * `--allow-destroy`.
 */
export function judge(found: readonly Finding[], { file, acks }: AcksFile, today: string, allowDestroy: boolean): Judged {
  const used = new Set<Acknowledgement>();
  const findings: Finding[] = [];
  const acknowledged: Finding[] = [];
  for (const finding of found) {
    const ack = canBeAcknowledged(finding) ? acks.find((candidate) => matches(candidate, finding)) : undefined;
    if (ack) {
      used.add(ack);
    }
    if (!ack || ack.expires < today) {
      findings.push(finding);
    } else if (finding.severity === 'block' && !allowDestroy) {
      findings.push({ ...finding, safe: `${finding.safe} It is acknowledged; what is blocked needs --allow-destroy, too.` });
    } else {
      acknowledged.push({ ...finding, reason: ack.reason });
    }
  }
  const rule = ruleOf('G116')!;
  const stale = acks
    .filter((ack) => !used.has(ack) || ack.expires < today)
    .map((ack): Finding => ({
      rule: rule.id,
      name: rule.name,
      severity: rule.severity,
      object: ack.object,
      ref: `acknowledgement of ${ack.rule}`,
      cluster: 'Acknowledgements',
      ...(ack.field === undefined ? {} : { field: ack.field }),
      what:
        ack.expires < today
          ? `The acknowledgement of ${ack.rule} for ${ack.object} ended on ${ack.expires}.`
          : `The acknowledgement of ${ack.rule} for ${ack.object} confirms nothing.`,
      why: rule.why,
      does: 'Nothing.',
      operator: 'guard',
      evidence: 'read',
      safe: rule.safe,
      file,
      line: ack.line,
      digest: ack.digest,
    }));
  return { findings: [...findings, ...stale], acknowledged };
}

/** What to add to the file to confirm a finding. */
export function stanza(finding: Finding, expires: string): string[] {
  return [
    `- rule: ${finding.rule}`,
    `  object: ${finding.object}`,
    ...(finding.field === undefined ? [] : [`  field: ${JSON.stringify(finding.field)}`]),
    `  digest: '${finding.digest}'`,
    '  reason: ...',
    `  expires: ${expires}`,
  ];
}
