import { AzureCredentials, BackupTarget, GcsCredentials } from '../../../lib';
import { ClusterModel } from '../../../lib/model/cluster-model';
import { Ask, program } from '../../support/programs';
import { newChart } from '../../support/render';
import { Attachments } from '../../../lib/private/attachments';
import { zalando } from './support';

const LOST = { name: 'orders', namespace: 'shop' };
const RECOVERED = { name: 'orders-2', namespace: 'shop' };

test('how a program gets into a cluster', () => {
  expect(zalando().accessFacts(LOST, 'orders_app')).toEqual({
    apiGroup: 'acid.zalan.do',
    plural: 'postgresqls',
    ready: 'jsonpath={.status.PostgresClusterStatus}=Running',
    secretName: 'orders-app.orders.credentials.postgresql.acid.zalan.do',
    usernameKey: 'username',
    passwordKey: 'password',
    podLabels: { application: 'spilo', 'cluster-name': 'orders' },
    operatorNamespace: 'postgres-operator',
    operatorPorts: [5432, 8008],
    volumeClaims: ['pgdata-orders-0'],
  });
});

/** The model of the cluster of a program. */
function model(ask: Ask): ClusterModel {
  const chart = newChart('shop');
  program(zalando(), ask)(chart);
  return Attachments.within(chart, chart.node.findChild('db'))!.model();
}

const facts = (ask: Ask) => zalando().runbookFacts(model(ask), RECOVERED);

test('a runbook without backups names no store', () => {
  const { inspect, before } = facts({});
  expect(inspect).toHaveLength(1);
  expect(before.map(({ command }) => command)).toEqual(['kubectl get pvc --namespace=shop --selector=cluster-name=orders-2']);
});

test('commands run in the pod of the primary', () => {
  const { flush, after } = facts({ backup: {} });
  const pod = (name: string) =>
    `kubectl exec --namespace=shop "$(kubectl get pod --namespace=shop --selector=application=spilo,cluster-name=${name},spilo-role=master --output=name)" --container=postgres -- su postgres -c`;
  expect(flush[0]?.command).toBe(`${pod('orders')} 'psql --dbname=postgres --command="SELECT pg_switch_wal()"'`);
  expect(after.map(({ command }) => command)).toEqual([
    'kubectl logs --namespace=shop orders-2-0 --container=postgres --follow',
    `kubectl wait --namespace=shop postgresqls.acid.zalan.do/orders-2 --for='jsonpath={.status.PostgresClusterStatus}=Running' --timeout=6h`,
    `${pod('orders-2')} 'psql --dbname=postgres --command="SELECT pg_is_in_recovery()"'`,
    `${pod('orders-2')} 'envdir /run/etc/wal-e.d/env /scripts/postgres_backup.sh /home/postgres/pgdata/pgroot/data'`,
  ]);
});

test('the passwords of the owners are carried over, each once', () => {
  const databases = [
    { name: 'orders', owner: 'orders_app' },
    { name: 'audit', owner: 'orders_app' },
  ];
  expect(facts({ cluster: { databases }, backup: {} }).before.map(({ command }) => command)).toEqual([
    'kubectl get pvc --namespace=shop --selector=cluster-name=orders-2',
    `kubectl get secret --namespace=shop orders-app.orders.credentials.postgresql.acid.zalan.do --output=json | jq '{apiVersion: "v1", kind: "Secret", type: "Opaque", metadata: {"name":"orders-app.orders-2.credentials.postgresql.acid.zalan.do","namespace":"shop"}, data: {"username": .data["username"], "password": .data["password"]}}' | kubectl apply --filename=-`,
  ]);
});

test.each<[string, Ask, string]>([
  ['Amazon S3', { backup: {} }, 'aws s3 ls --recursive s3://acme-pg/spilo/orders/shop/v1/wal/ | grep backup_stop_sentinel.json'],
  [
    'Google Cloud Storage',
    { backup: { target: BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs') }) } },
    `gcloud storage ls --recursive 'gs://acme-pg/spilo/orders/shop/v1/wal/**/*backup_stop_sentinel.json'`,
  ],
  [
    'Azure',
    {
      backup: {
        target: BackupTarget.azure({
          storageAccount: 'acmepg',
          container: 'postgres',
          credentials: AzureCredentials.fromSecret('pg-azure'),
        }),
      },
    },
    `az storage blob list --account-name=acmepg --container-name=postgres --prefix=spilo/orders/shop/v1/wal/ --query="[?ends_with(name, 'backup_stop_sentinel.json')].name" --output=tsv`,
  ],
])('the backups in %s are listed', (_, ask, command) => {
  expect(facts(ask).inspect[1]?.command).toBe(command);
});
