import { ApiObject, ApiObjectMetadata, GroupVersionKind, JsonPatch, Lazy } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { Finding } from '../model/finding';
import { labelKeyProblem, labelValueProblem } from '../model/names';
import { Checks } from './checks';
import { gitOpsAnnotations } from './gitops-marks';
import { Occupant, claim, occupants } from './identities';
import { isLeftOut, leaveOut } from './left-out';
import { plainJson, printsPlainly, withPrototypes } from './plain-json';
import { CREDENTIAL, credentialFindings } from './plaintext';
import { withPlaceholders } from './placeholders';
import { PointedFinding } from './pointed-finding';
import { RuleFacts, breach, formatFinding } from './rules';
import { schemaProblems } from './schema-check';
import { isSuppressed } from './suppressions';

/**
 * What a manifest prints.
 */
export interface ManifestProps {
  /** API version and kind, those of the generated import. */
  readonly gvk: GroupVersionKind;
  /** Name, labels and annotations. */
  readonly metadata: ApiObjectMetadata;
  /** Annotations whose values are known when everything is attached; one without value is not printed. */
  readonly lateAnnotations?: () => { readonly [key: string]: string | undefined };
  /** The spec as plain JSON; pure, called when everything is attached. */
  readonly spec?: () => unknown;
  /** Plain data for kinds without spec. */
  readonly data?: () => { [key: string]: string };
  /** Whether the object is printed, where that is known when everything is attached; pure. It is printed always where this is absent. */
  readonly printedWhile?: () => boolean;
}

const PATCH: RuleFacts = {
  id: 'CRD-003',
  summary: 'every patch fits the object that it is applied to',
  why: 'the object cannot be printed',
};

const TWIN: RuleFacts = {
  id: 'CRD-004',
  summary: 'no two objects have the same kind, namespace and name',
  why: 'the second would replace the first, in an order that nobody chose',
};

const IDENTITY: RuleFacts = {
  id: 'CRD-005',
  summary: 'a patch leaves kind, name and namespace alone',
  why: 'other objects refer to these, and the rules have looked at those of the construct',
};
const LABELS: RuleFacts = {
  id: 'CRD-006',
  summary: 'labels and annotations of objects have valid keys and values',
  why: 'the API server refuses the object',
};

/** The rules of this file, for the catalogue. */
export const MANIFEST_RULES: readonly RuleFacts[] = [PATCH, TWIN, IDENTITY, LABELS, CREDENTIAL];

/** A printed object, with the state that it was printed from. */
interface Rendering {
  readonly state: string;
  readonly json: Record<string, unknown>;
  readonly findings: readonly PointedFinding[];
}

/**
 * One object of the output: printed from typed specs, patched last, never filtered, then checked against the schema of its kind.
 *
 * The generated classes are not used for this because they drop, without a word, what a patch has added.
 */
export class Manifest extends ApiObject {
  /** The construct as a manifest. `instanceof` would say of every ApiObject that it is one. */
  public static from(construct: IConstruct): Manifest | undefined {
    return construct.constructor === Manifest ? (construct as Manifest) : undefined;
  }

  private readonly lateAnnotations: ManifestProps['lateAnnotations'];
  private readonly body: Pick<ManifestProps, 'spec' | 'data'>;
  private rendering?: Rendering;
  private patchCount = 0;
  /** Objects of the app that had the same kind, namespace and name before. */
  private readonly twins: readonly Occupant[];

  public constructor(scope: Construct, id: string, props: ManifestProps) {
    const { apiVersion, kind } = props.gvk;
    // One by one: of a spread at the beginning Node keeps a description of its own for each object.
    super(scope, id, {
      apiVersion,
      kind,
      metadata: props.metadata,
      ...(props.spec && { spec: Lazy.any({ produce: () => withPrototypes(props.spec!()) }) }),
      ...(props.data && { data: Lazy.any({ produce: () => withPrototypes(props.data!()) }) }),
    });
    this.lateAnnotations = props.lateAnnotations;
    this.body = props;
    const identity = `${this.apiGroup}/${this.kind} ${this.metadata.namespace ?? ''}/${this.name}`;
    this.twins = occupants(this, identity);
    claim(this, identity);
    this.node.addValidation({ validate: () => this.problems() });
    const { printedWhile } = props;
    if (printedWhile) {
      leaveOut(this, () => !printedWhile());
    }
  }

  public override addJsonPatch(...ops: JsonPatch[]): void {
    this.patchCount += ops.length;
    super.addJsonPatch(...ops);
  }

  public override toJson(): Record<string, unknown> {
    return withPlaceholders(this, this.whole());
  }

  private whole(): Record<string, unknown> {
    // Metadata may have been added to since the last rendering, and a patch may be about metadata.
    return this.patchCount > 0 ? this.resolved() : { ...this.render().json, metadata: this.metadata.toJson() as unknown };
  }

  /** What is wrong with the object as it is printed now, suppressed or not. */
  public get findings(): readonly PointedFinding[] {
    // A model that its rules refuse cannot be rendered with any meaning, and its own findings say more than a schema can.
    if (Checks.governing(this)?.blocked) {
      return [];
    }
    const twins = this.twins.filter(({ construct }) => construct === undefined || !isLeftOut(construct)).map(({ path }) => path);
    if (twins.length > 0) {
      return [breach(TWIN, `the ${this.kind} '${this.name}' is already printed by ${twins.join(', ')}; give one of them another name`)];
    }
    try {
      return this.render().findings;
    } catch (error) {
      return [this.misfit(error)];
    }
  }

  /** What is wrong with the object, as the user reads it. */
  public problems(): string[] {
    return this.findings.filter((finding) => !isSuppressed(this, finding)).map(formatFinding);
  }

  /** What to say of a patch that cannot be applied; anything else is a defect of the library and stays an exception. */
  private misfit(error: unknown): Finding {
    if (this.patchCount === 0) {
      throw error;
    }
    const [reason] = String(error)
      .replace(/^.* with name '[^']*': /, '')
      .split('\n');
    const count = this.patchCount;
    return breach(
      PATCH,
      `one of ${count} JSON patches does not fit the object: ${reason}; print the object without patches and compare the paths`,
    );
  }

  /** The object as printed; once for each state, since cdk8s validates the whole app again for every chart. */
  private render(): Rendering {
    const state = `${Checks.governing(this)?.revision ?? 0}/${this.patchCount}`;
    if (this.rendering?.state !== state) {
      this.rendering = { state, ...this.print() };
    }
    return this.rendering;
  }

  /** The object with what was attached since. That stays attached, so an annotation that is there already is never too much. */
  private resolved(): Record<string, unknown> {
    const asked = gitOpsAnnotations(this, (key) => (this.metadata.toJson() as ApiObjectMetadata).annotations?.[key]);
    for (const [key, value] of Object.entries({ ...this.lateAnnotations?.(), ...asked })) {
      if (value !== undefined) {
        this.metadata.addAnnotation(key, value);
      }
    }
    return this.plain() ?? (super.toJson() as Record<string, unknown>);
  }

  /** What cdk8s prints of an object without patches, tokens and resolvers of somebody else, made in a shorter way. */
  private plain(): Record<string, unknown> | undefined {
    if (this.patchCount > 0 || !printsPlainly(this)) {
      return undefined;
    }
    const { spec, data } = this.body;
    const content = plainJson({ ...(data && { data: data() }), ...(spec && { spec: spec() }) });
    return content && { apiVersion: this.apiVersion, kind: this.kind, metadata: this.metadata.toJson() as unknown, ...content };
  }

  private print(): Omit<Rendering, 'state'> {
    const json = this.resolved();
    return {
      json,
      findings: [...schemaProblems(this.apiGroup, this.kind, json), ...this.metadataProblems(json), ...credentialFindings(json)],
    };
  }

  /** What no schema says of the parts that all kinds share. */
  private metadataProblems(json: Record<string, unknown>): Finding[] {
    const { name, namespace, labels = {}, annotations = {} } = (json.metadata ?? {}) as ApiObjectMetadata;
    const identity = { apiVersion: this.apiVersion, kind: this.kind, name: this.name, namespace: this.metadata.namespace };
    const printed: typeof identity = { apiVersion: json.apiVersion as string, kind: json.kind as string, name: name as string, namespace };
    const changed = (Object.keys(identity) as (keyof typeof identity)[]).filter((key) => printed[key] !== identity[key]);
    const wrong = [
      ...Object.entries(labels).flatMap(([key, value]) => [labelKeyProblem(key), labelValueProblem(key, String(value))]),
      ...Object.keys(annotations).map(labelKeyProblem),
    ];
    return [
      ...changed.map((key) =>
        breach(IDENTITY, `'${key}' must stay '${identity[key]}', got '${printed[key]}'; change the prop of the construct instead`),
      ),
      ...wrong.filter((problem) => problem !== undefined).map((problem) => breach(LABELS, problem)),
    ];
  }
}
