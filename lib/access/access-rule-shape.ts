import { AccessMethod, AccessRule, AccessRuleOptions } from '../model/access-rule';
import { Shape, instance, listOf, oneOf, optional, shapeProblems, text } from '../private/shape';

const ACCESS_RULE: Shape<AccessRuleOptions> = {
  roles: optional(listOf(text)),
  databases: optional(listOf(text)),
  addresses: optional(listOf(text)),
  method: optional(oneOf(AccessMethod, 'AccessMethod')),
};

export const accessRule = instance('an AccessRule such as AccessRule.allow(...)', ['allows', 'options'], ({ options }: AccessRule, place) =>
  shapeProblems(ACCESS_RULE, options, place),
);
