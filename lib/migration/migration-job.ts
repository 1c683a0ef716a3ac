import { ClusterModel } from '../model/cluster-model';
import { ComputeModel } from '../model/compute';
import { MigrationStepKind } from '../model/kinds';
import { RoleCredentials } from '../model/role-credentials';
import { RoleModel } from '../model/role-model';
import { sizeQuantity } from '../model/quantity';
import { SslMode } from '../model/ssl-mode';
import { StorageOptions } from '../model/storage';
import { CheckKind, MigrationMethodKind, MigrationPhase } from './migration-plan';
import { SecretKeyRef } from '../model/backup-target';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { ExternalPostgresOptions, MigrationSource } from './migration-source';
import { Mount, Variable, literalVariables, restrictedJobSpec } from '../private/restricted-job';

const SCRIPTS = '/scripts';
const WORK = '/work';
const CA_FILE = 'ca.crt';

/** The copy of a large database takes days. */
const DEADLINE_SECONDS = 14 * 24 * 3600;

/** A schema as SQL. */
const SCRATCH = { requests: { 'ephemeral-storage': '64Mi' }, limits: { 'ephemeral-storage': '1Gi' } };

/** A script of a Job: a phase, or a comparison of both sides. */
export type JobPhase = MigrationPhase | 'check' | 'check-back';

/** What the Job of a step does, in this order; each is done again until it ends well. */
const PHASES: { readonly [method in MigrationMethodKind]: { readonly [step in MigrationStepKind]: readonly JobPhase[] } } = {
  logical: {
    prepare: ['preflight', 'schema', 'publish'],
    copy: ['subscribe'],
    follow: ['follow', 'check'],
    cutOver: ['cut-over', 'check', 'open'],
    reverse: ['reverse'],
    retire: ['retire'],
    giveUp: ['give-up'],
    promote: [],
  },
  dump: {
    prepare: ['preflight', 'schema'],
    copy: ['dump', 'check'],
    // What is empty is no step of the method; rule MIG-008 says so.
    follow: [],
    cutOver: ['cut-over', 'open'],
    reverse: [],
    retire: ['retire'],
    giveUp: ['give-up'],
    promote: [],
  },
  physical: {
    prepare: ['preflight'],
    copy: [],
    follow: ['follow'],
    cutOver: ['cut-over'],
    promote: ['promote', 'check', 'open'],
    reverse: [],
    retire: ['retire'],
    giveUp: ['give-up'],
  },
};

/** What comes before: the source may be the one that takes over again. */
const HAND_BACK: readonly JobPhase[] = ['hand-back', 'check-back'];

/** @param maybeBack whether there is a way back, which may have been taken */
export const phasesOf = (method: MigrationMethodKind, step: MigrationStepKind, maybeBack: boolean): readonly JobPhase[] => [
  ...(step === 'follow' && maybeBack ? HAND_BACK : []),
  ...PHASES[method][step],
];

/** The check that the Job of a step makes, and whose code later steps ask for; of a method that copies files, the phases themselves make the first two. */
export const checkOf = (method: MigrationMethodKind, step: MigrationStepKind): CheckKind =>
  step === 'follow' ? 'follow' : method === 'physical' && step === 'cutOver' ? 'replayed' : 'final';

/** A side as a Job reaches it. */
export interface MigrationServer {
  readonly host: string;
  readonly port: number;
  readonly sslMode: string;
  readonly ca?: SecretKeyRef;
  readonly credentials: Pick<RoleCredentials, 'secretName' | 'usernameKey' | 'passwordKey'>;
}

/** The Job of a step. */
export interface MigrationJob {
  readonly name: string;
  readonly phases: readonly JobPhase[];
  readonly source: MigrationServer;
  readonly target: MigrationServer;
  readonly image: string;
  readonly compute: ComputeModel;
  /** The Secret with the password of the role as which the target streams, which its operator makes at some time. */
  readonly streamingSecret?: string;
  /** Volume for a dump. */
  readonly storage?: StorageOptions;
  /** The target, whose pods it is like. */
  readonly settings: ClusterModel;
  readonly labels: { readonly [key: string]: string };
  /** What the container runs instead of the phases, each until it ends well. */
  readonly command?: string;
  /** Which step it is for, and which time; no phase runs without. */
  readonly turn?: { readonly step: MigrationStepKind; readonly round: number };
}

/**
 * The spec of the Job of a step.
 *
 * @param files name of the ConfigMap with the scripts
 */
export function migrationJobSpec(files: string, job: MigrationJob): object {
  const {
    name,
    phases,
    source,
    target,
    image,
    compute,
    storage,
    streamingSecret,
    settings,
    labels,
    command = untilWell(phases),
    turn,
  } = job;
  const sides = [
    ['source', source],
    ['target', target],
  ] as const;
  return restrictedJobSpec({
    settings,
    labels,
    backoffLimit: 3,
    deadlineSeconds: DEADLINE_SECONDS,
    containers: [
      {
        name: 'migration',
        image,
        command: ['bash', '-c', command],
        env: [
          ...literalVariables({ MIGRATION: name, HOME: WORK, TMPDIR: WORK, PGCONNECT_TIMEOUT: '10' }),
          ...(turn ? literalVariables({ MIGRATION_STEP: turn.step, MIGRATION_ROUND: `${turn.round}` }) : []),
          ...sides.flatMap(([side, server]) => variables(side, server)),
        ],
        compute,
        scratch: SCRATCH,
        mounts: [
          { name: 'scripts', mountPath: SCRIPTS, readOnly: true, source: { configMap: { name: files } } },
          { name: 'work', mountPath: WORK, source: storage ? claim(storage) : { emptyDir: {} } },
          ...sides.flatMap(([side, server]) => mounts(side, server)),
          ...(streamingSecret ? [streamingMount(streamingSecret)] : []),
        ],
      },
    ],
  });
}

/** A check reads all rows of both sides, and what differs is repaired by a person. */
const pauseBehind = (phase: JobPhase): number => (phase.startsWith('check') ? 60 : 15);

const untilWell = (phases: readonly JobPhase[]): string =>
  phases.map((phase) => `until bash ${SCRIPTS}/${phase}.sh; do sleep ${pauseBehind(phase)}; done`).join('\n');

/** A cluster as a Job reaches it, which comes as one of its roles. */
export function serverOf({ operator, identity, primary }: IHaCluster, role: RoleModel): MigrationServer {
  const { host, port, sslMode, tls } = primary;
  return { host, port, sslMode, ca: tls.ca, credentials: operator.roleSecret(identity, role) };
}

/** What is asked of TLS where nobody says it. */
export const sslModeOf = ({ sslMode, ca }: Pick<ExternalPostgresOptions, 'sslMode' | 'ca'>): SslMode =>
  sslMode ?? (ca ? SslMode.VERIFY_FULL : SslMode.REQUIRE);

/** A server outside, or a cluster of another namespace, as a Job reaches it: by copies of what is there. */
export function externalServer({ server, copies, host, port }: MigrationSource): MigrationServer {
  const { ca, credentials } = server ?? copies ?? {};
  const { secretName = '', usernameKey = 'username', passwordKey = 'password' } = credentials ?? {};
  return { host, port, sslMode: sslModeOf({ sslMode: server?.sslMode, ca }), ca, credentials: { secretName, usernameKey, passwordKey } };
}

function variables(side: string, { host, port, sslMode, ca }: MigrationServer): Variable[] {
  const prefix = side.toUpperCase();
  return literalVariables({
    [`${prefix}_HOST`]: host,
    [`${prefix}_PORT`]: `${port}`,
    [`${prefix}_SSLMODE`]: sslMode,
    ...(ca && { [`${prefix}_SSLROOTCERT`]: `/${side}-ca/${CA_FILE}` }),
  });
}

function mounts(side: string, { credentials, ca }: MigrationServer): Mount[] {
  const { secretName, usernameKey, passwordKey } = credentials;
  const items = [
    { key: usernameKey, path: 'username' },
    { key: passwordKey, path: 'password' },
  ];
  return [
    { name: side, mountPath: `/${side}`, readOnly: true, source: { secret: { secretName, items } } },
    ...(ca
      ? [
          {
            name: `${side}-ca`,
            mountPath: `/${side}-ca`,
            readOnly: true,
            source: { secret: { secretName: ca.name, items: [{ key: ca.key, path: CA_FILE }] } },
          },
        ]
      : []),
  ];
}

/** A password that may come while the pod waits for it. */
const streamingMount = (secretName: string): Mount => ({
  name: 'streaming',
  mountPath: '/streaming',
  readOnly: true,
  source: { secret: { secretName, optional: true, items: [{ key: 'password', path: 'password' }] } },
});

/** A volume that comes and goes with the pod. */
const claim = ({ size, storageClass }: StorageOptions): object => ({
  ephemeral: {
    volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], storageClassName: storageClass, resources: { requests: { storage: sizeQuantity(size) } } },
    },
  },
});
