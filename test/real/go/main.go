// The quickstart in Go: it has to print what the one in TypeScript prints.
package main

import (
	"github.com/aws/jsii-runtime-go"
	pg "github.com/cdk8s-postgres/cdk8s-postgres-go/cdk8spostgres"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
)

func main() {
	app := cdk8s.NewApp(nil)
	chart := cdk8s.NewChart(app, jsii.String("quickstart"), &cdk8s.ChartProps{Namespace: jsii.String("orders")})

	db := pg.NewHaCluster(chart, jsii.String("db"), &pg.HaClusterProps{
		ClusterName: jsii.String("orders"),
		Operator:    pg.PostgresOperator_CloudNativePg(nil),
		Version:     pg.PostgresVersion_V17(),
		Storage:     &pg.StorageOptions{Size: cdk8s.Size_Gibibytes(jsii.Number(50)), StorageClass: jsii.String("fast-ssd")},
		Databases:   &[]*pg.DatabaseOptions{{Name: jsii.String("orders"), Owner: jsii.String("orders-app")}},
	})

	pg.NewBackupPolicy(chart, jsii.String("backups"), &pg.BackupPolicyProps{
		Cluster: db,
		Target: pg.BackupTarget_S3(&pg.S3TargetOptions{
			Bucket:      jsii.String("acme-pg"),
			Region:      jsii.String("eu-west-1"),
			Credentials: pg.ObjectStoreCredentials_FromSecret(jsii.String("pg-s3"), nil),
		}),
		Schedules: &[]pg.BackupSchedule{pg.BackupSchedule_Full(jsii.String("0 2 * * *"))},
		Retention: pg.BackupRetention_Days(jsii.Number(30), nil),
	})

	pg.NewConnectionPool(chart, jsii.String("pool"), &pg.ConnectionPoolProps{
		Cluster:   db,
		Mode:      pg.PoolMode_TRANSACTION,
		Instances: jsii.Number(2),
	})

	app.Synth()
}
