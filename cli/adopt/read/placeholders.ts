import { keyOf, KubeObject } from '../../manifests/object';
import { isMap, Json, JsonMap } from '../../values/json';
import { Placeholder } from '../program/program';

/** What Flux and shells put in after the synth. `$(NAME)` is Kubernetes' own, and stays as it is. */
const PATTERN = /\$\{([A-Za-z_][A-Za-z0-9_]*)(?::[=-]([^}]*))?\}/g;
const WHOLE = new RegExp(`^${PATTERN.source}$`);

/** Fields whose values are no texts of anybody's choice: what stands there for a placeholder, where it has no default that fits. */
const TYPED: readonly (readonly [field: RegExp, fits: RegExp, sample: string])[] = [
  [/^(size|storage|memory|cpu)$/, /^\d+(\.\d+)?([KMGT]i?|m)?$/, '1Gi'],
  [/^(instances|replicas|numberOfInstances|port|number|major)$/, /^\d+$/, '3'],
  [/^(postgresVersion|version)$/, /^\d+$/, '17'],
];

/** A placeholder in a place where its sample does not tell it from other values. */
export interface PlacedPlaceholder {
  readonly key: string;
  readonly path: readonly string[];
  readonly text: string;
}

/** Objects with samples instead of placeholders. */
export class Samples {
  private readonly bySample = new Map<string, Placeholder>();
  private readonly byText = new Map<string, Placeholder>();
  public readonly placed: PlacedPlaceholder[] = [];

  public get placeholders(): readonly Placeholder[] {
    return [...this.bySample.values()];
  }

  /** An object with samples, and its placeholders noted. */
  public sampled(object: KubeObject): KubeObject {
    const name = this.own(object.name);
    const namespace = this.own(object.namespace);
    const key = keyOf(object.group, object.kind, namespace, name);
    const raw = this.value(object.raw, [], key) as JsonMap;
    return raw === object.raw ? object : { ...object, raw, name, namespace, key };
  }

  private own(text: string): string {
    return text.replace(PATTERN, (found: string, name: string) => this.declared(found, name).sample);
  }

  private value(json: Json, path: readonly string[], key: string): Json {
    if (typeof json === 'string') {
      return json.includes('${') ? this.text(json, path, key) : json;
    }
    if (Array.isArray(json)) {
      const items = json.map((item, i) => this.value(item, [...path, String(i)], key));
      return items.some((item, i) => item !== json[i]) ? items : json;
    }
    if (!isMap(json)) {
      return json;
    }
    const entries = Object.entries(json).map(([name, item]) => [name, this.value(item, [...path, name], key)] as const);
    return entries.some(([name, item]) => item !== json[name]) ? Object.fromEntries(entries) : json;
  }

  private text(json: string, path: readonly string[], key: string): Json {
    const whole = WHOLE.exec(json);
    const field = path[path.length - 1] ?? '';
    const typed = TYPED.find(([name]) => name.test(field));
    if (whole && typed) {
      this.placed.push({ key, path, text: json });
      return typedSample(typed, whole[2]);
    }
    return this.own(json);
  }

  private declared(text: string, name: string): Placeholder {
    const known = this.byText.get(text);
    if (known) {
      return known;
    }
    const word = name.toLowerCase().replace(/_+/g, '-').replace(/^-|-$/g, '');
    const variable = word.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    let number = 1;
    const numbered = (base: string): string => (number === 1 ? base : `${base}${number}`);
    // One name with two defaults is two placeholders, and no sample is a part of another.
    while (this.isTaken(numbered(`sample-${word}`))) {
      number += 1;
    }
    const made: Placeholder = {
      variable: numbered(RESERVED.has(variable) ? `${variable}Text` : variable),
      text,
      sample: `${numbered(`sample-${word}`)}-x`,
    };
    this.bySample.set(made.sample, made);
    this.byText.set(text, made);
    return made;
  }

  private isTaken(sample: string): boolean {
    return this.bySample.has(`${sample}-x`);
  }
}

/** Names that the program has already. */
const RESERVED = new Set(['app', 'chart', 'cluster', 'backups', 'pool', 'default', 'class', 'new']);

function typedSample([field, fits, sample]: (typeof TYPED)[number], byDefault: string | undefined): Json {
  const chosen = byDefault !== undefined && fits.test(byDefault) ? byDefault : sample;
  return /^\d+$/.test(chosen) && !field.test('cpu') ? Number(chosen) : chosen;
}

/** A text with placeholders instead of their samples. */
export const unsampled = (json: Json, placeholders: readonly Placeholder[]): Json => replaced(json, placeholders, 'sample', 'text');

/** A text with samples instead of their placeholders. */
export const resampled = (json: Json, placeholders: readonly Placeholder[]): Json => replaced(json, placeholders, 'text', 'sample');

function replaced(json: Json, placeholders: readonly Placeholder[], from: 'text' | 'sample', to: 'text' | 'sample'): Json {
  if (placeholders.length === 0) {
    return json;
  }
  if (typeof json === 'string') {
    return placeholders.reduce((left, one) => left.split(one[from]).join(one[to]), json);
  }
  if (Array.isArray(json)) {
    return json.map((item) => replaced(item, placeholders, from, to));
  }
  return isMap(json) ? Object.fromEntries(Object.entries(json).map(([key, item]) => [key, replaced(item, placeholders, from, to)])) : json;
}
