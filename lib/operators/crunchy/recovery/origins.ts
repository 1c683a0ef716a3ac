import { BackupModel } from '../../../model/backup-model';
import { ClusterModel } from '../../../model/cluster-model';
import { RecoveryKind } from '../../../model/recovery-source';
import { follows } from '../../../model/standing';
import { ROLE_ARN_ANNOTATION, SERVICE_ACCOUNT_ANNOTATION } from '../names';
import { Store } from '../backup/store';
import { storeOf } from '../backup/store-spec';

/** Where a cluster gets its data from, and who it is to the stores that it reads and writes. */

/** The repositories of a policy. */
export function policyStores(policy: BackupModel): Store[] {
  return policy.repositories.map((repository) => storeOf(policy, repository));
}

/** What a cluster is restored from. */
export function recoveryStore({ recovery }: ClusterModel): Store | undefined {
  if (recovery?.kind !== RecoveryKind.ARCHIVE || recovery.archive === undefined) {
    return undefined;
  }
  const { archive, repository: index = archive.repositories[0]?.index } = recovery;
  const repository = archive.repositories.find((one) => one.index === index);
  return repository && storeOf(archive, repository);
}

/**
 * What a replica cluster reads, as the last of its repositories: the first of its own is the one that PGO makes replicas from when the
 * cluster has become a primary. It goes with the promotion, because PGO archives into every repository that it has.
 */
export function followedStore(model: ClusterModel): Store | undefined {
  const archive = model.replica?.source.sourceArchive;
  const [repository] = archive?.repositories ?? [];
  return archive && repository && follows(model) ? storeOf(archive, repository, (model.backup?.repositories.length ?? 0) + 1) : undefined;
}

/** An annotation of the service accounts, and which prop asks for it. PGO has one value of it for all of them. */
export interface IdentityRow {
  readonly annotation: string;
  readonly prop: string;
  readonly noun: string;
  readonly valueOf: (store: Pick<Store, 'target'>) => string | undefined;
}

export const IDENTITIES: readonly IdentityRow[] = [
  {
    annotation: ROLE_ARN_ANNOTATION,
    prop: 'awsRoleArn',
    noun: 'role',
    valueOf: ({ target }) => target.bucket?.credentials.identity?.awsRoleArn,
  },
  {
    annotation: SERVICE_ACCOUNT_ANNOTATION,
    prop: 'serviceAccount',
    noun: 'service account',
    valueOf: ({ target }) => target.gcsBucket?.credentials.serviceAccount,
  },
];

/** Values that repositories ask for, each once. */
export function identitiesOf({ valueOf }: IdentityRow, stores: readonly Pick<Store, 'target'>[]): string[] {
  return [...new Set(stores.map(valueOf).filter((value) => value !== undefined))];
}

/** Annotations that give the service accounts of a cluster their cloud identities. */
export function identityAnnotations(model: ClusterModel): { [key: string]: string } {
  const stores = usedStores(model);
  return Object.fromEntries(
    IDENTITIES.flatMap((row) =>
      identitiesOf(row, stores)
        .slice(0, 1)
        .map((value) => [row.annotation, value] as const),
    ),
  );
}

/** Repositories that the pods of a cluster read or write. */
function usedStores(model: ClusterModel): Pick<Store, 'target'>[] {
  return [...(model.backup?.repositories ?? []), ...originStores(model)];
}

/** Repositories of other clusters that the pods of a cluster read. */
export function originStores(model: ClusterModel): Store[] {
  return [recoveryStore(model), followedStore(model)].filter((store) => store !== undefined);
}
