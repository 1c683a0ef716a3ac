import { ClusterVerbKind } from './kinds';

/**
 * What a VerbJob does to a cluster.
 */
export class ClusterVerb {
  /**
   * Another password of a role whose password the operator makes: the Secret is deleted, and the operator makes it anew. No session ends by it, and
   * applications have the old one until they restart.
   *
   * @param role name of the role (rule VERB-013)
   */
  public static newPassword(role: string): ClusterVerb {
    return new ClusterVerb('new-password', role);
  }

  /** Another certificate of the server, from the same CA, where the operator makes both: the Secret is deleted, and the operator makes it anew. */
  public static newCertificate(): ClusterVerb {
    return new ClusterVerb('new-certificate');
  }

  /**
   * A replica is thrown away with its volumes and copied from the primary anew. The primary is never thrown away.
   *
   * @param instance name of the instance, `orders-2`
   */
  public static newInstance(instance: string): ClusterVerb {
    return new ClusterVerb('new-instance', instance);
  }

  /** `new-password`, `new-certificate` or `new-instance`. */
  public readonly kind: string;

  /** Name of the role or of the instance. */
  public readonly about?: string;

  private constructor(kind: ClusterVerbKind, about?: string) {
    this.kind = kind;
    this.about = about;
  }

  /** `kind`, typed. @internal */
  public get _kind(): ClusterVerbKind {
    return this.kind as ClusterVerbKind;
  }
}
