import { ChangeEffect } from './effect';

/** A row of a table whose kind is given once. */
export type Row = Omit<ChangeEffect, 'kind'>;

export const of = (kind: string, rows: readonly Row[]): ChangeEffect[] => rows.map((row) => ({ kind, ...row }));

/** One row for each of several fields. */
export const each = (paths: readonly string[], row: Omit<Row, 'path'>): Row[] => paths.map((path) => ({ path, ...row }));
