import { RoleModel } from '../model/role-model';
import { RuleFacts } from '../private/rules';

/** Rules that are thrown where something is asked for, some of them besides being checked. */

/** Also thrown by `credentialsFor`, which has nothing to give back for such a role. */
export const KNOWN_ROLE: RuleFacts = {
  id: 'CONN-001',
  summary: 'the role is one that the cluster has',
  why: 'its Secret would never come into being, and the pods would wait for it',
};

export const NOT_SUPERUSER: RuleFacts = {
  id: 'CONN-002',
  summary: 'no application is the superuser',
  why: 'one injected statement would own every database, and read and write files of the server',
};

/** Thrown where there is no endpoint to give back. */
export const NO_SUCH_ENDPOINT: RuleFacts = {
  id: 'CONN-011',
  summary: 'an endpoint is one that the operator has a service for',
  why: 'the name would lead nowhere',
};

/** Thrown where somebody is to be let in. */
export const EMPTY_PEER: RuleFacts = {
  id: 'NET-004',
  summary: 'who is let in is somebody',
  why: 'a rule without peers lets in everybody',
};

/** Thrown where a connection is taken as plain data. */
export const PLAIN_PODS: RuleFacts = {
  id: 'CONN-021',
  summary: 'pods that take a connection as plain data are told by their labels',
  why: 'a policy that selects pods without labels lets in every pod of the namespace',
};

/** Thrown where a workload is connected. */
export const NO_CONTAINER: RuleFacts = {
  id: 'CONN-017',
  summary: 'a workload that is connected has a container',
  why: 'nobody would get the connection',
};

/** Thrown where a service binding is mounted. */
export const BINDING_PLACE: RuleFacts = {
  id: 'CONN-016',
  summary: 'a service binding has a name and a folder',
  why: 'programs look for bindings in folders below SERVICE_BINDING_ROOT, and pods refuse other paths',
};

/** What is wrong with the name of a role that is asked for. */
export function unknownRole(roles: readonly RoleModel[], cluster: string, name: string): string {
  const known = roles.map((role) => `'${role.name}'`).join(', ');
  return `the cluster '${cluster}' has no role '${name}'; ${known ? `it has ${known}; ` : ''}name it as the owner of a database or in 'roles'`;
}
