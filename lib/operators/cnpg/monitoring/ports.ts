/** Where instances and poolers answer to Prometheus. */

export const METRICS_PORT = 9187;
export const POOL_METRICS_PORT = 9127;
