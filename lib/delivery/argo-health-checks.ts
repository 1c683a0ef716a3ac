import { IPostgresOperator } from '../operators/contract';

/** Argo CD took this check out of what it brings; without it a wave does not wait for an Application. */
const APPLICATION_HEALTH = `local hs = { status = "Progressing", message = "" }
local health = (obj.status or {}).health
if health ~= nil and health.status ~= nil then
  hs.status = health.status
  hs.message = health.message or ""
end
return hs
`;

/**
 * How Argo CD tells the health of clusters, where it has no check of its own or a wrong one.
 */
export class ArgoHealthChecks {
  /**
   * What has to be merged into the ConfigMap `argocd-cm` of Argo CD. It is the installation's ConfigMap: patch it there (Helm: `configs.cm`);
   * printed beside databases, it would be pruned with them.
   *
   * @param operators the operators whose clusters Argo CD holds
   * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
   */
  public static fragment(operators: IPostgresOperator[]): { [key: string]: string } {
    const key = (group: string, kind: string): string => `resource.customizations.health.${group}_${kind}`;
    return Object.fromEntries([
      [key('argoproj.io', 'Application'), APPLICATION_HEALTH],
      ...operators.flatMap(({ delivery }) =>
        (delivery?.healthChecks ?? []).map(({ apiGroup, kind, script }) => [key(apiGroup, kind), script]),
      ),
    ]) as { [key: string]: string };
  }

  private constructor() {}
}
