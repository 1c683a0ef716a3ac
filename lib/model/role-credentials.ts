/**
 * Where an application finds user and password of a role. References only.
 */
export interface RoleCredentials {
  /** Name of the role. */
  readonly role: string;
  /** Name of the Secret, in the namespace of the cluster. */
  readonly secretName: string;
  /** Key of the user's name in the Secret. */
  readonly usernameKey: string;
  /** Key of the password in the Secret. */
  readonly passwordKey: string;
}

/**
 * What the Secret with the password of a role looks like, where somebody else than the operator makes it.
 */
export interface RoleSecret extends RoleCredentials {
  /** `type` of the Secret. */
  readonly secretType: string;
  /** Labels without which the operator does not take the Secret for its own, or does not see that it changes. */
  readonly labels: { [key: string]: string };
  /** Keys that the operator fills in anew when they are empty, because they depend on the password. */
  readonly emptyKeys: string[];
  /** Whether the operator makes the Secret in any case, and others may only write into it. */
  readonly madeByOperator: boolean;
}
