import { ClusterModel } from '../../../model/cluster-model';
import { isInTree } from '../backup/in-tree-spec';
import { Settings } from '../settings';
import { IOperatorInstallation, OperatorSetting } from '../../operator-settings';

const PLUGIN: OperatorSetting = {
  setting: 'the Barman Cloud plugin, and cert-manager for it',
  value: "in the operator's namespace",
  why: 'backups into an object store, and reading them',
};

/** What CloudNativePG has to have beside it. */
export const installation = (settings: Settings): IOperatorInstallation => ({
  operatorSettings: ({ backup, recovery, replica }: ClusterModel) =>
    !isInTree(settings) && (backup !== undefined || recovery?.archive !== undefined || replica !== undefined) ? [PLUGIN] : [],
});
