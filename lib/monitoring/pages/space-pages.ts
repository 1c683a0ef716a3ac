import { Alert } from '../../model/alert';
import { AlertPage, ask, run, say } from './page';

const VOLUMES = run('Which volumes there are, and how large:', 'volumes');
const SLOTS = ask(
  'Which slots are there, who reads from them, and how much do they keep?',
  'SELECT slot_name, slot_type, active, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)) AS kept FROM pg_replication_slots',
);
const SIZES = ask(
  'What takes the room?',
  'SELECT datname, pg_size_pretty(pg_database_size(datname)) AS size FROM pg_database ORDER BY pg_database_size(datname) DESC',
);
const WAL = ask('How much WAL is there?', 'SELECT count(*), pg_size_pretty(sum(size)) FROM pg_ls_waldir()');
const GROW = say('More room: a larger `storage.size` or `walStorage.size` in the program. It cannot be made smaller again.');

/** Pages of the alerts about volumes, WAL and what keeps it. */
export const SPACE_PAGES: readonly AlertPage[] = [
  {
    alert: Alert.VOLUME_FILLING,
    meaning: 'A volume of the cluster is fuller than the threshold.',
    stake: 'A server whose volume is full stops, and does not start again before there is room.',
    look: [VOLUMES, SIZES, WAL, SLOTS],
    act: [
      GROW,
      say('If it is WAL: see PostgresArchivingFailing, PostgresSlotRetainsWal and PostgresWalVolume.'),
      say('If it is data: drop or archive what nobody needs. `DELETE` gives no room back; `TRUNCATE` and dropping partitions do.'),
    ],
    avoid: [
      'Do not delete files in the data directory, in `pg_wal` least of all.',
      'Do not begin `VACUUM FULL`: it needs room for a second copy of the table.',
    ],
  },
  {
    alert: Alert.VOLUME_FULL_SOON,
    meaning: 'If a volume goes on to fill as it did in the last six hours, it is full within the threshold.',
    stake: 'A server whose volume is full stops. There is still time.',
    look: [VOLUMES, SIZES, WAL, SLOTS],
    act: [say('A load that ends: wait, and look again in an hour.'), GROW],
    avoid: ['Do not wait for PostgresVolumeFilling if it is at night.'],
  },
  {
    alert: Alert.VOLUME_METRICS_ABSENT,
    meaning: 'Prometheus has known nothing of the volumes of the cluster for an hour.',
    stake: 'Nobody is warned before a volume is full.',
    look: [
      say('Does Prometheus scrape the kubelet? Ask it for `kubelet_volume_stats_available_bytes`.'),
      say('Does the storage driver tell? Some do not, local ones above all. Then only other volumes have these metrics.'),
    ],
    act: [
      say('Scrape the kubelet, with the labels that it sets (`honorLabels`).'),
      say('A driver that does not tell: exclude the alert with that reason, and watch the nodes.'),
    ],
    avoid: [],
  },
  {
    alert: Alert.WAL_VOLUME,
    meaning: 'WAL takes more of the volume that it stands on than the threshold, for 15 minutes.',
    stake: 'Something keeps it from being removed. When the volume is full, the server stops.',
    look: [
      WAL,
      SLOTS,
      ask(
        'What do the settings keep?',
        "SELECT name, setting, unit FROM pg_settings WHERE name IN ('max_wal_size', 'wal_keep_size', 'max_slot_wal_keep_size')",
      ),
    ],
    act: [
      say('An archive that does not take it: PostgresArchivingFailing.'),
      say('A slot: PostgresSlotRetainsWal.'),
      say('Neither: a checkpoint that does not end, or settings that are larger than the volume.'),
      GROW,
    ],
    avoid: ['Do not delete files in `pg_wal`: the server does not start without them.'],
  },
  {
    alert: Alert.SLOT_RETAINS_WAL,
    meaning: 'A replication slot keeps more WAL on the primary than the threshold, for 15 minutes.',
    stake: 'The server keeps WAL for it until the volume is full.',
    look: [SLOTS],
    act: [
      say('Find out who reads from the slot: a replica, a subscription, a tool that captures changes. Bring it back.'),
      ask('A slot that nobody needs any more:', "SELECT pg_drop_replication_slot('<name of the slot>')"),
      say('For another time: `max_slot_wal_keep_size` gives a slot up before the volume is full.'),
    ],
    avoid: ['Do not drop a slot that somebody will read from again: they have to begin anew.'],
  },
  {
    alert: Alert.SLOT_INACTIVE,
    meaning: 'Nobody has read from a replication slot of the primary for an hour.',
    stake: 'The server keeps WAL, and rows that were deleted, for somebody who does not come.',
    look: [SLOTS],
    act: [
      say('A slot of a replica that is down: see PostgresInstanceDown.'),
      ask('A slot that nobody needs any more:', "SELECT pg_drop_replication_slot('<name of the slot>')"),
    ],
    avoid: ['Do not drop slots of the operator, which are named after pods: it makes them again.'],
  },
];
