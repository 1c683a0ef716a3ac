import { Duration } from 'cdk8s';

export const KUSTOMIZATION = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization' };
export const HELM_RELEASE = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' };
export const HELM_REPOSITORY = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'HelmRepository' };

export const FLUX_NAMESPACE = 'flux-system';

const UNITS = [
  ['h', 3600],
  ['m', 60],
  ['s', 1],
] as const;

/** A duration as the API server gives it back: `1h0m0s`. */
export function fluxDuration(duration: Duration): string {
  let rest = duration.toSeconds();
  const parts = UNITS.map(([unit, seconds]) => {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    return { unit, count };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  return parts
    .slice(first < 0 ? 2 : first)
    .map(({ unit, count }) => `${count}${unit}`)
    .join('');
}
