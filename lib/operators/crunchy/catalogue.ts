import { CatalogueEntry } from '../catalogue';
import { POD_TABLE } from './cluster/pod-table';
import { CrunchyOptions, CrunchyVersion } from './options';
import { CRUNCHY_RULES } from './rules';

const REQUIRED: CrunchyOptions = {};
const FULL: CrunchyOptions = {
  volumeSnapshotsEnabled: true,
  tablespaceVolumesEnabled: true,
  autoGrowVolumesEnabled: true,
  openTelemetryMetricsEnabled: true,
};

export const CATALOGUE: CatalogueEntry = {
  factory: 'crunchy',
  versions: Object.values(CrunchyVersion),
  required: REQUIRED,
  full: FULL,
  backupLabel: '20260801-020000F',
  pods: POD_TABLE,
  rules: CRUNCHY_RULES,
};
