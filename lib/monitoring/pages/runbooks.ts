import { Alert } from '../../model/alert';
import { ClusterIdentity } from '../../model/identity';
import { AlertCommands } from '../../operators/monitoring-contract';
import { pageOf, pageText } from './alert-pages';

/**
 * A page for each of these alerts, by the names of their files.
 *
 * @param alerts the alerts that can be raised
 * @param commands how a person looks at the cluster
 * @param subject what they are about, in Markdown
 * @param place where that is
 */
export function runbooks(
  alerts: readonly { readonly alert: string }[],
  commands: AlertCommands,
  subject: string,
  { namespace }: Pick<ClusterIdentity, 'namespace'>,
): { [key: string]: string } {
  const where = namespace === undefined ? '' : ` in the namespace \`${namespace}\``;
  return Object.fromEntries(
    alerts.map(({ alert }) => [`${alert}.md`, pageText(pageOf(alert as Alert), [{ commands }], [`${subject}${where}.`])]),
  );
}
