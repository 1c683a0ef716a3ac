require('cdk8s');
require('../../build/lib').PostgresOperator.cloudNativePg();
