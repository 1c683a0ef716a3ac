import { Duration } from 'cdk8s';
import { duration } from '../../private/pod-shapes';
import { Shape, number, optional } from '../../private/shape';

/** When the kubelet asks, and how often it asks in vain before it acts: the same of every probe, on every operator. */
interface ProbeTiming {
  readonly initialDelay?: Duration;
  readonly period?: Duration;
  readonly timeout?: Duration;
  readonly failureThreshold?: number;
}

/** What the timing of a probe may hold. */
export const PROBE_TIMING: Shape<ProbeTiming> = {
  initialDelay: optional(duration),
  period: optional(duration),
  timeout: optional(duration),
  failureThreshold: optional(number),
};

/** The timing of a probe as Kubernetes writes it. */
export const probeTimingSpec = ({ initialDelay, period, timeout, failureThreshold }: ProbeTiming) => ({
  initialDelaySeconds: initialDelay?.toSeconds(),
  periodSeconds: period?.toSeconds(),
  timeoutSeconds: timeout?.toSeconds(),
  failureThreshold,
});
