import { RuleFacts } from '../private/rules';

export const PLATFORM_TOO_LATE: RuleFacts = {
  id: 'NET-020',
  summary: 'what a platform is, is said before the clusters on it are made',
  why: 'some of them would be printed for another platform than the others',
};
