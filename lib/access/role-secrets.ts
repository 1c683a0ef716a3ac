import { Construct } from 'constructs';
import { RoleModel } from '../model/role-model';
import { RoleSecret } from '../model/role-credentials';
import { bindSecret } from './secret-manifest';

/** Prints what makes the Secrets of the roles whose passwords come from a vault or are sealed. */
export function bindRoleSecrets(
  scope: Construct,
  roles: readonly RoleModel[],
  plan: { readonly secretOf: (role: RoleModel) => RoleSecret; readonly hasPools: () => boolean; readonly printedWhile: () => boolean },
): void {
  roles
    .filter(({ password }) => password.source !== undefined)
    .forEach((role, i) => {
      const { secretName, usernameKey, passwordKey, secretType, labels, emptyKeys, madeByOperator } = plan.secretOf(role);
      bindSecret(scope, `Password-${i + 1}`, {
        name: secretName,
        source: role.password.source!,
        entries: [{ key: passwordKey, value: role.password.password! }],
        templates: { [usernameKey]: templateOf(role.name), ...Object.fromEntries(emptyKeys.map((key) => [key, ''])) },
        type: secretType === 'Opaque' ? undefined : secretType,
        labels,
        shared: madeByOperator,
        // With each key that is emptied, the operator stores the password anew, and a pool goes on with what was stored before.
        onlyWhenChanged: () => emptyKeys.length > 0 && plan.hasPools(),
        printedWhile: plan.printedWhile,
      });
    });
}

/** A name as a template of Go: two braces would begin an action. */
const templateOf = (name: string): string => (name.includes('{{') ? `{{ ${JSON.stringify(name)} }}` : name);
