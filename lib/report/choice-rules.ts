import { RuleFacts } from '../private/rules';

const WHY = 'the answer would mean nothing';

export const NO_CANDIDATE: RuleFacts = { id: 'CHOICE-001', summary: 'a choice is made between operators', why: WHY };
export const TWINS: RuleFacts = { id: 'CHOICE-002', summary: 'the candidates of a choice differ', why: WHY };
export const NO_VERSION: RuleFacts = { id: 'CHOICE-003', summary: 'a version of Kubernetes has two numbers', why: WHY };

export const CHOICE_RULES: readonly RuleFacts[] = [NO_CANDIDATE, TWINS, NO_VERSION];
