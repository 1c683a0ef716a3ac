import type { PostgresqlSpec, PostgresqlSpecEnv, PostgresqlSpecStandby } from '../../../../imports/zalando/postgresql';
import { ClusterModel } from '../../../model/cluster-model';
import { StreamingSourceOptions } from '../../../model/replica-source';
import { follows } from '../../../model/standing';
import { POSTGRES_PORT } from '../../../model/service-address';
import { WalgPlace, walgPlace, wholeFolder } from '../backup/archive-place';
import { EnvFields } from '../backup/backup-spec';
import { literal } from '../backup/env';
import { ZalandoOptions } from '../options';
import { ReadArchive, archiveRead } from './origins';
import { roleVariables } from '../backup/cloud-role';
import { FOLLOWING, storeVariables, storeVolumes, walgVariables } from '../backup/store-spec';
import { versionFacts } from '../versions';

/** The fields of the cluster that make it follow another one. Where they go, the operator promotes it. */
export function replicaFields(model: ClusterModel, options: ZalandoOptions): EnvFields & Pick<PostgresqlSpec, 'standby'> {
  if (!follows(model)) {
    return {};
  }
  const read = archiveRead(model);
  const place = read && majorPlace(read, model);
  return {
    standby: standby(place, model.replica?.source.primaryAddress),
    env: read && place && archiveVariables(read, place, options),
    additionalVolumes: read && storeVolumes(read.repository.target, FOLLOWING),
  };
}

/** What is followed goes by the folder of its major version: nothing looks for it here, unlike in a recovery. */
function majorPlace({ archive, repository }: ReadArchive, { version }: ClusterModel): WalgPlace | undefined {
  const place = walgPlace(archive, repository);
  return place && (wholeFolder(repository) === undefined ? { ...place, url: `${place.url}/${(archive.version ?? version).major}` } : place);
}

/** The operator makes variables of it, which must not stand among the others a second time. */
function standby(place: WalgPlace | undefined, streaming: StreamingSourceOptions | undefined): PostgresqlSpecStandby {
  return {
    s3WalPath: place?.variable === 'WALG_S3_PREFIX' ? place.url : undefined,
    gsWalPath: place?.variable === 'WALG_GS_PREFIX' ? place.url : undefined,
    standbyHost: streaming?.host,
    standbyPort: streaming && `${streaming.port ?? POSTGRES_PORT}`,
  };
}

function archiveVariables({ repository }: ReadArchive, { variable, url }: WalgPlace, options: ZalandoOptions): PostgresqlSpecEnv[] {
  return [
    // The custom resource has no field for this one, and a host beside it by rule ZAL-042.
    ...(variable === 'WALG_AZ_PREFIX' ? [literal(`STANDBY_${variable}`, url)] : []),
    ...walgVariables(FOLLOWING),
    ...storeVariables(repository, FOLLOWING),
    // From 2.0 on the operator hands on the role that is in its own configuration.
    ...roleVariables(repository, FOLLOWING, versionFacts(options).handsOnRole ? undefined : options.podRoleArn),
  ];
}
