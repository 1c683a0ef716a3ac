import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { allInstances } from '../model/all-instances';
import { ConnectionTarget } from '../model/connection';
import { Endpoint } from '../model/endpoint';
import { Finding } from '../model/finding';
import { RoleCredentials } from '../model/role-credentials';
import { SslMode } from '../model/ssl-mode';
import { writes } from '../model/standing';
import { Admission } from '../network/admission';
import { refusals } from '../operators/refusals';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { refuse } from '../private/errors';
import { breach, formatFinding, runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import type { AnyContainer, AnyWorkload } from '../refs/any-cdk8s-plus';
import type { DatabaseConnectionProps, ServiceBindingOptions } from '../refs/connect-options';
import { caFolder, caVolume, importedSecret, plainCaVolume } from './ca-volume';
import { CONNECTION_ASKS } from './connection-asks';
import { ConnectionModel, connectionModel } from './connection-model';
import { NO_CONTAINER } from './connection-refusals';
import { CONNECTION_RULES, ConnectionContext } from './connection-rules';
import { CONTAINER, DATABASE_CONNECTION_SHAPE, WORKLOAD, bindingProblems, plainProblems } from './connection-shape';
import { plainVariables } from './environment';
import { PlainConnection, PlainConnectionOptions, credentialVariables, plainEnv } from './plain-connection';
import { POOLED, newWarnings, pooledWarnings } from './pooled-warnings';
import { Recipients } from './recipients';
import { bindingVolume } from './service-binding';

const BINDING_ROOT = '/bindings';

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
  private readonly model: ConnectionModel;
  private readonly recipients: Recipients;
  private readonly checks: Checks;
  private readonly admission?: Admission;

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
    const { cluster, via } = props;
    this.model = connectionModel(props);
    const { endpoint, database, sslMode, caFile } = this.model.facts;
    this.endpoint = endpoint;
    this.database = database;
    this.credentials = this.model.credentials;
    this.sslMode = sslMode;
    this.caFile = caFile;
    this.warnings = pooledWarnings(props, this.model.owner);
    this.recipients = new Recipients(this);
    const { facts, capabilities } = cluster.operator;
    this.checks = new Checks(this, () => {
      const refused = refusals(facts, capabilities, CONNECTION_ASKS, { props: this.props, binds: this.recipients.binds });
      return { breaches: runRules(CONNECTION_RULES, this.context(refused.length > 0)), refusals: refused };
    });
    for (const warning of newWarnings(via ?? this, this.warnings)) {
      process.emitWarning(`[${this.node.path}] ${formatFinding(breach(POOLED, warning))}`, { type: 'cdk8s-postgres' });
    }
    this.admission = Admission.of(via ?? cluster);
    this.admission?.admit(() => this.recipients.peers(cluster.identity.namespace));
  }

  /**
   * The variables of the environment, in the order that they have to be added in: the URL refers to those before it. `mountCa` brings the file
   * that they name (rule CONN-020).
   */
  public get environment(): { [name: string]: kplus.EnvValue } {
    const environment = this.envValues();
    this.recipients.take(Object.values(environment));
    this.checks.touch();
    return environment;
  }

  private envValues(): { [name: string]: kplus.EnvValue } {
    const secret = importedSecret(this, 'Credentials', this.credentials.secretName);
    const fromSecret = (key: string) => kplus.EnvValue.fromSecretValue({ secret, key });
    return Object.fromEntries([
      ...credentialVariables(this.model.facts.prefix, this.credentials).map(([name, key]) => [name, fromSecret(key)] as const),
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
    this.recipients.addLabelled({ podLabels: { ...options.podLabels }, namespace: options.namespace ?? Chart.of(this).namespace });
    this.touch();
    const env = plainEnv(this.credentials, this.model.facts.prefix, () => this.variables);
    return { env, ...(this.caFile === undefined ? { volumeMounts: [], volumes: [] } : plainCaVolume(this.model.ca)) };
  }

  /** The variables without those of the credentials, as they are now. */
  private get variables(): { readonly [name: string]: string } {
    const { cluster, via, replicaSet, target = ConnectionTarget.PRIMARY } = this.props;
    // A cluster of another app, of which nothing is known, is taken for one that writes.
    const model = Attachments.within(this, cluster)?.model();
    const toPrimary = via === undefined && replicaSet === undefined && target === ConnectionTarget.PRIMARY;
    const writable = toPrimary && (model === undefined || writes(model));
    return plainVariables({ ...this.model.facts, writes: writable });
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
    const container = this.container(given, this.addTo);
    this.recipients.give(container, this.envValues());
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
    const container = this.container(given, this.mountCa);
    if (this.caFile !== undefined) {
      this.recipients.mount(container, caFolder(this.model.ca), caVolume(this, this.model.ca));
    }
    this.letIn(container);
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
    const container = this.container(given, this.bindService, bindingProblems(options));
    const { cluster } = this.props;
    const { name = cluster.clusterName, root = BINDING_ROOT } = options;
    const namespace = this.recipients.workloadsOf(container)[0]?.metadata.namespace ?? cluster.identity.namespace;
    const volume = bindingVolume(this, {
      namespace,
      cluster: cluster.identity,
      endpoint: this.endpoint,
      database: this.database,
      sslMode: this.sslMode,
      credentials: this.credentials,
      ca: this.caFile === undefined ? undefined : this.model.ca,
    });
    this.recipients.mount(container, `${root}/${name}`, volume);
    this.recipients.bind(container, root, namespace);
    this.letIn(container);
  }

  /** A container of whatever version, as that of the one that the library is compiled against: its members are checked before it is used. */
  private container(given: AnyContainer, asked: (...args: never[]) => unknown, others: readonly Finding[] = []): kplus.Container {
    const problems = [...CONTAINER(given, 'container'), ...others];
    return problems.length > 0 ? refuse(this.node.path, problems, asked) : (given as kplus.Container);
  }

  /** Lets the pods in that run a container. */
  private letIn(container: kplus.Container): void {
    this.recipients.add(container);
    this.touch();
  }

  private touch(): void {
    this.checks.touch();
    this.admission?.touch();
  }

  private context(refused: boolean): ConnectionContext {
    const { props, model, endpoint } = this;
    const { role, databases, ca } = model;
    const cluster = Attachments.within(this, props.cluster);
    return {
      props,
      role,
      databases,
      refused,
      endpoint,
      ...this.recipients.facts(this.caFile === undefined ? undefined : caFolder(ca)),
      owned: cluster !== undefined,
      instances: cluster && allInstances(cluster.model()),
      replicaSets: cluster?.model().replicaSets.map(({ name }) => name),
      accessRules: cluster?.model().accessRules ?? [],
    };
  }
}
