import { AccessMethod } from '../../model/access-rule';
import { ClusterModel } from '../../model/cluster-model';

/** The last line where there are access rules: whomever none of them fits is refused. */
export const REFUSE_EVERYBODY = 'host all all all reject';

/**
 * Access rules as lines of pg_hba.conf, one for each address, and a last one that refuses everybody else; nothing where there are no rules.
 *
 * @param model the cluster
 * @param passwordMethod the method for passwords, which depends on how the server has stored them
 */
export function accessLines({ accessRules, roles }: ClusterModel, passwordMethod: string): string[] {
  const isGroup = (name: string): boolean => roles.some((role) => role.name === name && !role.login);
  const lines = accessRules.flatMap(({ allows, options }) => {
    const databases = options.databases?.map(quoted).join(',') ?? 'all';
    const users = options.roles?.map((name) => (isGroup(name) ? `+${quoted(name)}` : quoted(name))).join(',') ?? 'all';
    const method = allows ? (options.method === AccessMethod.CERTIFICATE ? 'cert' : passwordMethod) : 'reject';
    return (options.addresses ?? ['all']).map((address) => `hostssl ${databases} ${users} ${address} ${method}`);
  });
  return lines.length > 0 ? [...lines, REFUSE_EVERYBODY] : [];
}

/** In quotes, no name is a keyword, a list or a reference to a file. */
const quoted = (name: string): string => `"${name}"`;
