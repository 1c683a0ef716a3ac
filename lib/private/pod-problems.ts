import { isCidr } from '../model/cidr';
import { ContainerOptions, EnvSource, EnvVariable } from '../model/container';
import { DNS_LABEL, labelKeyProblem } from '../model/names';
import { FileSource } from '../model/pod-volume';
import { OperatorServiceOptions, ServiceKind } from '../model/operator-service';
import { ContainerSecurityOptions, PodSecurityOptions, SeccompType } from '../model/security-context';
import { defined, imageProblem, isCount, isPort, labelProblems, nameProblem } from './value-problems';

/** What Kubernetes refuses in options of pods, the same on every operator. */

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

const given = (values: readonly unknown[]): number => values.filter((value) => value !== undefined).length;

/** What is wrong with variables, and with those that name an object of which there is none. */
export const envProblems = (place: string, variables: readonly EnvVariable[] = []): string[] =>
  variables.flatMap(({ name, value, secret, configMap, fieldPath }, i) => {
    const here = `${place}[${i}]`;
    return [
      ...(VARIABLE.test(name) ? [] : [`'${here}.name' must be letters, digits and '_', got '${name}'`]),
      ...(given([value, secret, configMap, fieldPath]) === 1
        ? []
        : [
            `'${here}' must have exactly one of value, secret, configMap and fieldPath, got ${given([value, secret, configMap, fieldPath])}`,
          ]),
      ...(variables.findIndex((other) => other.name === name) === i
        ? []
        : [`'${here}' repeats the variable '${name}'; leave one of them out`]),
      ...defined([nameProblem(`${here}.secret.name`, secret?.name), nameProblem(`${here}.configMap.name`, configMap?.name)]),
    ];
  });

/** What is wrong with whole objects that become variables, or files. */
export const sourceProblems = (place: string, sources: readonly (EnvSource | FileSource)[] = []): string[] =>
  sources.flatMap(({ secretName, configMapName }, i) => [
    ...(given([secretName, configMapName]) === 1
      ? []
      : [`'${place}[${i}]' must have either secretName or configMapName, got ${given([secretName, configMapName])} of them`]),
    ...defined([nameProblem(`${place}[${i}].secretName`, secretName), nameProblem(`${place}[${i}].configMapName`, configMapName)]),
  ]);

/** What is wrong with containers, each of which has a name of its own, none of the operator's. */
export const containerProblems = (place: string, containers: readonly ContainerOptions[] = [], taken: readonly string[] = []): string[] =>
  containers.flatMap(({ name, image, env, ports = [], mounts = [] }, i) => {
    const here = `${place}[${i}]`;
    const problem = imageProblem(image);
    return [
      ...(DNS_LABEL.test(name) && name.length <= 63
        ? []
        : [`'${here}.name' must be at most 63 lower-case letters, digits and '-', got '${name}'`]),
      ...(taken.includes(name) ? [`'${here}.name' must not be '${name}', which the operator has; write another one`] : []),
      ...(containers.findIndex((other) => other.name === name) === i
        ? []
        : [`'${here}' repeats the container '${name}'; write another name`]),
      ...(problem === undefined ? [] : [`'${here}.image': ${problem}`]),
      ...envProblems(`${here}.env`, env),
      ...ports.filter(({ port }) => !isPort(port)).map(({ port }) => `'${here}.ports' must be whole numbers from 1 to 65535, got ${port}`),
      ...mounts
        .filter(({ mountPath }) => !mountPath.startsWith('/'))
        .map(({ mountPath }) => `'${here}.mounts' must be absolute paths, got '${mountPath}'`),
    ];
  });

/** What is wrong with a Service of the operator. */
export function serviceProblems(place: string, service: OperatorServiceOptions | undefined): string[] {
  if (service === undefined) {
    return [];
  }
  const { kind = ServiceKind.CLUSTER_IP, labels = {}, annotations = {}, nodePort, externalTraffic, sourceRanges } = service;
  const isInside = kind === ServiceKind.CLUSTER_IP;
  return [
    ...labelProblems(`${place}.labels`, labels),
    ...defined(Object.keys(annotations).map((key) => labelKeyProblem(key))).map((problem) => `'${place}.annotations': ${problem}`),
    ...(nodePort === undefined || (isPort(nodePort) && !isInside)
      ? []
      : [`'${place}.nodePort' must be a port, with ServiceKind.NODE_PORT or ServiceKind.LOAD_BALANCER only, got ${nodePort}`]),
    ...(sourceRanges ?? [])
      .filter((cidr) => !isCidr(cidr))
      .map((cidr) => `'${place}.sourceRanges' must be CIDRs such as '203.0.113.0/24', got '${cidr}'`),
    ...(isInside === (sourceRanges === undefined)
      ? []
      : [
          isInside
            ? `'${place}.sourceRanges' goes with ServiceKind.NODE_PORT or ServiceKind.LOAD_BALANCER only; leave it out`
            : `'${place}' is reached from outside, and nobody is let in; write 'sourceRanges'`,
        ]),
    ...(externalTraffic === undefined || !isInside
      ? []
      : [
          `'${place}.externalTraffic' goes with ServiceKind.NODE_PORT or ServiceKind.LOAD_BALANCER only, got '${externalTraffic}'; leave it out`,
        ]),
  ];
}

/** What is wrong with a security context: ids that are none, a profile that is not read. */
export function securityProblems(place: string, options: PodSecurityOptions & ContainerSecurityOptions = {}): string[] {
  const { runAsUser, runAsGroup, fsGroup, supplementalGroups = [], seccomp, seccompProfile, fsGroupChangePolicy } = options;
  const ids: readonly (readonly [string, number | undefined])[] = [
    ['runAsUser', runAsUser],
    ['runAsGroup', runAsGroup],
    ['fsGroup', fsGroup],
    ...supplementalGroups.map((group) => ['supplementalGroups', group] as const),
  ];
  return [
    ...ids.flatMap(([name, id]) =>
      id === undefined || isCount(id, 0) ? [] : [`'${place}.${name}' must be a whole number from 0, got ${id}`],
    ),
    ...((seccomp === SeccompType.LOCALHOST) === (seccompProfile !== undefined)
      ? []
      : [`'${place}.seccompProfile' goes with SeccompType.LOCALHOST, and that with it, got '${seccomp}' and '${seccompProfile}'`]),
    ...(fsGroupChangePolicy === undefined || ['OnRootMismatch', 'Always'].includes(fsGroupChangePolicy)
      ? []
      : [`'${place}.fsGroupChangePolicy' must be 'OnRootMismatch' or 'Always', got '${fsGroupChangePolicy}'`]),
  ];
}
