import type { MigrationPlan } from '../../lib/migration/migration-plan';

/** A name of which no part may reach a shell. */
const NAME = `or'ders; $(touch x) "two"`;

/** What moves between two servers of which nothing else is said. */
export const PLAN: MigrationPlan = {
  name: 'cdk8s_0a1b2c3d',
  attempt: 1,
  method: 'logical',
  source: { words: 'a', superuser: true, leftBehind: { schemas: [], extensions: [], roles: [], objects: [] }, slotsByOperator: false },
  target: {
    words: 'b',
    superuser: true,
    leftBehind: { schemas: [], extensions: [], roles: [], objects: [] },
    slotsByOperator: false,
    managedRoles: [],
    reservedRoles: [],
  },
  databases: [{ source: NAME, target: 'orders', owner: 'app', slot: 'slot_1', reverseSlot: 'slot_r1' }],
  roles: [],
  withoutRows: [],
  publishedByOperator: false,
  subscribedByOperator: false,
  failoverSlots: false,
  wayBack: true,
  workers: 2,
};
