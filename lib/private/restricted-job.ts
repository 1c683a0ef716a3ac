import { ComputeModel } from '../model/compute';
import { resourceRequirements } from './compute-defaults';

/** The pod of every Job that the library prints: it runs where the Pod Security Standard `restricted` is enforced, as a user of no image. */

/** Nothing that the programs write is this user's alone. */
const USER = 65532;

const AS_USER = { runAsNonRoot: true, runAsUser: USER, runAsGroup: USER };

const RUNTIME_DEFAULT = { seccompProfile: { type: 'RuntimeDefault' } };

/** A variable of a container; the value stands here, or is read from somewhere. */
export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

/** A volume as a container sees it. Containers that mount a volume of one name share it. */
export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  /** Where the volume comes from, as a pod has it. */
  readonly source: object;
}

/** A container that may nothing but run its program. */
export interface RestrictedContainer {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env: readonly Variable[];
  readonly compute: ComputeModel;
  readonly mounts: readonly Mount[];
}

/** How much of what Kubernetes fills in by itself is printed. Another form is another pod, so that each Job keeps the one that it began with. */
export enum PodForm {
  /** What is asked for. */
  SHORT,
  /** What cdk8s-plus prints, too. */
  FULL,
}

const FORMS: {
  readonly [form in PodForm]: { readonly pod: object; readonly podSecurity: object; readonly containerSecurity: object };
} = {
  [PodForm.SHORT]: { pod: {}, podSecurity: RUNTIME_DEFAULT, containerSecurity: {} },
  [PodForm.FULL]: {
    pod: { dnsPolicy: 'ClusterFirst', hostNetwork: false, setHostnameAsFQDN: false },
    podSecurity: { fsGroupChangePolicy: 'Always' },
    containerSecurity: { ...AS_USER, privileged: false, ...RUNTIME_DEFAULT },
  },
};

/** What a Job runs. */
export interface RestrictedJob {
  readonly form: PodForm;
  /** Labels of the pod. */
  readonly labels: { readonly [key: string]: string };
  readonly containers: readonly RestrictedContainer[];
  /** How often a pod that fails is replaced. */
  readonly backoffLimit: number;
  /** After which time the Job has failed, whatever it does. */
  readonly deadlineSeconds: number;
  /** Whose token the pods have; absent where they have none. */
  readonly serviceAccountName?: string;
  /** How long a pod may take to end when it is told to; the usual half minute if absent. */
  readonly graceSeconds?: number;
}

/**
 * The spec of a Job, or of the Jobs of a CronJob.
 *
 * The order of the fields is kept: names of Jobs are made of it.
 */
export function restrictedJobSpec(job: RestrictedJob): object {
  const { form, labels, containers, backoffLimit, deadlineSeconds, serviceAccountName, graceSeconds } = job;
  const { pod, podSecurity } = FORMS[form];
  return {
    backoffLimit,
    activeDeadlineSeconds: deadlineSeconds,
    template: {
      metadata: { labels },
      spec: {
        restartPolicy: 'Never',
        automountServiceAccountToken: serviceAccountName !== undefined,
        serviceAccountName,
        terminationGracePeriodSeconds: graceSeconds,
        ...pod,
        securityContext: { ...AS_USER, fsGroup: USER, ...podSecurity },
        containers: containers.map((container) => containerSpec(container, form)),
        volumes: volumesOf(containers),
      },
    },
  };
}

function containerSpec({ name, image, command, env, compute, mounts }: RestrictedContainer, form: PodForm): object {
  return {
    name,
    image,
    imagePullPolicy: 'IfNotPresent',
    command,
    env,
    resources: resourceRequirements(compute),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      ...FORMS[form].containerSecurity,
    },
    volumeMounts: mounts.map(({ source: _source, ...mount }) => mount),
  };
}

/** Each volume once, in the order in which they are mounted. */
function volumesOf(containers: readonly RestrictedContainer[]): object[] {
  const mounts = new Map(containers.flatMap((container) => container.mounts.map((mount) => [mount.name, mount] as const)));
  return [...mounts.values()].map(({ name, source }) => ({ name, ...source }));
}

/** Variables whose values stand in the program. */
export const literalVariables = (values: { readonly [name: string]: string }): Variable[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));
