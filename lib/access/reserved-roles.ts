/** The superuser, and the two words that PostgreSQL takes for something else even in quotes. */
export const RESERVED_ROLES = ['postgres', 'public', 'none'];
