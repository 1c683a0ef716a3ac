import { Alert } from '../model/alert';

/** What a dashboard is made of. How Grafana writes it down is another file's business. */

/** How values are shown. The value is the type of Grafana's panel. */
export enum PanelKind {
  TIME_SERIES = 'timeseries',
  STAT = 'stat',
  TABLE = 'table',
  STATES = 'state-timeline',
}

/** What values are measured in. The value is Grafana's id of the unit. */
export enum Unit {
  NUMBER = 'short',
  SECONDS = 's',
  BYTES = 'bytes',
  BYTES_PER_SECOND = 'binBps',
  PER_SECOND = 'ops',
  /** 0 to 100. */
  PERCENT = 'percent',
  /** 0 to 1. */
  PART = 'percentunit',
}

export type Color = 'green' | 'yellow' | 'orange' | 'red' | 'blue' | 'text';

/** One line of a panel, or several of the same expression. */
export interface Target {
  readonly expr: string;
  /** Name of each series; `{{label}}` stands for the value of a label. */
  readonly legend: string;
  /** Whether it is the threshold of an alert, which is drawn as a broken line. */
  readonly isThreshold?: boolean;
}

/** What a value is called and coloured from here on. */
export interface Step {
  /** The first step begins below all values. */
  readonly from?: number;
  readonly color: Color;
}

/** A value that has a name. */
export interface Mapping {
  readonly value: number;
  readonly text: string;
  readonly color: Color;
}

/** One column of a table: what it is called, and the unit of its values. */
export interface Column {
  readonly title: string;
  readonly unit: Unit;
  readonly expr: string;
  readonly steps?: readonly Step[];
  readonly mappings?: readonly Mapping[];
}

interface PanelBase {
  readonly title: string;
  readonly description: string;
  /** Of 24 columns. */
  readonly width: number;
  readonly height: number;
}

/** Lines over time, one number, or states over time. */
export interface SeriesPanel extends PanelBase {
  readonly kind: PanelKind.TIME_SERIES | PanelKind.STAT | PanelKind.STATES;
  readonly unit: Unit;
  readonly targets: readonly Target[];
  readonly isStacked?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly steps?: readonly Step[];
  readonly mappings?: readonly Mapping[];
  /** The alert whose threshold is drawn. */
  readonly alert?: Alert;
}

/** One row for each set of labels, one column for each expression. */
export interface TablePanel extends PanelBase {
  readonly kind: PanelKind.TABLE;
  /** Labels that make a row, with their titles. */
  readonly keys: { readonly [label: string]: string };
  readonly columns: readonly Column[];
}

export type Panel = SeriesPanel | TablePanel;

/** Panels under one title. */
export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** Something that the reader chooses, and that stands as `$name` in expressions. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** What can be chosen: a query of Grafana's data source for Prometheus. */
  readonly query: string;
  /** What all of them match, RE2; where this is absent, one has to be chosen. */
  readonly all?: string;
}

/** A dashboard. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  /** Chosen beside the data source, in this order. */
  readonly variables: readonly Variable[];
  /** The time that is shown at first, up to now: `6h`. */
  readonly from: string;
  readonly rows: readonly PanelRow[];
}
