import { AccessMethod } from '../../../model/access-rule';
import { ClusterModel } from '../../../model/cluster-model';
import { DNS_LABEL, DNS_SUBDOMAIN } from '../../../model/names';
import { Rule } from '../../../private/rules';
import type { ClusterContext } from '../rule-contexts';
import { ARCHIVING, FOLLOWING, RESTORING } from '../backup/store-spec';

const MAX_LABEL = 63;

/** Volumes that the pods have besides, or may have. */
const VOLUMES = ['pgdata', 'dshm', ...[ARCHIVING, RESTORING, FOLLOWING].flatMap(({ files }) => [`${files}-ca`, `${files}-gcs`])];

/** What this operator adds to the rules of certificates. */
export const TLS_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-162',
    summary: 'Secrets with certificates have names that a volume can have',
    why: 'the operator names volumes after them, and the API server refuses the pods',
    check: ({ model: { tls } }) =>
      (['serverSecret', 'caSecret'] as const).flatMap((prop) => {
        const name = tls.secrets?.[prop];
        // TLS-001 reports what no object can have for a name.
        if (name === undefined || !DNS_SUBDOMAIN.test(name)) {
          return [];
        }
        if (VOLUMES.includes(name)) {
          return [`'tls.${prop}' must not be ${VOLUMES.join(', ')}, got '${name}'; write another name`];
        }
        return name.length <= MAX_LABEL && DNS_LABEL.test(name)
          ? []
          : [`'tls.${prop}' must be at most ${MAX_LABEL} lower-case letters, digits and '-', got '${name}'; write another name`];
      }),
  },
  {
    id: 'ZAL-163',
    summary: 'the CA is in another Secret than the certificate of the server, where its Secret is named',
    why: 'the operator would make two volumes of one name, and the API server refuses the pods',
    check: ({ model: { tls } }) =>
      tls.secrets?.caSecret !== undefined && tls.secrets.caSecret === tls.secrets.serverSecret
        ? `'tls.caSecret' must be another Secret than 'tls.serverSecret', got '${tls.secrets.caSecret}' for both; leave 'caSecret' out`
        : undefined,
  },
  {
    id: 'ZAL-164',
    summary: 'clients are asked for certificates only where there is a CA to check them with',
    why: 'a server without a CA refuses every connection that such a rule fits',
    check: ({ model }) =>
      model.tls._kind === 'operator'
        ? certificatesAsked(model).map((place) => `'${place}' asks for a certificate of the client; write tls: ClusterTls.certManager(...)`)
        : undefined,
  },
];

/** Rules and lines that ask for a certificate of the client. */
const certificatesAsked = ({ accessRules, hbaRules }: ClusterModel): string[] => [
  ...hbaRules.flatMap((line, i) => (ASKS_CERTIFICATE.test(line) ? [`hbaRules[${i}]`] : [])),
  ...accessRules.flatMap(({ options }, i) => (options.method === AccessMethod.CERTIFICATE ? [`accessRules[${i}]`] : [])),
];

/** What stands behind the type, the databases, the users and the address of a line. */
const ASKS_CERTIFICATE = /^hostssl\s+\S+\s+\S+\s+\S+(\s.*)?\s(cert(\s|$)|clientcert=)/;
