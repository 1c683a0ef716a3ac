import { CNPG_EFFECTS } from './cnpg';
import { CRUNCHY_EFFECTS } from './crunchy';
import { ChangeEffect, Operator } from './effect';
import { KUBERNETES_EFFECTS } from './kubernetes';
import { ZALANDO_EFFECTS } from './zalando';

/** What each operator makes of each change: for guard, and for whoever else has to tell it. */
export const EFFECTS: { readonly [operator in Operator]: readonly ChangeEffect[] } = {
  cnpg: CNPG_EFFECTS,
  zalando: ZALANDO_EFFECTS,
  crunchy: CRUNCHY_EFFECTS,
  kubernetes: KUBERNETES_EFFECTS,
};
