import { RuleFacts } from '../private/rules';

export const DEFAULTS_TOO_LATE: RuleFacts = {
  id: 'MON-026',
  summary: 'how clusters are watched is said before they are made',
  why: 'some of them would be watched otherwise than the others',
};
