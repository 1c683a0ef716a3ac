import { at, isMap, Json, mapOf, textOf } from '../../values/json';
import { annotation, KubeObject, refOf } from '../../manifests/object';
import { isStateful, kindOf } from '../../manifests/operators';
import { CNPG } from '../../manifests/operators/cnpg';
import { GuardRule, Hit } from '../rule';
import { Side } from '../../manifests/side';

/** Where a Secret is named. */
const SECRET_NAME =
  /(?:secret|credentials?)(?:\[[^\]]*\])?\.name$|secretKeyRef\.name$|secretName$|(?:server|client|replication)\w*(?:TLS|CA)Secret$|configuration/i;

/** Secrets that the object's consumers name: who still refers to it. */
function referrers(side: Side, namespace: string, secret: string): KubeObject | undefined {
  const names = (value: Json | undefined, key: string): boolean => {
    if (Array.isArray(value)) {
      return value.some((item) => names(item, key));
    }
    if (isMap(value)) {
      return Object.entries(value).some(([name, below]) => names(below, name));
    }
    return value === secret && /name|secret/i.test(key);
  };
  return side
    .objectsIn(namespace)
    .find((object) => !['ExternalSecret', 'SealedSecret', 'Certificate'].includes(object.kind) && names(object.raw.spec, ''));
}

/** Secret that a producer makes. */
function produced(object: KubeObject): string | undefined {
  switch (kindOf(object)) {
    case 'external-secrets.io/ExternalSecret':
      return textOf(at(object.value, 'spec', 'target', 'creationPolicy')) === 'Orphan'
        ? undefined
        : (textOf(at(object.value, 'spec', 'target', 'name')) ?? object.name);
    case 'bitnami.com/SealedSecret':
      return object.name;
    case 'cert-manager.io/Certificate':
      return textOf(at(object.value, 'spec', 'secretName'));
    default:
      return undefined;
  }
}

/** Secrets and what makes them. */
export const SECRET_RULES: readonly GuardRule[] = [
  {
    id: 'G022',
    name: 'secret-producer-removed',
    severity: 'confirm',
    operators: ['kubernetes'],
    what: 'What makes a Secret disappears while the Secret is in use.',
    why: 'A Secret that belongs to its maker is deleted with it.',
    safe: 'Move those who use it first; or let the maker orphan the Secret (creationPolicy: Orphan) and let that be synced.',
    check: ({ removed, head }) => {
      const still = new Set(head.objects.map((object) => `${object.namespace}/${produced(object) ?? ''}`));
      return removed.flatMap((object): Hit[] => {
        const secret = produced(object);
        const user =
          secret === undefined || still.has(`${object.namespace}/${secret}`) ? undefined : referrers(head, object.namespace, secret);
        return user
          ? [
              {
                object,
                field: 'spec',
                old: secret,
                what: `${refOf(object)} disappears, and ${refOf(user)} still uses the Secret '${secret}'.`,
                does:
                  object.kind === 'Certificate'
                    ? 'The certificate is renewed no longer; the Secret stays until somebody deletes it.'
                    : 'The Secret is collected with its owner.',
                evidence: 'read',
              },
            ]
          : [];
      });
    },
  },
  {
    id: 'G104',
    name: 'secret-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'Another Secret is read.',
    why: 'It has to be there with the same keys first, and nobody can tell from here whether it is.',
    safe: 'Make the Secret in an earlier commit.',
    check: ({ pairs }) =>
      pairs
        .filter(({ after }) => after.group !== '' && (isStateful(after) || [CNPG].includes(after.group)))
        .flatMap(({ after, changes }) =>
          changes
            .filter(
              ({ field, old, new: now, inside }) =>
                !inside &&
                SECRET_NAME.test(field) &&
                typeof old === 'string' &&
                typeof now === 'string' &&
                !/^spec\.(certificates|tls|customTLS|customReplicationTLS|env)/.test(field),
            )
            .map(({ field, old, new: now }): Hit => ({
              object: after,
              field,
              old,
              new: now,
              does: 'The operator reads the other Secret at once, and stops where it is missing.',
              evidence: 'read',
            })),
        ),
  },
  {
    id: 'G105',
    name: 'sealed-secret-moved',
    severity: 'block',
    operators: ['kubernetes'],
    what: 'A sealed Secret gets another name or namespace with the same ciphertext.',
    why: 'It is sealed for its name and namespace, and cannot be opened anywhere else.',
    safe: 'Seal it anew for the new place.',
    check: ({ removed, added }) => {
      const sealed = (object: KubeObject): boolean =>
        kindOf(object) === 'bitnami.com/SealedSecret' && annotation(object, 'sealedsecrets.bitnami.com/cluster-wide') !== 'true';
      const cipher = (object: KubeObject): string[] => Object.values(mapOf(at(object.value, 'spec', 'encryptedData'))).map(String);
      return added.filter(sealed).flatMap((object): Hit[] => {
        const wide = annotation(object, 'sealedsecrets.bitnami.com/namespace-wide') === 'true';
        const from = removed
          .filter(sealed)
          .find((old) => cipher(old).some((text) => cipher(object).includes(text)) && !(wide && old.namespace === object.namespace));
        return from
          ? [
              {
                object,
                field: 'metadata.name',
                old: `${from.namespace}/${from.name}`,
                new: `${object.namespace}/${object.name}`,
                does: 'The controller cannot decrypt it: no Secret is made.',
                evidence: 'read',
              },
            ]
          : [];
      });
    },
  },
];
