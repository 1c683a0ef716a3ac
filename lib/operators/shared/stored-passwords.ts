import { ClusterModel } from '../../model/cluster-model';

/** A line of pg_hba.conf with a method that takes passwords however they are stored. */
const TAKES_HASHES = /\s(md5|password)(\s|$)/;

/** What is wrong with how passwords are stored, where the operator's own lines of pg_hba.conf ask for SCRAM. */
export const storedPasswordProblem = ({ parameters: { password_encryption: stored }, hbaRules }: ClusterModel): string | undefined =>
  stored?.trim().toLowerCase() !== 'md5' || hbaRules.some((line) => TAKES_HASHES.test(line))
    ? undefined
    : `'password_encryption' must be 'scram-sha-256', got '${stored}'; leave it out, or write the line that lets those in who have nothing newer: hbaRules: ['hostssl all all 10.0.0.0/8 md5']`;

export const STORED_PASSWORDS = {
  summary: 'passwords are stored as verifiers of SCRAM, or a line of hbaRules takes others',
  why: 'the lines of the operator ask for SCRAM, which an MD5 hash cannot answer: whoever gets a password from then on does not get in',
} as const;
