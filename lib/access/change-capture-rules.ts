import { CapturePublication, LogicalSlot } from '../model/change-capture';
import { ClusterModel } from '../model/cluster-model';
import { mebibytes } from '../model/quantity';
import { loginsOf } from '../model/superuser';
import { Rule } from '../private/rules';
import { isIdentifier } from '../private/value-problems';
import { SLOT_LIMIT } from './change-capture';

/** The alphabet of PostgreSQL, which Patroni and the operators hand on. */
const SLOT = /^[a-z0-9_]{1,63}$/;

const PLUGIN = /^[A-Za-z0-9_]{1,63}$/;

const NO_LIMIT = '-1';

/** What holds on every operator where changes are captured. */
export const CHANGE_CAPTURE_RULES: readonly Rule<{ readonly model: ClusterModel }>[] = [
  {
    id: 'CDC-001',
    summary: 'slots keep WAL up to a bound, or there is a reason',
    why: 'a reader that does not come fills the volume, and then the cluster stops',
    check: ({ model: { changeCapture, parameters } }) =>
      changeCapture && (parameters[SLOT_LIMIT] ?? NO_LIMIT) === NO_LIMIT
        ? `'changeCapture' must have a 'walLimit', got none; write walLimit: Size.gibibytes(...) with as much as a reader may be behind, or Rules.of(cluster).suppress('CDC-001', '<the reason>')`
        : undefined,
  },
  {
    id: 'CDC-002',
    summary: 'slots have names that PostgreSQL takes, each once, and a database of the cluster',
    why: 'the slot would never be made, and whoever is to read it waits',
    check: ({ model }) => (model.changeCapture?.slots ?? []).flatMap((slot, i, slots) => slotProblems(model, slot, i, slots)),
  },
  {
    id: 'CDC-003',
    summary: `where changes are captured, 'wal_level' is logical, and the bound is written once`,
    why: 'the server would refuse every slot, or nobody could say which bound counts',
    check: ({ model: { changeCapture, parameters } }) =>
      changeCapture && [
        ...(parameters.wal_level === 'logical'
          ? []
          : [`'parameters' must not have 'wal_level' beside 'changeCapture', got '${parameters.wal_level}'; leave it out`]),
        ...(changeCapture.walLimit && parameters[SLOT_LIMIT] !== `${mebibytes(changeCapture.walLimit)}MB`
          ? [`'parameters' must not have '${SLOT_LIMIT}' beside 'changeCapture.walLimit', got '${parameters[SLOT_LIMIT]}'; leave out one`]
          : []),
      ],
  },
  {
    id: 'CDC-004',
    summary: 'the bound on WAL is whole MiB',
    why: 'PostgreSQL has no smaller unit for it, and does not start',
    check: ({ model: { changeCapture } }) => {
      const limit = changeCapture?.walLimit;
      return limit === undefined || (Number.isInteger(mebibytes(limit)) && mebibytes(limit) >= 1)
        ? undefined
        : `'changeCapture.walLimit' must be whole MiB from 1, got ${mebibytes(limit)}`;
    },
  },
  {
    id: 'CDC-005',
    summary: 'somebody may read the changes',
    why: 'the server lets nobody read WAL who has no attribute for it',
    check: ({ model }) =>
      model.changeCapture &&
      !loginsOf(model).some(({ login, attributes }) => login && (attributes.replication === true || attributes.superuser === true))
        ? `'roles' must have one with attributes: { replication: true } beside 'changeCapture', got none; write { name: 'cdc', attributes: { replication: true }, access: [...] }`
        : undefined,
  },
  {
    id: 'CDC-006',
    summary: 'publications have names, each once in its database, and tables and schemas that can be',
    why: 'PostgreSQL refuses the publication, and whoever reads it waits',
    check: ({ model }) => (model.changeCapture?.publications ?? []).flatMap((one, i, all) => publicationProblems(model, one, i, all)),
  },
];

function publicationProblems(
  { databases }: ClusterModel,
  { name, database, tables = [], schemas = [] }: CapturePublication,
  i: number,
  all: readonly CapturePublication[],
): string[] {
  const place = `changeCapture.publications[${i}]`;
  const known = databases.map((one) => `'${one.name}'`).join(', ') || 'none';
  return [
    ...(isIdentifier(name) ? [] : [`'${place}.name' must be 1 to 63 bytes, got '${name}'`]),
    ...(all.findIndex((other) => other.name === name && other.database === database) < i
      ? [`'changeCapture.publications' has '${name}' of '${database}' twice; write it once`]
      : []),
    ...(databases.some((one) => one.name === database)
      ? []
      : [`'${place}.database' must be a database of the cluster, got '${database}'; it has ${known}`]),
    ...tables
      .filter((table) => table.split('.').length > 2 || !table.split('.').every(isIdentifier))
      .map((table) => `'${place}.tables' must be 'table' or 'schema.table', got '${table}'`),
    ...schemas
      .filter((schema) => !isIdentifier(schema))
      .map((schema) => `'${place}.schemas' must be names of 1 to 63 bytes, got '${schema}'`),
  ];
}

function slotProblems(
  { databases }: ClusterModel,
  { name, database, plugin }: LogicalSlot,
  i: number,
  slots: readonly LogicalSlot[],
): string[] {
  const known = databases.map((one) => `'${one.name}'`).join(', ') || 'none';
  return [
    ...(SLOT.test(name) ? [] : [`'changeCapture.slots[${i}].name' must be 1 to 63 lower-case letters, digits and '_', got '${name}'`]),
    ...(slots.findIndex((other) => other.name === name) < i ? [`'changeCapture.slots' has '${name}' twice; write it once`] : []),
    ...(databases.some((one) => one.name === database)
      ? []
      : [`'changeCapture.slots[${i}].database' must be a database of the cluster, got '${database}'; it has ${known}`]),
    ...(plugin === undefined || PLUGIN.test(plugin)
      ? []
      : [`'changeCapture.slots[${i}].plugin' must be letters, digits and '_', got '${plugin}'; leave it out for pgoutput`]),
  ];
}
