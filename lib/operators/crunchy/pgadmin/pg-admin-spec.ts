import { PgAdminSpec, PgAdminSpecServerGroups, PgAdminSpecUsers } from '../../../../imports/crunchy/pg-admin';
import { SecretKeyRef } from '../../../model/backup-target';
import { PgAdminGroupModel, PgAdminModel } from '../../../model/pg-admin';
import { saidRequirements } from '../../../private/compute-defaults';
import { jsonOf } from '../../../private/json-text';
import { nonEmpty, pullSecrets } from '../../../private/kubernetes';
import { fields, projectedSources, some } from '../../../private/pod-fields';
import { groupPlacementFields } from '../cluster/helper-pods';
import { volumeClaim } from '../cluster/volume-claim';

/** A pgAdmin as PGO has it. */
export function pgAdminSpec(pgAdmin: PgAdminModel): PgAdminSpec {
  const { storage, image, imagePullPolicy, imagePullSecrets, serviceName, placement, compute, labels, annotations } = pgAdmin;
  return {
    metadata: fields({ labels: nonEmpty(labels), annotations: nonEmpty(annotations) }),
    image,
    imagePullPolicy: imagePullPolicy as PgAdminSpec['imagePullPolicy'],
    imagePullSecrets: nonEmpty(pullSecrets(imagePullSecrets)),
    dataVolumeClaimSpec: volumeClaim(storage),
    resources: saidRequirements(compute) as PgAdminSpec['resources'],
    ...(groupPlacementFields(placement) as Pick<PgAdminSpec, 'affinity' | 'tolerations' | 'priorityClassName'>),
    serviceName,
    serverGroups: nonEmpty(pgAdmin.groups.map(serverGroup)),
    users: nonEmpty(
      pgAdmin.users.map(({ email, password, role }) => ({
        username: email,
        passwordRef: secretKey(password),
        role: role as PgAdminSpecUsers['role'],
      })),
    ),
    config: fields({
      settings: parsed(pgAdmin.settings),
      gunicorn: parsed(pgAdmin.webServer),
      ldapBindPassword: pgAdmin.ldapBindPassword && secretKey(pgAdmin.ldapBindPassword),
      configDatabaseUri: pgAdmin.configDatabase && secretKey(pgAdmin.configDatabase),
      oauthConfigurations: nonEmpty(pgAdmin.oauth.map(({ name, secret }) => ({ name, secret: secretKey(secret) }))),
      files: projectedSources(some(pgAdmin.configFiles)),
    }),
  };
}

function serverGroup({ name, clusterName, labels = {}, requirements = [] }: PgAdminGroupModel): PgAdminSpecServerGroups {
  if (clusterName !== undefined) {
    return { name, postgresClusterName: clusterName };
  }
  // An empty selector is every cluster, and has to be printed.
  const matchExpressions = nonEmpty(requirements.map(({ key, operator, values }) => ({ key, operator: operator as string, values })));
  return { name, postgresClusterSelector: { matchLabels: nonEmpty(labels), matchExpressions } };
}

const secretKey = ({ name, key }: SecretKeyRef) => ({ name, key });

/** Settings are JSON in the model, and texts where the rule that says so is suppressed. */
const parsed = (settings: { readonly [name: string]: string }) =>
  nonEmpty(Object.fromEntries(Object.entries(settings).map(([name, json]) => [name, (jsonOf(json) ?? { value: json }).value])));
