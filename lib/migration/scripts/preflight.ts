import { script } from './shell';

/** Whether both sides, and each database, can be reached with the credentials that the other phases use. */
export const preflightScript = (): string =>
  script('begin preflight', 'reach() { sql source "$1" position.sql >/dev/null; }', 'each reach');
