import { Finding } from '../model/finding';

/**
 * What the catalogue of rules says of one rule.
 */
export interface RuleFacts {
  /** Stable id; users suppress by it and search for it. */
  readonly id: string;
  /** What the rule is about: a requirement in one line. */
  readonly summary: string;
  /** What would happen if a broken model were applied. */
  readonly why: string;
}

/**
 * One thing that can be wrong with a model.
 */
export interface Rule<M> extends RuleFacts {
  /** What is wrong, one text for each place; nothing where the rule is kept. */
  readonly check: (model: M) => string | readonly string[] | undefined;
}

/** All that a table of rules finds in a model, in the order of the table. */
export function runRules<M>(rules: readonly Rule<M>[], model: M): Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    // Nearly every rule of nearly every cluster has nothing to say.
    const what = rule.check(model);
    if (typeof what === 'string') {
      findings.push(breach(rule, what));
    } else if (what !== undefined && what.length > 0) {
      findings.push(...what.map((text) => breach(rule, text)));
    }
  }
  return findings;
}

/** A finding of a rule that is checked outside of a table. */
export function breach({ id, why }: RuleFacts, what: string): Finding {
  return { rule: id, what, why };
}

/** A finding as the user reads it, behind the construct path that cdk8s puts before it. */
export function formatFinding(finding: Finding): string {
  return `[${finding.rule}] ${finding.what} (${finding.why})`;
}
