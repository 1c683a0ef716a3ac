import { secretValue, source } from '../access/secret-value-rules';
import { Finding } from '../model/finding';
import { ObjectStoreSecretKind, byKind } from '../model/kinds';
import { AzureSasSecretValues, AzureSecretValues, GcsSecretValues, ObjectStoreSecretValues, S3SecretValues } from '../model/secret-source';
import { Shape, instance, listOf, number, optional, required, shapeProblems, text } from '../private/shape';
import type { ObjectStoreSecretProps } from './object-store-secret-props';

const S3: Shape<S3SecretValues> = { accessKeyId: required(secretValue), secretAccessKey: required(secretValue) };

const GCS: Shape<GcsSecretValues> = { keyFile: required(secretValue) };

const AZURE: Shape<AzureSecretValues> = { storageAccount: required(text), key: required(secretValue) };

const AZURE_SAS: Shape<AzureSasSecretValues> = { storageAccount: required(text), sasToken: required(secretValue) };

const VALUES: { readonly [kind in ObjectStoreSecretKind]: (values: ObjectStoreSecretValues, place: string) => Finding[] } = {
  s3: ({ s3Values }, place) => shapeProblems(S3, s3Values, place),
  gcs: ({ gcsValues }, place) => shapeProblems(GCS, gcsValues, place),
  azure: ({ azureValues }, place) => shapeProblems(AZURE, azureValues, place),
  'azure-sas': ({ azureSasValues }, place) => shapeProblems(AZURE_SAS, azureSasValues, place),
};

export const values = instance(
  'ObjectStoreSecretValues such as ObjectStoreSecretValues.s3(...)',
  ['_kind', 's3Values', 'gcsValues', 'azureValues', 'azureSasValues'],
  (value: ObjectStoreSecretValues, place) => byKind(value._kind, VALUES)(value, place),
);

export const OBJECT_STORE_SECRET_SHAPE: Shape<ObjectStoreSecretProps> = {
  secretName: required(text),
  source: required(source),
  values: optional(values),
  encryptionKey: optional(secretValue),
  repositories: optional(listOf(number)),
};
