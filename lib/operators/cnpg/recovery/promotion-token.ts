/** What a demoted cluster says of its last checkpoint. The webhook reads each of these as a text, and takes no token without one of them. */
const FIELDS = [
  'latestCheckpointTimelineID',
  'redoWalFile',
  'databaseSystemIdentifier',
  'latestCheckpointREDOLocation',
  'timeOfLatestCheckpoint',
  'operatorVersion',
];

/** What is wrong with a promotion token, after `must`; undefined for one that the webhook takes. */
export function tokenProblem(token: string): string | undefined {
  const content = decoded(token);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return `be JSON in base64, got ${token.length} characters that are not`;
  }
  const missing = FIELDS.filter((field) => {
    const value = (content as { readonly [field: string]: unknown })[field];
    return typeof value !== 'string' || value === '';
  });
  return missing.length > 0 ? `say ${FIELDS.join(', ')}, got none for ${missing.join(', ')}` : undefined;
}

function decoded(token: string): unknown {
  // Go wants the padding, too, and a token that was cut may still be letters and digits.
  if (token.length % 4 !== 0) {
    return undefined;
  }
  try {
    return JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
  } catch {
    return undefined; // The rule says that it is no JSON.
  }
}
