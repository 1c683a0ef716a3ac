"""A program that is refused: the message has to reach Python as it is."""

from cdk8s import App, Chart, Size
from cdk8s_postgres import HaCluster, NonProductionOptions, PostgresOperator, PostgresVersion, StorageOptions

app = App()
chart = Chart(app, "orders", namespace="orders")
HaCluster(
    chart,
    "db",
    cluster_name="orders",
    operator=PostgresOperator.zalando(team_id="acme"),
    version=PostgresVersion.V17,
    storage=StorageOptions(size=Size.gibibytes(50)),
    instances=0,
    non_production=NonProductionOptions(reason="a test", without_backups=True),
)
app.synth()
