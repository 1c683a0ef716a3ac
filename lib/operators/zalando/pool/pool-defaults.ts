/** Half of a share of the pool is its size, and half of that its reserve. */
export const MIN_CONNECTIONS_PER_POD = 4;

export const DEFAULT_CONNECTIONS = 60;
