import { ClusterModel } from '../model/cluster-model';
import { Rule } from '../private/rules';
import { hiddenSecretNameProblem } from '../private/secret-names';
import { defined, inSeconds, isDnsName, nameProblem } from '../private/value-problems';

const MIN_CERTIFICATE_SECONDS = 3600;

/** What holds for certificates on every operator. */
export const TLS_RULES: readonly Rule<{ readonly model: Pick<ClusterModel, 'tls'> }>[] = [
  {
    id: 'TLS-001',
    summary: 'issuers and Secrets have names of objects',
    why: 'no object can have another name, so the pods would wait for ever',
    check: ({ model: { tls } }) =>
      defined([
        nameProblem('tls.issuerName', tls.issuance?.issuerName),
        hiddenSecretNameProblem('tls.serverSecret', tls.secrets?.serverSecret),
        hiddenSecretNameProblem('tls.caSecret', tls.secrets?.caSecret),
        hiddenSecretNameProblem('tls.replicationSecret', tls.secrets?.replicationSecret),
      ]),
  },
  {
    id: 'TLS-002',
    summary: 'a certificate is valid for at least an hour, in whole seconds',
    why: 'cert-manager refuses less',
    check: ({ model: { tls } }) => {
      const seconds = inSeconds(tls.issuance?.duration);
      return seconds === undefined || (Number.isInteger(seconds) && seconds >= MIN_CERTIFICATE_SECONDS)
        ? undefined
        : `'tls.duration' must be an hour or more in whole seconds, got ${seconds} seconds; write Duration.days(90)`;
    },
  },
  {
    id: 'TLS-003',
    summary: 'a certificate is renewed before it ends, and not all the time',
    why: 'cert-manager refuses it, or issues certificates in a loop',
    check: ({ model: { tls } }) => {
      const { issuance } = tls;
      const duration = inSeconds(issuance?.duration) ?? 90 * 86_400;
      const before = inSeconds(issuance?.renewBefore) ?? 30 * 86_400;
      return issuance === undefined || (Number.isInteger(before) && before >= 300 && before < duration)
        ? undefined
        : `'tls.renewBefore' must be five minutes or more and less than 'duration' of ${duration} seconds, got ${before} seconds; write a third of 'duration'`;
    },
  },
  {
    id: 'TLS-004',
    summary: 'additional DNS names are DNS names',
    why: 'the issuer refuses the certificate',
    check: ({ model: { tls } }) =>
      (tls.issuance?.additionalDnsNames ?? [])
        .filter((name) => !isDnsName(name.replace(/^\*\./, '')))
        .map((name) => `'tls.additionalDnsNames' must be DNS names in lower case, got '${name}'`),
  },
];
