import { OperatorFacts } from '../operators/operator-facts';
import { IOperatorDelivery, OperatorChart, OperatorWatch } from '../operators/delivery';
import { Rule } from '../private/rules';
import { nameProblem } from '../private/value-problems';
import { wholeNumberProblem } from './delivery-rules';
import { GitOpsTool } from './operator-installation-props';

/** An installation, as far as the rules ask. */
export interface InstallationContext {
  readonly facts: OperatorFacts;
  readonly delivery?: IOperatorDelivery;
  readonly charts: readonly OperatorChart[];
  readonly chartVersions: { readonly [chart: string]: string };
  readonly watchedNamespaces: readonly string[];
  readonly operatorNamespace: string;
  readonly tool: GitOpsTool;
  readonly syncWave?: number;
}

/** A range, `latest` and a number without its last part become another version by themselves. */
const FULL_VERSION = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

/** What each operator cannot look at, and what it can. */
const WATCHES: {
  readonly [watch in OperatorWatch]: {
    readonly holds: (namespaces: readonly string[], own: string) => boolean;
    readonly allowed: (own: string) => string;
  };
} = {
  [OperatorWatch.LIST]: { holds: () => true, allowed: () => '' },
  [OperatorWatch.ONE]: { holds: ({ length }) => length <= 1, allowed: () => 'name one' },
  [OperatorWatch.OWN]: {
    holds: (namespaces, own) => namespaces.every((namespace) => namespace === own),
    allowed: (own) => `name its own, '${own}'`,
  },
};

/** Rules of installations. */
export const INSTALLATION_RULES: readonly Rule<InstallationContext>[] = [
  {
    id: 'GITOPS-002',
    summary: 'each chart of an operator is pinned to a full version',
    why: 'an operator that changes by itself may roll every database, and another one than the manifests are for drops fields without a word',
    check: ({ charts, chartVersions, facts: { displayName, operatorVersion } }) => [
      ...charts.flatMap(({ chart, version }) => {
        const asked = chartVersions[chart] ?? version;
        if (asked === undefined) {
          return [
            `the version of the chart '${chart}' that installs ${displayName} ${operatorVersion} is not known; write chartVersions: { '${chart}': '...' }`,
          ];
        }
        return FULL_VERSION.test(asked) ? [] : [`'chartVersions['${chart}']' must be a full version such as '1.2.3', got '${asked}'`];
      }),
      ...Object.keys(chartVersions)
        .filter((name) => charts.length > 0 && !charts.some(({ chart }) => chart === name))
        .map(
          (name) =>
            `'chartVersions' names '${name}', which is no chart of ${displayName}; it has ${charts.map(({ chart }) => chart).join(', ')}`,
        ),
    ],
  },
  {
    id: 'GITOPS-005',
    summary: 'an operator is told to look at namespaces as it can',
    why: 'it would look at others, and clusters would never come up',
    check: ({ delivery, watchedNamespaces, operatorNamespace, facts: { displayName } }) => {
      const wrong = watchedNamespaces.flatMap((namespace, i) => nameProblem(`watchedNamespaces[${i}]`, namespace) ?? []);
      if (delivery === undefined || wrong.length > 0) {
        return wrong;
      }
      const { holds, allowed } = WATCHES[delivery.watch];
      return holds(watchedNamespaces, operatorNamespace)
        ? undefined
        : `${displayName} cannot look at ${watchedNamespaces.join(', ')}; leave 'watchedNamespaces' out for all, or ${allowed(operatorNamespace)}`;
    },
  },
  {
    id: 'GITOPS-008',
    summary: 'a wave is a whole number, and one of Argo CD',
    why: 'Flux knows no waves, and Argo CD takes anything else for 0',
    check: ({ syncWave, tool }) =>
      syncWave !== undefined && tool === GitOpsTool.FLUX
        ? `'syncWave' is ${syncWave}, and Flux has no waves; leave it out, and let the Kustomization of the databases depend on this one`
        : wholeNumberProblem(syncWave),
  },
  {
    id: 'GITOPS-009',
    summary: 'an operator says how it is installed',
    why: 'there would be nothing to print',
    check: ({ delivery, facts: { displayName } }) =>
      delivery === undefined
        ? `${displayName} does not say how it is installed (IPostgresOperator.delivery); install it by other means`
        : undefined,
  },
];
