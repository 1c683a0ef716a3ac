import { BINDING_PLACE, PLAIN_PODS } from './connection-refusals';
import type { PlainConnectionOptions } from './plain-connection';
import type { DatabaseConnectionProps, ServiceBindingOptions } from '../refs/connect-options';
import { ConnectionTarget } from '../model/connection';
import { Finding } from '../model/finding';
import { SslMode } from '../model/ssl-mode';
import { breach } from '../private/rules';
import { Shape, boolean, instance, oneOf, optional, required, shapeProblems, text, textMap } from '../private/shape';
import { labelProblems } from '../private/value-problems';
import { cluster } from '../private/value-shapes';

export const DATABASE_CONNECTION_SHAPE: Shape<DatabaseConnectionProps> = {
  cluster: required(cluster),
  role: required(text),
  database: optional(text),
  target: optional(oneOf(ConnectionTarget, 'ConnectionTarget')),
  replicaSet: optional(text),
  via: optional(instance('a ConnectionPool', ['endpoint', 'cluster', 'mode'])),
  withoutSessionState: optional(boolean),
  prefix: optional(text),
  sslMode: optional(oneOf(SslMode, 'SslMode')),
  credentialsSecret: optional(text),
  caSecret: optional(text),
};

const SERVICE_BINDING_SHAPE: Shape<ServiceBindingOptions> = { name: optional(text), root: optional(text) };

export const CONTAINER = instance(
  'a Container of cdk8s-plus (for KubeDeployment, ApiObject and Helm: new DatabaseConnection(...).plain({ podLabels }))',
  ['env', 'mounts', 'image'],
);

export const WORKLOAD = instance('a workload of cdk8s-plus such as a Deployment', ['containers', 'initContainers', 'podMetadata']);

const BINDING_NAME = /^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;

const BINDING_ROOT = /^(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/;

/** What is wrong with the place of a service binding. */
export function bindingProblems(options: ServiceBindingOptions): Finding[] {
  const problems = shapeProblems(SERVICE_BINDING_SHAPE, options, 'options');
  if (problems.length > 0) {
    return problems;
  }
  const { name, root } = options;
  return [
    ...(name === undefined || BINDING_NAME.test(name)
      ? []
      : [breach(BINDING_PLACE, `'options.name' must be letters, digits, '.', '_' and '-', got '${name}'; write 'orders'`)]),
    ...(root === undefined || BINDING_ROOT.test(root)
      ? []
      : [breach(BINDING_PLACE, `'options.root' must be the whole path of a folder, got '${root}'; write '/bindings'`)]),
  ];
}

const PLAIN_CONNECTION_SHAPE: Shape<PlainConnectionOptions> = { podLabels: required(textMap), namespace: optional(text) };

/** What is wrong with the pods that take a connection as plain data. */
export function plainProblems(options: PlainConnectionOptions): Finding[] {
  const problems = shapeProblems(PLAIN_CONNECTION_SHAPE, options, 'options');
  if (problems.length > 0) {
    return problems;
  }
  const { podLabels } = options;
  return Object.keys(podLabels).length === 0
    ? [breach(PLAIN_PODS, `'options.podLabels' is empty; write the labels of the pods, such as { app: 'web' }`)]
    : labelProblems('options.podLabels', podLabels).map((problem) => breach(PLAIN_PODS, problem));
}
