import { CatalogueEntry } from '../catalogue';
import { POD_TABLE } from './cluster/pod-table';
import { CloudNativePgOptions, CloudNativePgVersion } from './options';
import { CNPG_RULES } from './rules';

const OPTIONS: CloudNativePgOptions = {};

export const CATALOGUE: CatalogueEntry = {
  factory: 'cloudNativePg',
  versions: Object.values(CloudNativePgVersion),
  required: OPTIONS,
  full: OPTIONS,
  backupLabel: '20260801T020000',
  pods: POD_TABLE,
  rules: CNPG_RULES,
};
