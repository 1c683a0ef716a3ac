import { NetworkModel, NetworkOptions } from '../model/network';

/** Who reaches the pods, with every default filled in. */
export const networkModel = ({ monitoringNamespace, managedElsewhere, operatorNamespace, egress }: NetworkOptions = {}): NetworkModel => ({
  operatorNamespace,
  monitoringNamespace: monitoringNamespace ?? 'monitoring',
  egress: egress && {
    ...egress,
    apiServerCidrs: [...egress.apiServerCidrs],
    archiveCidrs: egress.archiveCidrs && [...egress.archiveCidrs],
    databaseCidrs: egress.databaseCidrs && [...egress.databaseCidrs],
  },
  managedElsewhere: managedElsewhere ?? false,
});
