import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Finding } from '../model/finding';
import { Checks } from '../private/checks';
import { refuse } from '../private/errors';
import { letGo } from '../private/identities';
import { Manifest } from '../private/manifest';
import { PointedFinding } from '../private/pointed-finding';
import { breach } from '../private/rules';
import { Suppression, matches, noteNeed, suppressionsAt } from '../private/suppressions';
import { TOO_LATE } from './rules';

/** What changes an object when it is called. */
const CHANGES = ['addJsonPatch', 'addDependency'] as const;
const METADATA_CHANGES = ['add', 'addAnnotation', 'addLabel', 'addFinalizers', 'addOwnerReference'] as const;

const refuseChange = (path: string): never =>
  refuse(
    path,
    [
      breach(
        TOO_LATE,
        `'${path}' was printed early and must not change or be used by others; call release() when all that belongs to it is there`,
      ),
    ],
    refuseChange,
  );

/**
 * Takes charts that are printed out of their app, and keeps what others are held against: the places that their constructs have taken. What
 * would change them is refused from now on.
 *
 * @param charts the charts
 * @param constructs they and all below them
 */
export function takeOut(charts: readonly Chart[], constructs: readonly IConstruct[]): void {
  noteNeeds(charts, constructs);
  letGo(constructs, refuseChange);
  for (const construct of constructs) {
    const { path } = construct.node;
    const refusal = (): never => refuseChange(path);
    Checks.of(construct)?.seal(refusal);
    // A lock says only that something is locked. It stays for versions of constructs that add children in another way.
    seal(construct.node, ['addChild'], refusal);
    construct.node.lock();
    if (ApiObject.isApiObject(construct)) {
      seal(construct, CHANGES, refusal);
      seal(construct.metadata, METADATA_CHANGES, refusal);
    }
  }
  charts.forEach((chart) => chart.node.scope!.node.tryRemoveChild(chart.node.id));
}

function seal(object: object, methods: readonly string[], refusal: () => never): void {
  methods.forEach((method) => Object.defineProperty(object, method, { value: refusal }));
}

/** What is suppressed above charts, on their app and the constructs between. */
export function suppressionsAbove(charts: readonly Chart[]): readonly Suppression[] {
  return [...new Set(charts.flatMap((chart) => chart.node.scopes.slice(0, -1)))].flatMap(suppressionsAt);
}

/** A suppression above the charts may be needed by them alone, who will not be there when its need is asked for. */
function noteNeeds(charts: readonly Chart[], constructs: readonly IConstruct[]): void {
  const suppressions = suppressionsAbove(charts);
  if (suppressions.length > 0) {
    const findings: (Finding | PointedFinding)[] = constructs.flatMap((construct) => [
      ...(Checks.of(construct)?.breaches ?? []),
      ...(Manifest.from(construct)?.findings ?? []),
    ]);
    suppressions.filter((suppression) => findings.some((finding) => matches(suppression, finding))).forEach(noteNeed);
  }
}
