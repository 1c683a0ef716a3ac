import { SecretKeyRef } from '../model/backup-target';
import { ComputeOptions } from '../model/compute';
import { StorageOptions } from '../model/storage';
import { Shape, instance, optional, required, text, wrongType } from './shape';

/** What each prop may hold. The compiler sees to it that no prop is missing here. */

const SIZE = 'a Size of cdk8s such as Size.gibibytes(50)';

export const size = instance(SIZE, ['toKibibytes'], (value: { toKibibytes: unknown }, place) =>
  typeof value.toKibibytes === 'function' ? [] : [wrongType(place, SIZE, value)],
);

const cpu = instance(`a Cpu of cdk8s-plus-28 such as Cpu.millis(500)`, ['amount'], (value: { amount: unknown }, place) =>
  typeof value.amount === 'string' ? [] : [wrongType(place, 'a Cpu of cdk8s-plus-28 such as Cpu.millis(500)', value)],
);

export const operator = instance('a PostgresOperator such as PostgresOperator.cloudNativePg()', ['facts', 'capabilities', 'bindCluster']);

export const cluster = instance('an HaCluster', ['identity', 'operator', 'node']);

export const STORAGE: Shape<StorageOptions> = { size: required(size), storageClass: optional(text) };

export const COMPUTE: Shape<ComputeOptions> = {
  cpu: optional(cpu),
  cpuLimit: optional(cpu),
  memory: optional(size),
  memoryLimit: optional(size),
  hugePages2Mi: optional(size),
};

export const version = instance('a PostgresVersion such as PostgresVersion.V17', ['major', 'majorNumber']);

export const SECRET_KEY: Shape<SecretKeyRef> = { name: required(text), key: required(text) };
