import { ComputeModel } from '../model/compute';
import { PodSettings } from '../model/pod-settings';
import { nodeAffinityOnly } from './affinity';
import { resourceRequirements } from './compute-defaults';
import { nonEmpty, pullSecrets, tolerations } from './kubernetes';

/**
 * The pod of every Job that the library prints: it has what the pods of its cluster have, and runs where the Pod Security Standard
 * `restricted` is enforced, as a user of no image.
 */

/** Nothing that the programs write is this user's alone. */
const USER = 65532;

const AS_USER = { runAsUser: USER, runAsGroup: USER };

const RUNTIME_DEFAULT = { seccompProfile: { type: 'RuntimeDefault' } };

/** What a container writes is its log, and files of a few lines. */
const SCRATCH = { requests: { 'ephemeral-storage': '16Mi' }, limits: { 'ephemeral-storage': '64Mi' } };

/** What a program finds of its service account, as Kubernetes mounts it into every container of a pod unless it is told not to. */
const TOKEN: Mount = {
  name: 'token',
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
  source: {
    projected: {
      sources: [
        // Renewed by the kubelet long before it ends.
        { serviceAccountToken: { path: 'token', expirationSeconds: 3600 } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { fieldPath: 'metadata.namespace' } }] } },
      ],
    },
  },
};

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
  /** Room on the node for what the program writes; that of a log if absent. */
  readonly scratch?: typeof SCRATCH;
  /** Whether the program talks to the API server, as the service account of the pod. */
  readonly takesToken?: boolean;
}

/** What a Job runs. */
export interface RestrictedJob {
  /** What the pods of the cluster have, and this one too. */
  readonly settings: PodSettings;
  /** Labels by which the pods are found; none of the cluster's takes their place. */
  readonly labels: { readonly [key: string]: string };
  readonly containers: readonly RestrictedContainer[];
  /** How often a pod that fails is replaced. */
  readonly backoffLimit: number;
  /** After which time the Job has failed, whatever it does. */
  readonly deadlineSeconds: number;
  /** Who the pods are for the API server; nobody if absent. */
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
  const { settings, labels, backoffLimit, deadlineSeconds, serviceAccountName, graceSeconds } = job;
  const { placement, annotations, imagePullSecrets, platform } = settings;
  const nodes = nodeAffinityOnly(placement);
  const containers = job.containers.map((one) => (one.takesToken ? { ...one, mounts: [...one.mounts, TOKEN] } : one));
  return {
    backoffLimit,
    activeDeadlineSeconds: deadlineSeconds,
    template: {
      metadata: { labels: { ...settings.labels, ...labels }, annotations: nonEmpty(annotations) },
      spec: {
        restartPolicy: 'Never',
        // Not into containers that have no use for it.
        automountServiceAccountToken: false,
        serviceAccountName,
        terminationGracePeriodSeconds: graceSeconds,
        imagePullSecrets: nonEmpty(pullSecrets(imagePullSecrets)),
        nodeSelector: nonEmpty(placement.nodeSelector),
        affinity: nodes && { nodeAffinity: nodes },
        tolerations: nonEmpty(tolerations(placement)),
        priorityClassName: placement.priorityClassName,
        // OpenShift refuses every user that is not of the range of the namespace, and gives one by itself.
        securityContext: { runAsNonRoot: true, ...(platform.openShift ? {} : { ...AS_USER, fsGroup: USER }), ...RUNTIME_DEFAULT },
        containers: containers.map((container) => containerSpec(container, platform.openShift)),
        volumes: volumesOf(containers),
      },
    },
  };
}

function containerSpec({ name, image, command, env, compute, mounts, scratch = SCRATCH }: RestrictedContainer, openShift: boolean): object {
  const { requests, limits } = resourceRequirements(compute);
  return {
    name,
    image,
    // Whoever may pull the image is asked each time, also on a node that has it.
    imagePullPolicy: 'Always',
    command,
    env,
    resources: { requests: { ...requests, ...scratch.requests }, limits: { ...limits, ...scratch.limits } },
    securityContext: {
      runAsNonRoot: true,
      ...(openShift ? {} : AS_USER),
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      ...RUNTIME_DEFAULT,
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
