import { ClusterState } from '../model/cluster-state';
import { MaintenanceWindow, PrimaryUpdate, UpdateOptions, VerbTokens, Weekday } from '../model/updates';
import { Shape, boolean, instance, listOf, oneOf, optional, required, struct, text } from '../private/shape';

const WINDOW: Shape<MaintenanceWindow> = {
  day: optional(oneOf(Weekday, 'Weekday')),
  from: required(text),
  to: required(text),
};

export const UPDATES: Shape<UpdateOptions> = {
  primary: optional(oneOf(PrimaryUpdate, 'PrimaryUpdate')),
  supervised: optional(boolean),
  hold: optional(boolean),
  windows: optional(listOf(struct(WINDOW))),
};

export const VERBS: Shape<VerbTokens> = { restart: optional(text), reload: optional(text), switchover: optional(text) };

export const state = instance(
  'a ClusterState such as ClusterState.stopped()',
  ['kind', 'withoutFailover', 'instances'],
  ({ instances, withoutFailover }: ClusterState, place) => [
    ...(instances === undefined ? [] : listOf(text)(instances, place)),
    ...boolean(withoutFailover, `${place}.withoutFailover`),
  ],
);
