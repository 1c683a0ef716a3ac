import { Capability } from '../../../model/capability';
import { SomeRows, fieldsOf } from '../../refusals';

const field = fieldsOf('postgresql');

/** What the operator says of major upgrades. */
export const UPGRADE_ROWS = {
  [Capability.UPGRADE]: field('/spec/postgresql/version'),
  [Capability.UPGRADE_TRANSFER]: { rule: 'ZAL-240', instead: `leave 'transfer' out; files are linked` },
  [Capability.UPGRADE_ARCHIVE]: {
    rule: 'ZAL-241',
    instead: `leave 'archiveGeneration' out; the path of the archive ends in the version`,
  },
  [Capability.UPGRADE_IMAGE]: {
    rule: 'ZAL-242',
    instead: `leave 'image' out; one image holds every version, so change 'image' of the cluster in a commit of its own before the upgrade`,
  },
  [Capability.MIGRATION]: field('/spec/postgresql/parameters'),
  [Capability.MIGRATION_SUBSCRIPTION]: { rule: 'ZAL-280', instead: `leave 'subscriptionObjects' out; a Job subscribes` },
} satisfies SomeRows;
