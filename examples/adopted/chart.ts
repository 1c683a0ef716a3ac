import { App } from 'cdk8s';
import { ordersOnCloudNativePg } from './cloudnative-pg';
import { inventoryOnCrunchy } from './crunchy';
import { billingOnZalando } from './zalando';

/** One cluster of each operator that ran before its program was written. */
export function adopted(app: App): void {
  ordersOnCloudNativePg(app);
  billingOnZalando(app);
  inventoryOnCrunchy(app);
}
