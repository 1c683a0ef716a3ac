import { ApiObject, ApiObjectMetadata, GroupVersionKind, JsonPatch, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Finding } from '../model/finding';
import { Checks } from './checks';
import { claim, rivals } from './identities';
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
  /** The spec as plain JSON; pure, called when everything is attached. */
  readonly spec?: () => unknown;
  /** Plain data for kinds without spec. */
  readonly data?: () => { [key: string]: string };
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

/** The rules of this file, for the catalogue. */
export const MANIFEST_RULES: readonly RuleFacts[] = [PATCH, TWIN];

/** A printed object, with the state that it was printed from. */
interface Rendering {
  readonly state: string;
  readonly json: Record<string, unknown>;
  readonly findings: readonly PointedFinding[];
}

interface PointedFinding extends Finding {
  readonly pointer?: string;
}

/**
 * One object of the output: printed from typed specs, patched last, never filtered, then checked against the schema of its kind.
 *
 * The generated classes are not used for this because they drop, without a word, what a patch has added.
 */
export class Manifest extends ApiObject {
  private rendering?: Rendering;
  private patchCount = 0;
  /** Paths of the objects of the app that had the same kind, namespace and name before. */
  private readonly twins: readonly string[];

  public constructor(scope: Construct, id: string, props: ManifestProps) {
    super(scope, id, {
      ...props.gvk,
      metadata: props.metadata,
      ...(props.spec && { spec: Lazy.any({ produce: props.spec }) }),
      ...(props.data && { data: Lazy.any({ produce: props.data }) }),
    });
    const identity = `${this.apiGroup}/${this.kind} ${this.metadata.namespace ?? ''}/${this.name}`;
    this.twins = rivals(this, identity);
    claim(this, identity);
    this.node.addValidation({ validate: () => this.problems() });
  }

  public override addJsonPatch(...ops: JsonPatch[]): void {
    this.patchCount += ops.length;
    super.addJsonPatch(...ops);
  }

  public override toJson(): Record<string, unknown> {
    // Metadata may have been added to since the last rendering, and a patch may be about metadata.
    return this.patchCount > 0
      ? (super.toJson() as Record<string, unknown>)
      : { ...this.render().json, metadata: this.metadata.toJson() as unknown };
  }

  private problems(): string[] {
    // A model that its rules refuse cannot be rendered with any meaning, and its own findings say more than a schema can.
    if (Checks.governing(this)?.blocked) {
      return [];
    }
    if (this.twins.length > 0) {
      return [
        formatFinding(
          breach(TWIN, `the ${this.kind} '${this.name}' is already printed by ${this.twins.join(', ')}; give one of them another name`),
        ),
      ];
    }
    try {
      return this.render()
        .findings.filter((finding) => !isSuppressed(this, finding.rule, finding.pointer))
        .map(formatFinding);
    } catch (error) {
      if (this.patchCount === 0) {
        throw error;
      }
      const [reason] = String(error)
        .replace(/^.* with name '[^']*': /, '')
        .split('\n');
      const what = `one of ${this.patchCount} JSON patches does not fit the object: ${reason}; print the object without patches and compare the paths`;
      return [formatFinding(breach(PATCH, what))];
    }
  }

  /** The object as printed; once for each state, since cdk8s validates the whole app again for every chart. */
  private render(): Rendering {
    const state = `${Checks.governing(this)?.revision ?? 0}/${this.patchCount}`;
    if (this.rendering?.state !== state) {
      this.rendering = { state, ...this.print() };
    }
    return this.rendering;
  }

  private print(): Omit<Rendering, 'state'> {
    const json = super.toJson() as Record<string, unknown>;
    return { json, findings: schemaProblems(this.apiGroup, this.kind, json) };
  }
}
