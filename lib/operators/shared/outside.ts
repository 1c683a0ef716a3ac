import { OperatorServiceOptions } from '../../model/operator-service';
import { POSTGRES_PORT } from '../../model/service-address';
import { NetworkIngress } from '../network-contract';

/** Those who may come from outside by Services that the operator makes. */
export const fromOutside = (
  services: readonly (Pick<OperatorServiceOptions, 'sourceRanges'> | undefined)[],
  port = POSTGRES_PORT,
): NetworkIngress[] =>
  services
    .map((service) => service?.sourceRanges ?? [])
    .filter((ranges) => ranges.length > 0)
    .map((ranges) => ({ peers: ranges.map((cidr) => ({ cidr })), ports: [port] }));
