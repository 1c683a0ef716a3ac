import { RuleFacts } from '../private/rules';

export const FILE_TWICE: RuleFacts = {
  id: 'FLEET-001',
  summary: 'no two charts or objects are printed into one file',
  why: 'the second would replace the first, and nobody would see that it is gone',
};

export const NOT_ALONE: RuleFacts = {
  id: 'FLEET-002',
  summary: 'a chart that is printed early stands alone',
  why: 'its place among the others is only known when all are there',
};

export const TOO_LATE: RuleFacts = {
  id: 'FLEET-003',
  summary: 'nothing changes a chart that was printed early',
  why: 'the change would not be printed',
};

export const STALE: RuleFacts = {
  id: 'FLEET-004',
  summary: 'the output folder holds no file that an earlier synth wrote and this one does not',
  why: 'whoever applies the folder would go on to apply it',
};

export const LIST: RuleFacts = {
  id: 'FLEET-005',
  summary: 'the list of written files can be read',
  why: 'it says what may be deleted',
};

export const TARGET: RuleFacts = {
  id: 'FLEET-006',
  summary: 'a target has a folder of its own below the output folder of a FleetApp',
  why: 'whoever applies the folder of one target must find its objects there, and no others',
};

/** The rules of this room, for the catalogue. */
export const FLEET_RULES: readonly RuleFacts[] = [FILE_TWICE, NOT_ALONE, TOO_LATE, STALE, LIST, TARGET];
