/** Slots that PostgreSQL keeps for superusers, and for those who are granted a part of them since 16, where nothing is said of them. */
const KEPT = { superuser_reserved_connections: 3, reserved_connections: 0 } as const;

/** What keeps connections of a server from applications, and how many. */
export const keptConnections = (parameters: { readonly [name: string]: string }): (readonly [parameter: string, kept: number])[] =>
  Object.entries(KEPT).map(([name, byDefault]) => [name, Number(parameters[name] ?? byDefault)]);
