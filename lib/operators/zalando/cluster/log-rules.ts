import { allInstances } from '../../../model/all-instances';
import { isSwitchedOff } from '../../../model/switch';
import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';

/** The user of the server writes here, and volumes of one's own stand where they are mounted. */
const WRITABLE = ['/home/postgres', '/tmp'];

/** Where the data and, beside it, the log of Spilo are. */
const DATA_VOLUME = '/home/postgres/pgdata';

/** Parts of a name of a file that never come again, as `strftime` reads them: years, seconds since 1970, and dates with a year. */
const NEVER_AGAIN = /(?:^|[^%])(?:%%)*%[EO]?([YyCGgFDxcs+])/;

const isWithin = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`);

/** What parameters make of the log of Spilo, which it writes to files on the volume of the data, and of what Patroni rewinds. */
export const LOG_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-295',
    summary: 'log_directory is a folder that the server can make',
    why: 'Spilo collects the log in files, and a server that cannot write its log does not start',
    check: ({ model: { parameters }, settings: { volumes = [] } }) => {
      const folder = parameters.log_directory;
      return folder === undefined ||
        !folder.startsWith('/') ||
        isSwitchedOff(parameters.logging_collector) ||
        [...WRITABLE, ...volumes.map(({ mountPath }) => mountPath)].some((place) => isWithin(folder, place))
        ? undefined
        : `'log_directory' must be below '${DATA_VOLUME}' or the 'mountPath' of a volume of 'operator.volumes', got '${folder}'; leave it out for '../pg_log'`;
    },
  },
  {
    id: 'ZAL-296',
    summary: 'files of the log are written over one day',
    why: 'nobody deletes them, so that they fill the volume of the data',
    check: ({ model: { parameters } }) => {
      if (isSwitchedOff(parameters.logging_collector)) {
        return undefined;
      }
      const { log_filename: name, log_truncate_on_rotation: truncates } = parameters;
      const [, part] = NEVER_AGAIN.exec(name ?? '') ?? [];
      return [
        ...(part === undefined
          ? []
          : [
              `'log_filename' must be one that comes again, got '${name}' with '%${part}'; leave it out for 'postgresql-%u.log', which is written over after a week, or, where something deletes the files, Rules.of(cluster).suppress('ZAL-296', '<what>')`,
            ]),
        ...(isSwitchedOff(truncates)
          ? [`'log_truncate_on_rotation' must be on, got '${truncates}': each file would grow for ever; leave it out`]
          : []),
      ];
    },
  },
  {
    id: 'ZAL-297',
    summary: 'a former primary can be rewound',
    why: 'Patroni calls pg_rewind, which needs checksums or wal_log_hints, and would copy the whole cluster after each failover instead, or give up',
    check: ({ model }) => {
      const hints = model.parameters.wal_log_hints;
      return isSwitchedOff(hints) && model.creation.dataChecksums === false && allInstances(model) > 1
        ? `'wal_log_hints' must be on without checksums, got '${hints}'; leave it out`
        : undefined;
    },
  },
];
