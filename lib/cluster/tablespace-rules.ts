import { ClusterModel } from '../model/cluster-model';
import { Rule } from '../private/rules';
import { defined, nameProblem, volumeProblem } from '../private/value-problems';

const MAX_BYTES = 63;

const NAME = /^[A-Za-z_][A-Za-z0-9_$]*$/;

/** What has no capital letters and no signs, as names of volumes do not. */
const asVolume = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '-');

const isName = (name: string): boolean => name.length <= MAX_BYTES && NAME.test(name) && !/^pg_/i.test(name);

/** What holds for the tablespaces of a cluster on every operator. */
export const TABLESPACE_RULES: readonly Rule<{ readonly model: ClusterModel }>[] = [
  {
    id: 'TBS-001',
    summary: `a tablespace has a name of letters, digits, '_' and '$' that does not begin with 'pg_', and no other has a name that looks the same`,
    why: 'the operator refuses it, or makes one volume for two',
    check: ({ model: { tablespaces } }) => [
      ...tablespaces.flatMap(({ name }, i) =>
        isName(name)
          ? []
          : [
              `'tablespaces[${i}].name' must be at most ${MAX_BYTES} letters, digits, '_' and '$', begin with a letter or '_', and not with 'pg_', got '${name}'`,
            ],
      ),
      ...tablespaces.flatMap(({ name }, i) => {
        const other = tablespaces.slice(0, i).find((one) => asVolume(one.name) === asVolume(name));
        return other && isName(name) && isName(other.name)
          ? [`'tablespaces[${i}].name' must differ from '${other.name}' in more than capitals and signs, got '${name}'; write another name`]
          : [];
      }),
    ],
  },
  {
    id: 'TBS-002',
    summary: 'the volume of a tablespace is a whole number of mebibytes, at least 1Gi, of a class that can exist',
    why: 'a fraction of a mebibyte has no canonical quantity, and the pods would wait for ever for a volume of no class',
    check: ({ model: { tablespaces } }) =>
      tablespaces.flatMap(({ storage }, i) =>
        defined([
          volumeProblem(`tablespaces[${i}].storage.size`, storage.size),
          nameProblem(`tablespaces[${i}].storage.storageClass`, storage.storageClass),
        ]),
      ),
  },
  {
    id: 'TBS-003',
    summary: 'a tablespace belongs to a role of the cluster',
    why: 'it is not made before the role is there',
    check: ({ model: { tablespaces, roles, replica } }) =>
      tablespaces.flatMap(({ owner }, i) =>
        owner === undefined || replica !== undefined || roles.some(({ name }) => name === owner)
          ? []
          : [
              `'tablespaces[${i}].owner' must be a role of the cluster, got '${owner}'; add it to 'roles', or write ${roles.map(({ name }) => `'${name}'`).join(' or ') || 'none'}`,
            ],
      ),
  },
];
