"""The quickstart in Python: it has to print what the one in TypeScript prints."""

from cdk8s import App, Chart, Size
from cdk8s_postgres import (
    BackupPolicy,
    BackupRetention,
    BackupSchedule,
    BackupTarget,
    ConnectionPool,
    DatabaseOptions,
    HaCluster,
    ObjectStoreCredentials,
    PoolMode,
    PostgresOperator,
    PostgresVersion,
    StorageOptions,
)

app = App()
chart = Chart(app, "quickstart", namespace="orders")

db = HaCluster(
    chart,
    "db",
    cluster_name="orders",
    operator=PostgresOperator.cloud_native_pg(),
    version=PostgresVersion.V17,
    storage=StorageOptions(size=Size.gibibytes(50), storage_class="fast-ssd"),
    databases=[DatabaseOptions(name="orders", owner="orders-app")],
)

BackupPolicy(
    chart,
    "backups",
    cluster=db,
    target=BackupTarget.s3(bucket="acme-pg", region="eu-west-1", credentials=ObjectStoreCredentials.from_secret("pg-s3")),
    schedules=[BackupSchedule.full("0 2 * * *")],
    retention=BackupRetention.days(30),
)

ConnectionPool(chart, "pool", cluster=db, mode=PoolMode.TRANSACTION, instances=2)

app.synth()
