import { Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { BackupModel } from '../model/backup-model';
import { ClusterModel } from '../model/cluster-model';
import { ClusterIdentity } from '../model/identity';
import { generationFolder } from '../model/upgraded';
import { follows } from '../model/standing';
import { UpgradeModel } from '../model/upgrade-model';
import { refusals } from '../operators/refusals';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { viewOf } from '../private/whole-app';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { bindFinishJobs } from './finish-jobs';
import { MajorUpgradeProps } from './major-upgrade-props';
import { MAJOR_UPGRADE_SHAPE } from './major-upgrade-shape';
import { targetFindings } from './target-findings';
import { UPGRADE_ASKS } from './upgrade-asks';
import { upgradeList } from './upgrade-list';
import { UPGRADE_LABEL } from './upgrade-label';
import { UPGRADE_RULES } from './upgrade-rules';

/**
 * Brings a cluster to another major version of PostgreSQL, in four steps of one commit each: prepare, run, finish, tidy.
 *
 * The cluster says the old version until the last step. What to look at before a step, what to wait for behind it and the way back from it
 * stand in `list`, and in a ConfigMap beside the cluster, by which `guard` finds a step that was left out.
 *
 * While the data are upgraded the cluster is down, and recovery to a point in time never crosses that moment.
 */
export class MajorUpgrade extends Construct {
  /** The cluster that it is about. */
  public readonly cluster: IHaCluster;

  private readonly attachments?: Attachments;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is upgraded, and how far that has come
   */
  public constructor(scope: Construct, id: string, props: MajorUpgradeProps) {
    super(scope, id);
    requireShape(this, MAJOR_UPGRADE_SHAPE, props, new.target);
    const { cluster } = props;
    const { operator, identity } = cluster;
    this.cluster = cluster;
    this.attachments = Attachments.within(this, cluster);
    const { attachments } = this;
    const second = (attachments?.of('upgrade').length ?? 0) > 0;
    const said = attachments?.model();
    const upgrade = upgradeModel(props, said);

    const checks = new Checks(this, () => {
      const model = attachments?.model();
      return {
        breaches: [
          ...runRules(UPGRADE_RULES, {
            upgrade,
            cluster: identity,
            model,
            generation: attachments?.of('backup')[0]?.generation,
            folders: foldersOf(upgrade, attachments?.of('backup')[0]),
            pinnedImage: said?.image?.reference,
            imageHoldsOneMajor: operator.upgrades?.imageHoldsOneMajor ?? false,
            second,
            namespace: Chart.of(this).namespace,
            followers: model ? followersOf(this.node.root, model) : [],
            target: model ? targetFindings(model, upgrade, operator) : [],
          }),
          ...(model && !second ? (operator.upgrades?.checkUpgrade(model) ?? []) : []),
        ],
        refusals: refusals(operator.facts, operator.capabilities, UPGRADE_ASKS, upgrade),
      };
    });
    attachments?.add('upgrade', upgrade, checks);
    if (attachments && operator.upgrades && !second) {
      this.bind(attachments, props.jobImage);
    }
  }

  /** The step for the person who takes it: Markdown with what to look at, what to wait for, and the way back. */
  public get list(): string {
    const { upgrades } = this.cluster.operator;
    const model = this.attachments?.model();
    return model && upgrades ? upgradeList(model, upgrades.upgradeFacts(model)) : '';
  }

  /** Prints what stands beside the cluster. */
  private bind(attachments: Attachments, jobImage?: string): void {
    const { identity, operator } = this.cluster;
    const { view } = attachments;
    operator.upgrades!.bindUpgrade(this, view);
    if (operator.upgrades!.leavesStatistics) {
      bindFinishJobs(this, this.cluster, view, jobImage);
    }
    new Manifest(this, 'List', {
      gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: `${identity.name}-upgrade`, namespace: identity.namespace, labels: { [UPGRADE_LABEL]: identity.name } },
      data: () => {
        const { step, to, attempt } = view.model.upgrade!;
        return { step: step.kind, to: to.major, attempt: `${attempt}`, 'list.md': this.list };
      },
    });
  }
}

/** The upgrade with every default filled in. */
function upgradeModel(props: MajorUpgradeProps, said: ClusterModel | undefined): UpgradeModel {
  const { to, step, transfer, archiveGeneration, image, cluster, attempt = 1 } = props;
  const { switchesAt } = cluster.operator.upgrades ?? {};
  return {
    from: said?.version ?? to,
    to,
    step,
    attempt,
    transfer,
    archiveGeneration,
    image,
    switched: step._kind === switchesAt || step._kind === 'finish',
  };
}

/** Folder of an archive whose place somebody else chose, and that of the new version. */
function foldersOf({ archiveGeneration }: UpgradeModel, policy: BackupModel | undefined): [string, string] | undefined {
  const barman = policy?.repositories[0]?.place?.barmanPlace;
  return barman && policy && archiveGeneration !== undefined ? [barman.serverName, generationFolder(policy, archiveGeneration)] : undefined;
}

/** Clusters of an app, by what they follow. */
const followersByApp = (app: IConstruct): readonly ClusterModel[] =>
  app.node.findAll().flatMap((construct) => {
    const model = Attachments.within(construct, construct)?.model();
    return model !== undefined && follows(model) ? [model] : [];
  });

/** Names of clusters of an app that follow a cluster. */
function followersOf(app: IConstruct, { identity, followers }: ClusterModel): string[] {
  return viewOf(app, followersByApp)
    .filter(
      (model) =>
        comesFrom(model, identity) ||
        followers.some(({ name, namespace }) => name === model.identity.name && namespace === model.identity.namespace),
    )
    .map((model) => model.identity.name);
}

/** There may be a cluster of the same name in each namespace: an archive says which it is of, an address inside of Kubernetes too, and another one nothing. */
function comesFrom({ identity, replica }: ClusterModel, { name, namespace }: ClusterIdentity): boolean {
  const { clusterName, sourceArchive, primaryAddress } = replica?.source ?? {};
  const [, hostNamespace, svc] = primaryAddress?.host.split('.') ?? [];
  const said = sourceArchive?.cluster.namespace ?? (svc === 'svc' ? hostNamespace : identity.namespace);
  return clusterName === name && said === namespace;
}
