import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Checks } from './checks';
import { Manifest } from './manifest';
import { PointedFinding } from './pointed-finding';
import { Suppression, matches } from './suppressions';

/** Begins the annotations that say why a rule does not apply; the id of the rule follows. */
const SUPPRESSED = 'suppressed.cdk8s-postgres/';

/** Reasons that an object carries, by rule. */
const REASONS = new WeakMap<ApiObject, Map<string, Set<string>>>();

/** Prints on an object why a rule does not apply to it; several reasons stand behind each other. */
export function noteReason(object: ApiObject, { rule, reason }: Suppression): void {
  const rules = REASONS.get(object) ?? new Map<string, Set<string>>();
  const reasons = rules.get(rule) ?? new Set<string>();
  if (!reasons.has(reason)) {
    REASONS.set(object, rules.set(rule, reasons.add(reason)));
    object.metadata.addAnnotation(`${SUPPRESSED}${rule}`, [...reasons].join('; '));
  }
}

/** The object of a construct or, where an operator keeps it as a field of the cluster, that of the cluster. */
export function objectOf(construct: IConstruct): ApiObject | undefined {
  const owner = construct.node.defaultChild ?? (construct as { readonly cluster?: IConstruct }).cluster?.node.defaultChild;
  return owner instanceof ApiObject ? owner : undefined;
}

/**
 * Prints the reasons of suppressions that stand on something without an object of its own, a chart or an app, on every object that they let
 * through.
 *
 * @param suppressions what is suppressed above
 * @param constructs what stands below it, all of it
 */
export function noteLetThrough(suppressions: readonly Suppression[], constructs: readonly IConstruct[]): void {
  if (suppressions.length === 0) {
    return;
  }
  for (const construct of constructs) {
    const manifest = Manifest.from(construct);
    const checks = Checks.of(construct);
    const found = (findings: readonly PointedFinding[], carriers: () => readonly ApiObject[]) =>
      suppressions
        .filter((suppression) => findings.some((finding) => matches(suppression, finding)))
        .forEach((suppression) => carriers().forEach((object) => noteReason(object, suppression)));
    found(manifest?.findings ?? [], () => (manifest ? [manifest] : []));
    found(checks?.breaches ?? [], () => (checks ? carriersOf(construct, checks) : []));
  }
}

/** Where the reason of what a construct is let is printed: its object, those of the clusters that it is a part of, or the first below it. */
function carriersOf(construct: IConstruct, checks: Checks): readonly ApiObject[] {
  const own = objectOf(construct);
  const objects = own ? [own] : checks.wholes.flatMap((whole) => objectOf(whole) ?? []);
  // An object that a fleet has printed already does not change any more.
  const open = objects.filter((object) => !Checks.governing(object)?.isSealed);
  return open.length > 0 ? open : construct.node.findAll().filter(ApiObject.isApiObject).slice(0, 1);
}
