import { CatalogueEntry } from '../catalogue';
import { CrunchyOptions, CrunchyVersion } from './options';
import { CRUNCHY_RULES } from './rules';

const REQUIRED: CrunchyOptions = {};
const FULL: CrunchyOptions = { volumeSnapshotsEnabled: true };

export const CATALOGUE: CatalogueEntry = {
  factory: 'crunchy',
  versions: Object.values(CrunchyVersion),
  required: REQUIRED,
  full: FULL,
  backupLabel: '20260801-020000F',
  rules: CRUNCHY_RULES,
};
