import { ClusterModel } from '../../model/cluster-model';
import { RunbookStep } from '../runbook-step';

/** What is looked at when the Jobs that follow a major upgrade have run. */
export const finished = ({ superuser, identity: { namespace = 'default' } }: ClusterModel): RunbookStep => ({
  text: superuser
    ? 'The Jobs that make statistics and update extensions are complete; what they could not update is in their logs.'
    : 'The Jobs that make statistics are complete. Since pg_upgrade all extensions belong to the superuser, so that the Jobs, which are the owners, update none: their logs have the statements for each.',
  command: `kubectl get --namespace=${namespace} jobs`,
});
