import { isCidr } from '../model/cidr';
import { Exposure } from '../model/exposure';
import { labelKeyProblem } from '../model/names';
import { Rule, RuleFacts } from '../private/rules';
import { defined, isDnsName, isPort } from '../private/value-problems';

/** Whatever stands before it, nothing of it is compared. */
const EVERY_ADDRESS = /\/0$/;

/** What is wrong with an exposure, of a cluster or of a pool. */
function exposureFindings(prop: string, exposure: Exposure, open: boolean): { readonly [rule: string]: readonly string[] } {
  const { sourceRanges, hostname, annotations = {} } = exposure.options;
  const wrong = (sourceRanges ?? []).filter((cidr) => !isCidr(cidr));
  const everybody = sourceRanges === undefined || sourceRanges.length === 0 || sourceRanges.some((cidr) => EVERY_ADDRESS.test(cidr));
  return {
    'EXP-001':
      everybody && !open
        ? [
            `'${prop}' is open to every address; write 'sourceRanges' or, where that is meant, nonProduction: { reason, openToAnyAddress: true }`,
          ]
        : [],
    'EXP-002': wrong.map((cidr) => `'${prop}.sourceRanges' must be CIDRs such as '203.0.113.0/24', got '${cidr}'`),
    'EXP-003':
      hostname === undefined || isDnsName(hostname) ? [] : [`'${prop}.hostname' must be a DNS name in lower case, got '${hostname}'`],
    'EXP-004':
      exposure.port === undefined || isPort(exposure.port)
        ? []
        : [`'${prop}.nodePort' must be a whole number from 1 to 65535, got ${exposure.port}`],
    'EXP-005': [
      ...defined(Object.keys(annotations).map(labelKeyProblem)).map((problem) => `'${prop}.annotations': ${problem}`),
      ...(exposure.loadBalancerClass === undefined || !labelKeyProblem(exposure.loadBalancerClass)
        ? []
        : [`'${prop}.loadBalancerClass' must have the form of a label key, got '${exposure.loadBalancerClass}'`]),
    ],
  };
}

const EXPOSURE_FACTS: readonly RuleFacts[] = [
  {
    id: 'EXP-001',
    summary: 'what is reached from outside says who may come',
    why: 'a database on the internet is tried by everybody within minutes',
  },
  { id: 'EXP-002', summary: 'source ranges are CIDRs', why: 'the API server refuses the Service' },
  { id: 'EXP-003', summary: 'a host name is a DNS name', why: 'the issuer refuses the certificate, and no client finds the name' },
  { id: 'EXP-004', summary: 'a node port is a port', why: 'the API server refuses the Service' },
  {
    id: 'EXP-005',
    summary: 'annotations have valid keys, and classes of load balancers the form of one',
    why: 'the API server refuses the Service',
  },
];

/** The rules of exposures over whatever has one. */
export const exposureRules = <M>(
  exposures: (model: M) => readonly (readonly [prop: string, exposure: Exposure | undefined, open: boolean])[],
): readonly Rule<M>[] =>
  EXPOSURE_FACTS.map((facts) => ({
    ...facts,
    check: (model) =>
      exposures(model).flatMap(([prop, exposure, open]) => (exposure && exposureFindings(prop, exposure, open)[facts.id]) ?? []),
  }));
