import { DNS_LABEL } from '../model/names';
import { Rule } from '../private/rules';
import { SourceFolder } from './source-folder';

/** An object of Argo CD or Flux, as far as the rules ask. */
export interface DeliveryContext {
  /** Prop and value of its name. */
  readonly name: readonly [prop: string, value: string];
  readonly source?: SourceFolder;
  /** Path of a folder, or pattern of folders, outside of `source`. */
  readonly pattern?: string;
  readonly automated?: boolean;
  readonly prune?: boolean;
  readonly selfHeal?: boolean;
  readonly syncWave?: number;
}

/** Longer ones do not fit into a label. */
const MAX_NAME = 63;

const REPOSITORY = /^(https?:\/\/|ssh:\/\/|git@|oci:\/\/)\S+$/;
const WITH_PASSWORD = /^[a-z]+:\/\/[^/\s@]*:[^/\s@]*@|^https?:\/\/[^/\s@]+@/;

const leavesRepository = (path: string): boolean => path === '' || path.startsWith('/') || path.split('/').includes('..');

export const wholeNumberProblem = (syncWave: number | undefined): string | undefined =>
  syncWave === undefined || Number.isSafeInteger(syncWave) ? undefined : `'syncWave' must be a whole number such as -1, got ${syncWave}`;

/** Rules of Applications, of what makes them, and of Kustomizations. */
export const DELIVERY_RULES: readonly Rule<DeliveryContext>[] = [
  {
    id: 'GITOPS-001',
    summary: 'an Application, an ApplicationSet and a Kustomization have a name that is a label',
    why: 'what they apply is labelled with it, and the API server refuses others',
    check: ({ name: [prop, value] }) =>
      DNS_LABEL.test(value) && value.length <= MAX_NAME
        ? undefined
        : `'${prop}' must be at most ${MAX_NAME} lower-case letters, digits and '-', got '${value}'`,
  },
  {
    id: 'GITOPS-003',
    summary: 'the path of a folder stays within its repository',
    why: 'the tool refuses it, or applies something else',
    check: ({ source, pattern }) =>
      [
        ['source.path', source?.path],
        ['path', pattern],
      ].flatMap(([prop, path]) =>
        path === undefined || !leavesRepository(path)
          ? []
          : [`'${prop}' must be a path from the root of the repository such as 'clusters/orders', got '${path}'`],
      ),
  },
  {
    id: 'GITOPS-004',
    summary: 'a repository is named by a URL without a credential, and by a revision',
    why: 'the URL is printed; Argo CD reads credentials of repositories from Secrets',
    check: ({ source }) => {
      if (source === undefined) {
        return undefined;
      }
      const { repository, revision } = source;
      if (WITH_PASSWORD.test(repository)) {
        return `'source.repository' holds a credential; write the URL without it, and consider the credential as leaked`;
      }
      return [
        ...(REPOSITORY.test(repository)
          ? []
          : [`'source.repository' must be a URL such as 'https://git.example.com/databases.git', got '${repository}'`]),
        ...(revision.trim() === '' ? [`'source.revision' is empty; write a branch, a tag or a commit`] : []),
      ];
    },
  },
  {
    id: 'GITOPS-006',
    summary: 'what prunes or heals by itself syncs by itself',
    why: 'Argo CD does neither without automated syncs, so the setting would mean nothing',
    check: ({ automated = true, prune = false, selfHeal = false }) =>
      automated
        ? undefined
        : Object.entries({ prune, selfHeal }).flatMap(([prop, asked]) =>
            asked ? [`'${prop}' needs 'automated', which is false; take one of the two away`] : [],
          ),
  },
  {
    id: 'GITOPS-007',
    summary: 'a wave is a whole number',
    why: 'Argo CD takes anything else for 0',
    check: ({ syncWave }) => wholeNumberProblem(syncWave),
  },
];
