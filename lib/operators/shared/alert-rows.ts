import { Alert } from '../../model/alert';
import { ALERT_CAPABILITIES } from '../../model/alert-capabilities';
import { Capability } from '../../model/capability';
import { Refusal, Row } from '../refusals';

/** Where every alert stands, whichever it is. */
const RULES = 'PrometheusRule /spec/groups/0/rules';

type AlertCapability = Extract<Capability, `alert.${string}`>;

/**
 * The rows of the alerts.
 *
 * @param untold alerts that the metrics of an operator cannot tell, and what to do instead
 */
export function alertRows(untold: Partial<Record<Alert, Refusal>>): Readonly<Record<AlertCapability, Row>> {
  const rows = (Object.keys(ALERT_CAPABILITIES) as Alert[]).map((alert) => [ALERT_CAPABILITIES[alert], untold[alert] ?? RULES] as const);
  return Object.fromEntries(rows) as Record<AlertCapability, Row>;
}
