import { at, Json } from '../../values/json';
import { call, CDK8S, value } from '../program/expression';
import { Row } from '../program/program';
import { number, plain, row } from './values';

/** Times, in seconds. */
const TIMES: { readonly [option: string]: string } = { ttl: 'ttl', loopWait: 'loop_wait', retryTimeout: 'retry_timeout' };

const KIBIBYTE = 1024;

/** How Patroni decides: options of the factory, under the same names for both operators that use it. */
export function patroniRows(json: Json | undefined, times: readonly string[] = Object.keys(TIMES)): Row[] {
  const lag = number(at(json, 'maximum_lag_on_failover'));
  return [
    ...times.flatMap((option) => {
      const seconds = number(at(json, TIMES[option]!));
      return row(`operator.patroni.${option}`, seconds === undefined ? undefined : call('Duration.seconds', [value(seconds)], CDK8S));
    }),
    // Sizes count KiB.
    ...row(
      'operator.patroni.maximumLagOnFailover',
      lag === undefined || lag % KIBIBYTE !== 0 ? undefined : call('Size.kibibytes', [value(lag / KIBIBYTE)], CDK8S),
    ),
    ...plain('operator.patroni.failsafeMode', at(json, 'failsafe_mode')),
  ];
}
