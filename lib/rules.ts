import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { Checks } from './private/checks';
import { refuse } from './private/errors';
import { breach, formatFinding } from './private/rules';
import { STALE, UNEXPLAINED, UNKNOWN_RULE, addSuppression, suppressionsAt } from './private/suppressions';

/** Rules that say that a thing cannot be printed; there would be nothing to print if they were suppressed. */
const NOT_SUPPRESSIBLE = /^(PROP|RULE)-/;

const RULE_ID = /^[A-Z]+-\d{3}$/;

/**
 * The rules that a construct is held against, and the ones that it is exempt from.
 *
 * Every exemption has a reason, which is printed as an annotation of the object where there is one. The catalogue of rules is in
 * docs/rules.md.
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

  private constructor(private readonly construct: IConstruct) {}

  /**
   * Lets a finding of a rule pass. A suppression that no finding needs is refused at synth (rule RULE-002).
   *
   * @param ruleId for example `HA-009`
   * @param reason why the rule does not apply here
   */
  public suppress(ruleId: string, reason: string): void {
    this.exempt(ruleId, reason, this.suppress);
  }

  /**
   * Lets a patch set a field that the schema in this library does not know, for an operator that is newer than the library.
   *
   * @param pointer JSON pointer of the field, for example `/spec/postgresql/newField`; everything below it is allowed too
   * @param reason which operator version has it
   */
  public allowField(pointer: string, reason: string): void {
    this.exempt('CRD-001', reason, this.allowField, pointer);
    addSuppression(this.construct, { rule: 'CRD-002', reason, pointer });
  }

  private exempt(rule: string, reason: string, caller: unknown, pointer?: string): void {
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
      this.construct.node.addValidation({ validate: () => unused(this.construct) });
    }
    addSuppression(this.construct, { rule, reason, pointer });
    const resource = this.construct.node.defaultChild;
    if (resource instanceof ApiObject) {
      resource.metadata.addAnnotation(`suppressed.cdk8s-postgres/${rule}`, reason);
    }
  }
}

/** Suppressions of a construct that nothing below it needs. Fields allowed for a newer schema are needed by what they patch. */
function unused(construct: IConstruct): string[] {
  const found = new Set(construct.node.findAll().flatMap((child) => Checks.of(child)?.breaches.map(({ rule }) => rule) ?? []));
  return suppressionsAt(construct)
    .filter(({ rule, pointer }) => pointer === undefined && !rule.startsWith('CRD-') && !found.has(rule))
    .map(({ rule, reason }) =>
      formatFinding(breach(STALE, `'${rule}' is suppressed ('${reason}') but nothing here breaks it; remove the suppression`)),
    );
}
