import { Ask, askedByProp } from '../private/asks';
import { Capability } from '../model/capability';
import { UpgradeModel } from '../model/upgrade-model';

/** What a major upgrade asks for. */
export const UPGRADE_ASKS: readonly Ask<UpgradeModel>[] = [
  [Capability.UPGRADE, ({ to }) => [`an upgrade to PostgreSQL ${to.major}`]],
  [Capability.UPGRADE_TRANSFER, ({ transfer }) => askedByProp('transfer', transfer)],
  [Capability.UPGRADE_ARCHIVE, ({ archiveGeneration }) => askedByProp('archiveGeneration', archiveGeneration)],
  [Capability.UPGRADE_IMAGE, ({ image }) => askedByProp('image', image)],
];
