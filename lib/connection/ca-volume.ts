import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SecretKeyRef } from '../model/backup-target';
import { shortHash } from '../private/hash';
import { PlainConnection } from './plain-connection';
import { sharedVolume } from './shared-volume';

/** Folder that the CAs of clusters are mounted below. */
const CA_ROOT = '/etc/postgres-ca';
const CA_FILE = 'ca.crt';

/** Where containers have a CA. The folder is named after the Secret: a pool may have another CA than its cluster. */
export const caFolder = ({ name }: SecretKeyRef): string => `${CA_ROOT}/${name}`;

/** The file with a CA in containers. */
export const caFileOf = (ca: SecretKeyRef): string => `${caFolder(ca)}/${CA_FILE}`;

const volumeName = ({ name, key }: SecretKeyRef): string => `postgres-ca-${shortHash(`${name} ${key}`)}`;

/** A Secret that somebody else makes. */
export const importedSecret = (scope: Construct, id: string, name: string): kplus.ISecret =>
  (scope.node.tryFindChild(id) as kplus.ISecret | undefined) ?? kplus.Secret.fromSecretName(scope, id, name);

/** One volume for everybody who mounts the same CA: cdk8s-plus refuses two of one name in a pod. */
export const caVolume = (scope: Construct, ca: SecretKeyRef): kplus.Volume =>
  sharedVolume(scope, `ca ${ca.name} ${ca.key}`, () =>
    kplus.Volume.fromSecret(scope, 'CaVolume', importedSecret(scope, 'Ca', ca.name), {
      name: volumeName(ca),
      items: { [ca.key]: { path: CA_FILE } },
    }),
  );

/** The same as plain data. */
export const plainCaVolume = (ca: SecretKeyRef): Pick<PlainConnection, 'volumeMounts' | 'volumes'> => ({
  volumeMounts: [{ name: volumeName(ca), mountPath: caFolder(ca), readOnly: true }],
  volumes: [{ name: volumeName(ca), secret: { secretName: ca.name, items: [{ key: ca.key, path: CA_FILE }] } }],
});
