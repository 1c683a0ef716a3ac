import { AccessRule, AccessRuleOptions } from '../../../model/access-rule';
import { ClusterModel } from '../../../model/cluster-model';
import { accessLines } from '../../shared/hba-lines';

/** Characters that the schema of PGO takes in one line. */
export const MAX_HBA_LENGTH = 100;

/** How passwords are stored: PGO hashes them so by itself. */
export const PASSWORD_METHOD = 'scram-sha-256';

/** Lists of an access rule that a line writes out. */
const LISTS = ['roles', 'databases'] as const;

/** The access rules as lines, none longer than PGO takes if that can be, and a last one that refuses everybody else. */
export function accessRuleLines(model: ClusterModel): string[] {
  return accessLines({ ...model, accessRules: model.accessRules.flatMap((rule) => fitting(model, rule)) }, PASSWORD_METHOD);
}

/** The lines of one rule. */
export function linesOf(model: ClusterModel, rule: AccessRule): string[] {
  return linesBefore(model, fitting(model, rule));
}

/**
 * A rule as several that mean the same together, where one of its lines would be too long: its longer list is taken apart. They stand side
 * by side, so the order of the rules is as it was.
 */
function fitting(model: ClusterModel, rule: AccessRule): AccessRule[] {
  const [list] = LISTS.filter((one) => (rule.options[one] ?? []).length > 1).sort((a, b) => room(rule, b) - room(rule, a));
  if (list === undefined || fits(model, rule)) {
    return [rule];
  }
  const part = (names: string[]): AccessRule => same(rule, { ...rule.options, [list]: names });
  const parts = rule.options[list]!.reduce<string[][]>((full, name) => {
    const [last = [], ...others] = [...full].reverse();
    const more = [...last, name];
    return fits(model, part(more)) ? [...others.reverse(), more] : [...full, [name]];
  }, []);
  // Alone, a name may still be too long together with the other list.
  return parts.flatMap((names) => (names.length === 1 ? fitting(model, part(names)) : [part(names)]));
}

const fits = (model: ClusterModel, rule: AccessRule): boolean => linesBefore(model, [rule]).every((line) => line.length <= MAX_HBA_LENGTH);

/** Lines without the last one. */
const linesBefore = (model: ClusterModel, accessRules: AccessRule[]): string[] =>
  accessLines({ ...model, accessRules }, PASSWORD_METHOD).slice(0, -1);

const room = ({ options }: AccessRule, list: (typeof LISTS)[number]): number => options[list]?.join().length ?? 0;

const same = ({ allows }: AccessRule, options: AccessRuleOptions): AccessRule =>
  allows ? AccessRule.allow(options) : AccessRule.reject(options);
