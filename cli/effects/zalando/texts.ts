export const ROLL = 'Every pod is made anew, replicas first; then the primary moves by switchover.';
