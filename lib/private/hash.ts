import { createHash } from 'crypto';

/** Eight characters that tell contents apart, for the names of objects that must not change. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
