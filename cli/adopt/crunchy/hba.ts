import { at, Json, listOf, textOf } from '../../values/json';
import { Row } from '../program/program';
import { plain } from '../shared/values';

/** What the library writes behind all other lines, and PGO by itself where there is no other. */
const LAST = 'hostssl all all all scram-sha-256';

/** Whoever comes with TLS ends here: what stands behind it is reached by nobody. */
const CATCH_ALL = /^host(ssl)?\s+all\s+all\s+all\s+\S+$/;

const linesOf = (json: Json | undefined): (string | undefined)[] => listOf(json).map((rule) => textOf(at(rule, 'hba')));

/** Lines of pg_hba.conf, without the one that the library writes by itself. */
export function hbaRows(json: Json | undefined): Row[] {
  const lines = linesOf(json);
  const own = lines[lines.length - 1] === LAST ? lines.slice(0, -1) : lines;
  return own.length > 0 && own.every((line) => line !== undefined) ? plain('hbaRules', own) : [];
}

/** Whether the lines that are printed let in who the lines that were read let in. */
export function sameLines(read: Json | undefined, printed: Json | undefined): boolean {
  const [before, after] = [linesOf(read), linesOf(printed)];
  const isCaught = before.some((line) => line !== undefined && CATCH_ALL.test(line));
  return after.length === 0
    ? before.length === 1 && before[0] === LAST
    : isCaught && JSON.stringify(after) === JSON.stringify([...before, LAST]);
}
