import { EXTENSION_RULES } from '../access/extension-rules';
import { CLUSTER_RULES } from '../cluster/cluster-rules';
import { ClusterModel } from '../model/cluster-model';
import { Finding } from '../model/finding';
import { UpgradeModel } from '../model/upgrade-model';
import { withTarget } from '../model/upgraded';
import { IPostgresOperator } from '../operators/contract';
import { runRules } from '../private/rules';

/** What is wrong with a cluster by its rules alone. */
function problems(model: ClusterModel, operator: IPostgresOperator): Finding[] {
  const { facts, serverFacts: server } = operator;
  return [
    ...runRules(CLUSTER_RULES, { model, facts, server, rivals: [], takenAddresses: [] }),
    ...runRules(EXTENSION_RULES, { model, facts, server }),
    ...operator.checkCluster(model),
    ...(model.backup ? operator.checkBackupPolicy(model.backup, model) : []),
  ];
}

const text = ({ rule, what }: Finding): string => `${rule} ${what}`;

/** What would be wrong with a cluster in the new version, and is not in the old one. From the switch on its own findings are those. */
export function targetFindings(model: ClusterModel, upgrade: UpgradeModel, operator: IPostgresOperator): Finding[] {
  if (upgrade.switched || upgrade.step._kind === 'tidy') {
    return [];
  }
  const known = new Set(problems(model, operator).map(text));
  return problems(withTarget(model, upgrade), operator).filter((finding) => !known.has(text(finding)));
}
