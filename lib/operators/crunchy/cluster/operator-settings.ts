import { ClusterModel } from '../../../model/cluster-model';
import { IOperatorInstallation } from '../../operator-settings';

/** What the environment of PGO has to say. */
export const INSTALLATION: IOperatorInstallation = {
  operatorSettings: ({ backup }: ClusterModel) =>
    backup?.snapshots === undefined
      ? []
      : [{ setting: 'PGO_FEATURE_GATES', value: 'VolumeSnapshots=true', why: 'backups as snapshots of volumes' }],
};
