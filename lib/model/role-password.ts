import { RolePasswordKind } from './kinds';
import { SecretSource, SecretValue } from './secret-source';

/**
 * Where the password of a role comes from. Always a reference, never a value.
 */
export class RolePassword {
  /**
   * The operator makes it. CloudNativePG does so for the owner of the first database only (rule CNPG-070).
   */
  public static generated(): RolePassword {
    return new RolePassword('generated', undefined, undefined, undefined);
  }

  /**
   * A Secret in the namespace of the cluster that somebody else makes, with the keys, the type and the labels that the operator asks for:
   * see docs/how-to/connect-an-application.md.
   *
   * @param secretName name of the Secret; the Zalando operator and Crunchy PGO know one name only (rules ZAL-150 and PGO-070), which is the
   * default. On CloudNativePG the default is `<cluster>-<role>`.
   */
  public static fromSecret(secretName?: string): RolePassword {
    return new RolePassword('secret', secretName, undefined, undefined);
  }

  /**
   * A Secret that External Secrets or Sealed Secrets makes, with the name, the keys, the type and the labels that the operator asks for. What
   * makes it is printed with the cluster and has no secret in it.
   *
   * @param source who makes the Secret
   * @param password what leads to the password. Letters and digits only, where an application puts it into a URL.
   */
  public static delivered(source: SecretSource, password: SecretValue): RolePassword {
    return new RolePassword('delivered', undefined, source, password);
  }

  /** `generated`, `secret` or `delivered`. */
  public readonly kind: string;

  /** Name of the Secret, where it was given. */
  public readonly secretName?: string;

  /** Who makes the Secret; undefined where it is not printed. */
  public readonly source?: SecretSource;

  /** What leads to the password; undefined where the Secret is not printed. */
  public readonly password?: SecretValue;

  private constructor(kind: RolePasswordKind, secretName?: string, source?: SecretSource, password?: SecretValue) {
    this.kind = kind;
    this.secretName = secretName;
    this.source = source;
    this.password = password;
  }

  /** `kind`, typed. @internal */
  public get _kind(): RolePasswordKind {
    return this.kind as RolePasswordKind;
  }
}
