import { CatalogueEntry } from '../catalogue';
import { POD_TABLE } from './cluster/pod-table';
import { ZalandoOptions, ZalandoVersion } from './options';
import { ZALANDO_RULES } from './rules';

const REQUIRED: ZalandoOptions = { teamId: 'acme' };
const FULL: ZalandoOptions = {
  ...REQUIRED,
  inheritedLabels: ['acme.example/cost-center', 'acme.example/team', 'team'],
  cpuLimitDefaultsRemoved: true,
};

export const CATALOGUE: CatalogueEntry = {
  factory: 'zalando',
  versions: Object.values(ZalandoVersion),
  required: REQUIRED,
  full: FULL,
  backupLabel: '20260801T020000',
  pods: POD_TABLE,
  rules: ZALANDO_RULES,
};
