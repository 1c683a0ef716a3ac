import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { annotation } from '../object';
import { ClusterView } from './view';

/** What the status of a live object says; nothing is said of an object that was read from Git. */

const statusOf = ({ object }: ClusterView): Json | undefined => at(object.running, 'status');
const numberAt = (value: Json | undefined, ...way: readonly string[]): number | undefined => {
  const found = at(value, ...way);
  return typeof found === 'number' ? found : undefined;
};

/** A condition of the status by its type. */
export const condition = (status: Json | undefined, type: string): Json | undefined =>
  listOf(at(status, 'conditions')).find((one) => at(one, 'type') === type);

const HEALTHY = 'Cluster in healthy state';

function cnpgAilment(view: ClusterView): string | undefined {
  const status = statusOf(view);
  const [ready, all] = [numberAt(status, 'readyInstances'), numberAt(status, 'instances')];
  const phase = textOf(at(status, 'phase'));
  if (phase !== undefined && phase !== HEALTHY) {
    return `its phase is '${phase}'`;
  }
  return ready !== undefined && all !== undefined && ready < all ? `${ready} of ${all} instances are ready` : undefined;
}

function zalandoAilment(view: ClusterView): string | undefined {
  const phase = textOf(at(statusOf(view), 'PostgresClusterStatus'));
  return phase !== undefined && phase !== 'Running' ? `its status is ${phase}` : undefined;
}

function crunchyAilment(view: ClusterView): string | undefined {
  const status = statusOf(view);
  const [observed, wanted] = [numberAt(status, 'observedGeneration'), numberAt(view.object.running, 'metadata', 'generation')];
  if (observed !== undefined && wanted !== undefined && observed < wanted) {
    return 'the operator has not yet seen the change before this one';
  }
  const grown = condition(status, 'PersistentVolumeResizeError');
  if (textOf(at(grown, 'status')) === 'True') {
    return 'a volume could not be resized (PersistentVolumeResizeError)';
  }
  const ill = listOf(at(status, 'instances')).find((set) => (numberAt(set, 'readyReplicas') ?? 0) < (numberAt(set, 'replicas') ?? 0));
  return ill
    ? `${numberAt(ill, 'readyReplicas') ?? 0} of ${numberAt(ill, 'replicas')} instances of ${textOf(at(ill, 'name'))} are ready`
    : undefined;
}

/** Why a cluster that runs is not well; undefined for one that is, that is stopped, or of which nothing is known. */
export function ailment(view: ClusterView): string | undefined {
  if (view.stopped !== undefined || statusOf(view) === undefined) {
    return undefined;
  }
  return { cnpg: cnpgAilment, zalando: zalandoAilment, crunchy: crunchyAilment, kubernetes: () => undefined }[view.operator](view);
}

/** Why nobody could go back to a backup; undefined where the status says nothing of the kind. */
export function noWayBack(view: ClusterView): string | undefined {
  const status = statusOf(view);
  if (!view.backedUp || status === undefined) {
    return undefined;
  }
  if (view.operator === 'cnpg') {
    const archiving = condition(status, 'ContinuousArchiving');
    const backup = condition(status, 'LastBackupSucceeded');
    return textOf(at(archiving, 'status')) === 'False'
      ? 'WAL is not archived (ContinuousArchiving is False)'
      : textOf(at(backup, 'status')) === 'False'
        ? 'its last backup failed (LastBackupSucceeded is False)'
        : undefined;
  }
  const repository = listOf(at(status, 'pgbackrest', 'repos')).find((one) => at(one, 'stanzaCreated') === false);
  return repository ? `${textOf(at(repository, 'name'))} has no stanza yet, so no backup` : undefined;
}

/** A major upgrade that has begun and not ended. */
export function unfinishedUpgrade(view: ClusterView): string | undefined {
  const status = statusOf(view);
  if (view.operator === 'zalando') {
    const failed = annotation({ ...view.object, raw: mapOf(view.object.running) }, 'last-major-upgrade-failure');
    return failed === undefined ? undefined : `its last major upgrade failed at ${failed}`;
  }
  const has = numberAt(status, 'pgDataImageInfo', 'majorVersion');
  if (isMap(at(status, 'targetPgDataImageInfo')) || textOf(at(status, 'phase')) === 'Upgrading Postgres major version') {
    return `its volumes are being upgraded${has === undefined ? '' : ` from ${has}`}`;
  }
  return view.operator === 'cnpg' && has !== undefined && view.major !== undefined && has !== view.major
    ? `its volumes hold version ${has}, and its image is of ${view.major}`
    : undefined;
}

/** How many instances a PGO cluster still has although it is told to be down. */
export const stillReady = (view: ClusterView): number =>
  listOf(at(statusOf(view), 'instances')).reduce<number>((sum, set) => sum + (numberAt(set, 'readyReplicas') ?? 0), 0);

/** Sizes to which PGO has grown volumes, by the field that limits them. */
export function grownVolumes(view: ClusterView): { readonly field: string; readonly claim: readonly string[]; readonly sizes: string[] }[] {
  const status = statusOf(view);
  const sets = listOf(at(status, 'instances')).flatMap((set) => {
    const name = textOf(at(set, 'name'));
    return (
      [
        ['desiredPGDataVolume', 'dataVolumeClaimSpec'],
        ['desiredPGWALVolume', 'walVolumeClaimSpec'],
      ] as const
    ).map(([grown, claim]) => ({
      field: `spec.instances[${name}].${claim}.resources.limits.storage`,
      claim: ['instances', `${name}`, claim],
      sizes: Object.values(mapOf(at(set, grown))).flatMap((size) => textOf(size) ?? []),
    }));
  });
  const repositories = listOf(at(status, 'pgbackrest', 'repos')).map((repository) => {
    const name = textOf(at(repository, 'name'));
    return {
      field: `spec.backups.pgbackrest.repos[${name}].volume.volumeClaimSpec.resources.limits.storage`,
      claim: ['repos', `${name}`, 'volume', 'volumeClaimSpec'],
      sizes: [textOf(at(repository, 'desiredRepoVolume')) ?? []].flat(),
    };
  });
  return [...sets, ...repositories].filter(({ sizes }) => sizes.length > 0);
}

/** The token that a demoted cluster gives to the one that takes its place. */
export const demotionToken = (view: ClusterView): string | undefined => textOf(at(statusOf(view), 'demotionToken'));
