import { onlyMembers } from './members';

/**
 * The Pod Security Standard that the namespace of a cluster enforces.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export enum PodSecurityStandard {
  /** Keeps out what is known to gain privileges. Every operator meets it. */
  BASELINE = 'baseline',
  /** What is good practice besides: no escalation, no capabilities, no root, a seccomp profile. */
  RESTRICTED = 'restricted',
}
onlyMembers(PodSecurityStandard, 'PodSecurityStandard');
