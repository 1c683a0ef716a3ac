import { Construct, IConstruct } from 'constructs';
import { Finding, RuleFinding } from './model/finding';
import { Checks } from './private/checks';
import { refuse } from './private/errors';
import { noteLetThrough, noteReason, objectOf } from './private/exemptions';
import { Manifest } from './private/manifest';
import { PointedFinding } from './private/pointed-finding';
import { RULE_IDS } from './private/rule-ids';
import { breach, formatFinding } from './private/rules';
import { Shape, boolean, optional, shapeProblems } from './private/shape';
import {
  Suppression,
  STALE,
  UNEXPLAINED,
  UNKNOWN_RULE,
  addSuppression,
  isSuppressed,
  matches,
  suppressionsAt,
  wasNeeded,
} from './private/suppressions';

/** Rules that say that a thing cannot be printed; there would be nothing to print if they were suppressed. */
const NOT_SUPPRESSIBLE = /^(PROP|RULE)-/;

const RULE_ID = /^[A-Z]+-\d{3}$/;

/** What `allowField` lets pass besides unknown fields: values of a type that the field did not have before. */
const IMPLIED = 'CRD-002';

const SUPPRESS_SHAPE: Shape<SuppressOptions> = { mayBeUnused: optional(boolean) };

/** A field of an object, not all of it. */
const FIELD = /^\/(spec|data)\/.+/;

/**
 * How strictly an exemption is held against what is there.
 */
export interface SuppressOptions {
  /**
   * Whether the exemption may stand where nothing breaks the rule: for a construct that many programs share, and some of them need it in.
   *
   * @default false
   */
  readonly mayBeUnused?: boolean;
}

/**
 * The rules that a construct is held against, and the ones that it is exempt from.
 *
 * Every exemption has a reason, which is printed as an annotation of the object, or of the cluster's object where a policy or pool has none
 * of its own. The reason of an exemption of a whole chart or app is printed on every object that it lets through. The catalogue of rules is
 * in docs/rules.md.
 */
export class Rules {
  /**
   * The rules of a construct and of everything below it.
   *
   * @param construct a cluster, a policy, a pool, or a chart that holds them
   */
  public static of(construct: IConstruct): Rules {
    if (!Construct.isConstruct(construct)) {
      refuse(
        'Rules.of',
        [breach(UNKNOWN_RULE, `the argument of Rules.of must be a construct such as an HaCluster, got ${String(construct)}`)],
        this.of,
      );
    }
    return new Rules(construct);
  }

  /**
   * What is wrong with a construct and everything below it, as data: for a report, an annotation of a pull request, a platform's own gate.
   * These are the findings that synth would be refused with, suppressed ones left out. What is wrong with the shape of props is not among
   * them, since the construct is not made then.
   *
   * @param construct an app, a chart or a construct, when the program is complete
   */
  public static findings(construct: IConstruct): RuleFinding[] {
    return Rules.of(construct)
      .construct.node.findAll()
      .flatMap((one) => {
        const found: readonly Finding[] = [
          ...(Checks.of(one)?.findings ?? []),
          ...(Manifest.from(one)?.findings.filter((finding) => !isSuppressed(one, finding)) ?? []),
          ...(suppressionsAt(one).length > 0 ? unused(one) : []),
        ];
        return found.map(({ rule, what, why }) => ({ id: rule, path: one.node.path, what, why }));
      });
  }

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Lets a finding of a rule pass. A suppression that no finding needs is refused at synth (rule RULE-002), unless it may be unused.
   *
   * @param ruleId for example `HA-009`
   * @param reason why the rule does not apply here
   * @param options whether it may be unused
   */
  public suppress(ruleId: string, reason: string, options: SuppressOptions = {}): void {
    const problems = shapeProblems(SUPPRESS_SHAPE, options, 'options');
    if (problems.length > 0) {
      refuse(this.construct.node.path, problems, this.suppress);
    }
    this.exempt(ruleId, reason, this.suppress, { mayBeUnused: options.mayBeUnused });
  }

  /**
   * Lets a patch set a field that the schema in this library does not know, for an operator that is newer than the library.
   *
   * @param pointer JSON pointer of the field, for example `/spec/postgresql/newField`; everything below it is allowed too
   * @param reason which operator version has it
   */
  public allowField(pointer: string, reason: string): void {
    if (typeof pointer !== 'string' || !FIELD.test(pointer)) {
      const what = `'${String(pointer)}' is no field below /spec; write the whole pointer, such as '/spec/newField'`;
      refuse(this.construct.node.path, [breach(UNKNOWN_RULE, what)], this.allowField);
    }
    this.exempt('CRD-001', reason, this.allowField, { pointer });
    addSuppression(this.construct, { rule: IMPLIED, reason, pointer });
  }

  private exempt(rule: string, reason: string, caller: unknown, extent: Pick<Suppression, 'pointer' | 'mayBeUnused'>): void {
    if (!RULE_ID.test(rule) || NOT_SUPPRESSIBLE.test(rule)) {
      refuse(
        this.construct.node.path,
        [breach(UNKNOWN_RULE, `'${rule}' is no rule that can be suppressed; see docs/rules.md for their ids`)],
        caller,
      );
    }
    if (typeof reason !== 'string' || reason.trim() === '') {
      refuse(
        this.construct.node.path,
        [breach(UNEXPLAINED, `the reason to suppress '${rule}' is empty; write why it does not apply`)],
        caller,
      );
    }
    if (suppressionsAt(this.construct).length === 0) {
      this.construct.node.addValidation({ validate: () => validate(this.construct) });
    }
    const suppression = { rule, reason, ...extent };
    addSuppression(this.construct, suppression);
    const object = objectOf(this.construct);
    if (object) {
      noteReason(object, suppression);
    }
  }
}

/** Says which suppressions nothing needs, and prints the reasons of those that have no object of their own where they are needed. */
function validate(construct: IConstruct): string[] {
  if (!objectOf(construct)) {
    noteLetThrough(suppressionsAt(construct), construct.node.findAll());
  }
  return unused(construct).map(formatFinding);
}

/** Suppressions of a construct that nothing below it needs. */
function unused(construct: IConstruct): Finding[] {
  const below = construct.node.findAll();
  const checks = below.flatMap((child) => Checks.of(child) ?? []);
  const breaches = [
    ...checks.flatMap((one) => one.breaches as readonly PointedFinding[]),
    ...below.flatMap((child) => Manifest.from(child)?.findings ?? []),
  ];
  const refused = new Set(checks.flatMap((one) => one.refusals.map(({ rule }) => rule)));
  return suppressionsAt(construct)
    .filter(
      (suppression) => suppression.rule !== IMPLIED && !wasNeeded(suppression) && !breaches.some((found) => matches(suppression, found)),
    )
    .flatMap(({ rule, reason, pointer, mayBeUnused }) => {
      const subject = pointer === undefined ? `'${rule}' is suppressed` : `'${pointer}' is allowed`;
      if (refused.has(rule)) {
        return breach(UNKNOWN_RULE, `'${rule}' says what the operator does not have, which cannot be suppressed; remove the suppression`);
      }
      if (isUnheardOf(rule)) {
        return breach(STALE, `'${rule}' is suppressed ('${reason}') and there is no such rule; look for the id in docs/rules.md`);
      }
      return mayBeUnused
        ? []
        : breach(
            STALE,
            `${subject} ('${reason}') but nothing here breaks it; remove it${pointer === undefined ? ' or, in a construct that many programs share, write { mayBeUnused: true } behind the reason' : ''}`,
          );
    });
}

/** Whether an id has a prefix of this library and no rule. Other operators have prefixes of their own. */
function isUnheardOf(id: string): boolean {
  const [prefix] = id.split('-');
  return !RULE_IDS.includes(id) && RULE_IDS.some((known) => known.startsWith(`${prefix}-`));
}
