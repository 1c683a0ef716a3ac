import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct, IConstruct } from 'constructs';
import { ConnectionFacts, plainVariables } from './environment';
import { roleModels } from '../access/role-models';
import { PlainConnection, PlainConnectionOptions, credentialVariables, plainEnv } from './plain-connection';
import { bindingVolume } from './service-binding';
import { sharedVolume } from './shared-volume';
import { containersOf, forgetWorkloads, workloadsOf } from './workloads';
import { CONNECTION_ASKS } from './connection-asks';
import { refusals } from '../operators/refusals';
import { CONNECTION_RULES, ConnectionContext, NO_CONTAINER, POOLED, ownerWarning, pooledWarnings } from './connection-rules';
import { CONTAINER, DATABASE_CONNECTION_SHAPE, WORKLOAD, bindingProblems, plainProblems } from './connection-shape';
import type { DatabaseConnectionProps, ServiceBindingOptions } from '../refs/connect-options';
import type { AnyContainer, AnyWorkload } from '../refs/any-cdk8s-plus';
import type { IHaCluster } from '../refs/ha-cluster-ref';
import { ConnectionTarget } from '../model/connection';
import { Endpoint } from '../model/endpoint';
import { RoleModel } from '../model/role-model';
import { allInstances } from '../model/all-instances';
import { AccessLevel } from '../model/role';
import { RoleCredentials } from '../model/role-credentials';
import { SslMode } from '../model/ssl-mode';
import { writes } from '../model/standing';
import { Admission } from '../network/admission';
import { peerSpec, peerSpecs } from '../network/peer';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { refuse } from '../private/errors';
import { breach, formatFinding, runRules } from '../private/rules';
import { shortHash } from '../private/hash';
import { requireShape } from '../private/shape';

/** Folder that the CAs of clusters are mounted below. */
const CA_ROOT = '/etc/postgres-ca';
const CA_FILE = 'ca.crt';
const BINDING_ROOT = '/bindings';
const BINDING_VARIABLE = 'SERVICE_BINDING_ROOT';

/**
 * What an application needs to connect to a cluster as one role: the address, references to the credentials, and the CA.
 *
 * `cluster.connect(container, ...)` makes one and adds it to a container at once.
 */
export class DatabaseConnection extends Construct {
  /** Where the application connects to. */
  public readonly endpoint: Endpoint;

  /** The database. */
  public readonly database: string;

  /** Where user and password are. */
  public readonly credentials: RoleCredentials;

  /** What the client asks of TLS. */
  public readonly sslMode: SslMode;

  /** File with the CA in the containers; undefined where it is not checked. */
  public readonly caFile?: string;

  /**
   * What does not work on this way, for whoever writes the application; also written to the error output when the connection is made.
   */
  public readonly warnings: string[];

  private readonly props: DatabaseConnectionProps;
  private readonly containers: kplus.Container[] = [];
  private readonly collisions: string[] = [];
  private readonly given: { readonly container: kplus.Container; readonly name: string; readonly value: kplus.EnvValue }[] = [];
  private readonly checks: Checks;
  private readonly facts: Omit<ConnectionFacts, 'writes'>;
  private readonly admission?: Admission;
  /** Values of `environment` that somebody has taken. */
  private readonly taken = new Set<kplus.EnvValue>();
  private readonly plainPods: { readonly podLabels: { readonly [key: string]: string }; readonly namespace?: string }[] = [];
  private readonly bindings: { readonly container: kplus.Container; readonly namespace?: string }[] = [];

  /**
   * The way of an application to its database: address, credentials by reference, certificate, and the network rule for both ends.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props which cluster, as whom, and which way
   */
  public constructor(scope: Construct, id: string, props: DatabaseConnectionProps) {
    super(scope, id);
    requireShape(this, DATABASE_CONNECTION_SHAPE, props, new.target);
    this.props = { ...props };
    const { cluster, via, prefix = '' } = props;
    const role = cluster.roles.find(({ name }) => name === props.role);
    const databases = databasesOf(role);
    this.database = props.database ?? databases[0] ?? '';
    this.endpoint = via?.endpoint ?? endpointOf(cluster, props);
    const { secretName, usernameKey, passwordKey } = cluster.operator.roleSecret(cluster.identity, role ?? unknownRole(props.role));
    this.credentials = { role: props.role, secretName: props.credentialsSecret ?? secretName, usernameKey, passwordKey };
    this.sslMode = props.sslMode ?? this.endpoint.sslMode;
    this.caFile = this.sslMode === SslMode.REQUIRE ? undefined : `${this.caFolder}/${CA_FILE}`;
    const becomes = role && ownerThatIsBecome(cluster, role, this.database);
    this.warnings = via
      ? [
          ...(props.withoutSessionState ? [] : pooledWarnings(via.mode)),
          ...(becomes === undefined ? [] : [ownerWarning(props.role, becomes)]),
        ]
      : [];
    this.facts = {
      endpoint: this.endpoint,
      role: props.role,
      database: this.database,
      sslMode: this.sslMode,
      caFile: this.caFile,
      becomes: via === undefined ? becomes : undefined,
      prefix,
    };
    const { facts, capabilities } = cluster.operator;
    this.checks = new Checks(this, () => {
      const refused = refusals(facts, capabilities, CONNECTION_ASKS, { props: this.props, binds: this.bindings.length > 0 });
      return { breaches: runRules(CONNECTION_RULES, this.context(role, databases, refused.length > 0)), refusals: refused };
    });
    for (const warning of newWarnings(via ?? this, this.warnings)) {
      process.emitWarning(`[${this.node.path}] ${formatFinding(breach(POOLED, warning))}`, { type: 'cdk8s-postgres' });
    }
    this.admission = Admission.of(via ?? cluster);
    const { namespace: own } = cluster.identity;
    this.admission?.admit(() => [
      ...this.workloads.flatMap((workload) => peerSpecs(workload, own)),
      ...this.plainPods.map(({ podLabels, namespace }) => peerSpec({ podLabels, ...(namespace !== own && { namespace }) })),
    ]);
  }

  /**
   * The variables of the environment, in the order that they have to be added in: the URL refers to those before it. `mountCa` brings the file
   * that they name (rule CONN-020).
   */
  public get environment(): { [name: string]: kplus.EnvValue } {
    const environment = this.envValues();
    Object.values(environment).forEach((value) => this.taken.add(value));
    this.checks.touch();
    return environment;
  }

  private envValues(): { [name: string]: kplus.EnvValue } {
    const secret = this.secret('Credentials', this.credentials.secretName);
    const fromSecret = (key: string) => kplus.EnvValue.fromSecretValue({ secret, key });
    return Object.fromEntries([
      ...credentialVariables(this.facts.prefix, this.credentials).map(([name, key]) => [name, fromSecret(key)] as const),
      ...Object.keys(this.variables).map((name) => [name, this.lateValue(name)] as const),
    ]);
  }

  /**
   * The connection as plain data, for workloads that are not of cdk8s-plus: `KubeDeployment`, `ApiObject`, the values of a Helm chart. The pods
   * with these labels are let in. All three fields belong into the pod: the variables name a file that the volume brings.
   *
   * In other languages than TypeScript the values are those of the moment of the call; call it when the pairs of the cluster are made.
   *
   * @param options which pods
   */
  public plain(options: PlainConnectionOptions): PlainConnection {
    const problems = plainProblems(options);
    if (problems.length > 0) {
      refuse(this.node.path, problems, this.plain);
    }
    this.plainPods.push({ podLabels: { ...options.podLabels }, namespace: options.namespace ?? Chart.of(this).namespace });
    this.checks.touch();
    this.admission?.touch();
    const env = plainEnv(this.credentials, this.facts.prefix, () => this.variables);
    if (this.caFile === undefined) {
      return { env, volumeMounts: [], volumes: [] };
    }
    const { name: secretName, key } = this.caReference();
    const name = this.caVolumeName();
    return {
      env,
      volumeMounts: [{ name, mountPath: this.caFolder, readOnly: true }],
      volumes: [{ name, secret: { secretName, items: [{ key, path: CA_FILE }] } }],
    };
  }

  /** The variables without those of the credentials, as they are now. */
  private get variables(): { readonly [name: string]: string } {
    const { cluster, via, replicaSet, target = ConnectionTarget.PRIMARY } = this.props;
    // A cluster of another app, of which nothing is known, is taken for one that writes.
    const model = Attachments.within(this, cluster)?.model();
    const toPrimary = via === undefined && replicaSet === undefined && target === ConnectionTarget.PRIMARY;
    const writable = toPrimary && (model === undefined || writes(model));
    return plainVariables({ ...this.facts, writes: writable });
  }

  /** A value that is looked up when the container is printed: a pair that is made later may turn round who writes. */
  private lateValue(name: string): kplus.EnvValue {
    const value = kplus.EnvValue.fromValue('');
    return Object.defineProperty(value, 'value', { enumerable: true, get: () => this.variables[name] });
  }

  /**
   * Adds the variables and the CA to a container, and lets the pods in that run it.
   *
   * @param container the container
   */
  public addTo(container: kplus.Container): void;
  public addTo(container: AnyContainer): void;
  public addTo(given: AnyContainer): void {
    const container = asContainer(given);
    const problems = CONTAINER(container, 'container');
    if (problems.length > 0) {
      refuse(this.node.path, problems, this.addTo);
    }
    const taken = Object.keys(container.env.variables);
    for (const [name, value] of Object.entries(this.envValues())) {
      // A second value would take the place of the first without a word.
      if (taken.includes(name)) {
        this.collisions.push(name);
      } else {
        container.env.addVariable(name, value);
        this.given.push({ container, name, value });
      }
    }
    this.mountCa(container);
  }

  /**
   * Mounts the CA as `caFile`, where it is checked, and lets the pods in that run the container: for one that gets its `environment`
   * otherwise.
   *
   * @param container the container
   */
  public mountCa(container: kplus.Container): void;
  public mountCa(container: AnyContainer): void;
  public mountCa(given: AnyContainer): void {
    const container = asContainer(given);
    const problems = CONTAINER(container, 'container');
    if (problems.length > 0) {
      refuse(this.node.path, problems, this.mountCa);
    }
    if (this.caFile !== undefined) {
      this.mount(container, this.caFolder, this.caVolume());
    }
    this.add(container);
  }

  /**
   * Adds the variables and the CA to every container that a workload has now, init containers included, and lets its pods in.
   *
   * @param workload a Deployment, Job, CronJob, ... of cdk8s-plus
   */
  public addToWorkload(workload: kplus.AbstractPod): void;
  public addToWorkload(workload: AnyWorkload): void;
  public addToWorkload(workload: AnyWorkload): void {
    const problems = WORKLOAD(workload, 'workload');
    if (problems.length === 0 && workload.containers.length === 0) {
      problems.push(breach(NO_CONTAINER, `${workload.node.path} has no container; add one before addToWorkload(...)`));
    }
    if (problems.length > 0) {
      refuse(this.node.path, problems, this.addToWorkload);
    }
    [...workload.initContainers, ...workload.containers].forEach((container) => this.addTo(container));
  }

  /**
   * Mounts the connection as files, for programs that follow the Service Binding specification: `type`, `provider`, `host`, `port`,
   * `database`, `username`, `password`, `sslmode` and, where the CA is checked, `ca.crt` and its name as `sslrootcert`. The pods are let in.
   *
   * @param container the container
   * @param options the name of the binding
   * @see https://servicebinding.io/spec/core/1.0.0/
   */
  public bindService(container: kplus.Container, options?: ServiceBindingOptions): void;
  public bindService(container: AnyContainer, options?: ServiceBindingOptions): void;
  public bindService(given: AnyContainer, options: ServiceBindingOptions = {}): void {
    const container = asContainer(given);
    const problems = [...CONTAINER(container, 'container'), ...bindingProblems(options)];
    if (problems.length > 0) {
      refuse(this.node.path, problems, this.bindService);
    }
    const { cluster } = this.props;
    const { name = cluster.clusterName, root = BINDING_ROOT } = options;
    const namespace = workloadsOf(container, this.node.root)[0]?.metadata.namespace ?? cluster.identity.namespace;
    const volume = bindingVolume(this, {
      namespace,
      cluster: cluster.identity,
      endpoint: this.endpoint,
      database: this.database,
      sslMode: this.sslMode,
      credentials: this.credentials,
      ca: this.caFile === undefined ? undefined : this.caReference(),
    });
    this.mount(container, `${root}/${name}`, volume);
    const before = container.env.variables[BINDING_VARIABLE];
    if (before === undefined) {
      container.env.addVariable(BINDING_VARIABLE, kplus.EnvValue.fromValue(root));
    } else if (before.value !== root) {
      this.collisions.push(BINDING_VARIABLE);
    }
    this.bindings.push({ container, namespace });
    this.add(container);
  }

  /** Mounts a volume, once; what somebody else has mounted at its place would hide it. */
  private mount(container: kplus.Container, path: string, volume: kplus.Volume): void {
    const there = container.mounts.find((mount) => mount.path === path);
    if (there === undefined) {
      container.mount(path, volume, { readOnly: true });
    } else if (there.volume !== volume) {
      this.collisions.push(path);
    }
  }

  private get workloads(): readonly kplus.AbstractPod[] {
    return [...new Set(this.containers.flatMap((container) => workloadsOf(container, this.node.root)))];
  }

  private add(container: kplus.Container): void {
    this.containers.push(container);
    forgetWorkloads(this.node.root);
    this.checks.touch();
    this.admission?.touch();
  }

  /** The folder is named after the Secret: a pool may have another CA than its cluster. */
  private get caFolder(): string {
    return `${CA_ROOT}/${this.caReference().name}`;
  }

  /** One volume for everybody who mounts the same thing: cdk8s-plus refuses two of one name in a pod. */
  private caVolume(): kplus.Volume {
    const { name, key } = this.caReference();
    return sharedVolume(this, `ca ${name} ${key}`, () => {
      const secret = this.secret('Ca', name);
      return kplus.Volume.fromSecret(this, 'CaVolume', secret, { name: this.caVolumeName(), items: { [key]: { path: CA_FILE } } });
    });
  }

  private caVolumeName(): string {
    const { name, key } = this.caReference();
    return `postgres-ca-${shortHash(`${name} ${key}`)}`;
  }

  private caReference() {
    const { name, key } = this.endpoint.tls.ca ?? { name: '', key: '' };
    return { name: this.props.caSecret ?? name, key };
  }

  private secret(id: string, name: string): kplus.ISecret {
    return (this.node.tryFindChild(id) as kplus.ISecret | undefined) ?? kplus.Secret.fromSecretName(this, id, name);
  }

  /** Who took the variables, which name the file of the CA, and does not mount it. */
  private withoutCa(): string[] {
    const holders = containersOf(this.node.root).filter(({ env }) => Object.values(env.variables).some((value) => this.holds(value)));
    if (holders.length === 0) {
      return this.containers.length === 0 && this.plainPods.length === 0 ? ['what took them'] : [];
    }
    return holders
      .filter(({ mounts }) => !mounts.some(({ path }) => path === this.caFolder))
      .map(({ name, image }) => `the container '${name}' (${image})`);
  }

  private holds(value: object): boolean {
    return this.taken.has(value as kplus.EnvValue);
  }

  private context(role: RoleModel | undefined, databases: readonly string[], refused: boolean): ConnectionContext {
    const { cluster } = this.props;
    const attachments = Attachments.within(this, cluster);
    return {
      props: this.props,
      role,
      databases,
      refused,
      endpoint: this.endpoint,
      collisions: [
        ...this.collisions,
        ...this.given.filter(({ container, name, value }) => container.env.variables[name] !== value).map(({ name }) => name),
      ],
      strayBindings: this.bindings.flatMap(({ container, namespace }) =>
        workloadsOf(container, this.node.root)
          .filter((workload) => workload.metadata.namespace !== namespace)
          .map(({ node }) => node.path),
      ),
      unattached: this.containers.filter((container) => workloadsOf(container, this.node.root).length === 0).length,
      places: [
        ...this.workloads.map((workload) => ({ path: workload.node.path, namespace: workload.metadata.namespace })),
        ...this.plainPods.map(({ podLabels, namespace }) => ({ path: `the pod with ${JSON.stringify(podLabels)}`, namespace })),
      ],
      withoutCa: this.caFile === undefined || this.taken.size === 0 ? [] : this.withoutCa(),
      owned: attachments !== undefined,
      instances: attachments && allInstances(attachments.model()),
      replicaSets: attachments?.model().replicaSets.map(({ name }) => name),
      accessRules: attachments?.model().accessRules ?? [],
    };
  }
}

/** A container of whatever version, as that of the one that the library is compiled against: its members are checked before it is used. */
const asContainer = (container: AnyContainer) => container as kplus.Container;

/** Databases that a role owns or has access to. */
const databasesOf = (role: RoleModel | undefined): string[] => [
  ...new Set([
    ...(role?.owns ?? []),
    ...(role?.access ?? []).filter(({ level }) => level !== AccessLevel.NONE).map(({ database }) => database),
  ]),
];

/** Where the instances answer; a service that the operator does not have is refused when the program is complete. */
function endpointOf(
  { operator, identity, tls, primary, replicas }: IHaCluster,
  { replicaSet, target = ConnectionTarget.PRIMARY }: Pick<DatabaseConnectionProps, 'replicaSet' | 'target'>,
): Endpoint {
  if (replicaSet !== undefined) {
    return operator.replicaSets?.replicaSetEndpoint(identity, tls, replicaSet) ?? replicas;
  }
  const endpoints = { [ConnectionTarget.PRIMARY]: primary, [ConnectionTarget.REPLICAS]: replicas };
  return target === ConnectionTarget.ANY ? (operator.importCluster(identity, tls).anyInstance ?? replicas) : endpoints[target];
}

/** A role that the cluster does not have, so that there are names to go on with until that is said. */
const unknownRole = (name: string): RoleModel => roleModels([], [{ name }])[0]!;

/**
 * The owner of the database, where the role has the owner's level: what it creates would otherwise belong to itself alone. A pooler does
 * not hand it on.
 */
function ownerThatIsBecome({ databases }: IHaCluster, { access }: RoleModel, database: string): string | undefined {
  return access.some((one) => one.database === database && one.level === AccessLevel.OWNER)
    ? databases.find(({ name }) => name === database)?.owner
    : undefined;
}

const WARNED = new WeakMap<IConstruct, Set<string>>();

/** What has not been said of a pool before: ten applications of one pool need not be told ten times. */
function newWarnings(pool: IConstruct, warnings: readonly string[]): string[] {
  const said = WARNED.get(pool) ?? new Set<string>();
  WARNED.set(pool, said);
  return warnings.filter((warning) => !said.has(warning) && said.add(warning));
}
