import { SpreadRule } from '../../lib';
import { PodSettings } from '../../lib/model/pod-settings';
import { platformModel } from '../../lib/private/platform-facts';
import { RestrictedJob, literalVariables, restrictedJobSpec } from '../../lib/private/restricted-job';
import { at } from '../support/render';

const STATE = { name: 'state', mountPath: '/state', source: { emptyDir: {} } };
const CODE = { name: 'code', mountPath: '/code', readOnly: true, source: { configMap: { name: 'files' } } };

const SETTINGS: PodSettings = {
  placement: { nodes: SpreadRule.NONE, zones: SpreadRule.NONE, nodeSelector: {}, tolerations: [] },
  labels: {},
  annotations: {},
  imagePullSecrets: [],
  platform: platformModel(),
};

const JOB: RestrictedJob = {
  settings: SETTINGS,
  labels: { app: 'job' },
  containers: [CODE, STATE].map((mount, i) => ({
    name: `step-${i}`,
    image: 'registry.example.com/step:1.0',
    command: ['sh', '-c', 'true'],
    env: literalVariables({ HOME: '/tmp' }),
    compute: { cpu: '10m', cpuLimit: '20m', memory: '8Mi', memoryLimit: '16Mi' },
    mounts: i === 0 ? [mount] : [mount, CODE],
  })),
  backoffLimit: 2,
  deadlineSeconds: 60,
};

const template = (job: Partial<RestrictedJob> = {}): unknown => at(restrictedJobSpec({ ...JOB, ...job }), '/template');
const pod = (job: Partial<RestrictedJob> = {}): unknown => at(template(job), '/spec');

test('a volume that two containers mount is one volume', () => {
  expect(at(pod(), '/volumes')).toEqual([
    { name: 'code', configMap: { name: 'files' } },
    { name: 'state', emptyDir: {} },
  ]);
  expect(at(pod(), '/containers/1/volumeMounts')).toEqual([
    { name: 'state', mountPath: '/state' },
    { name: 'code', mountPath: '/code', readOnly: true },
  ]);
});

test('only the container that asks for a token has one', () => {
  expect(JSON.stringify(pod({ serviceAccountName: 'runner' }))).not.toContain('serviceAccountToken');
  const [first, second] = JOB.containers;
  const spec = pod({ serviceAccountName: 'runner', containers: [{ ...first!, takesToken: true }, second!] });
  expect(spec).toMatchObject({ automountServiceAccountToken: false, serviceAccountName: 'runner' });
  expect(at(spec, '/containers/0/volumeMounts/1')).toEqual({
    name: 'token',
    mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    readOnly: true,
  });
  expect(JSON.stringify(at(spec, '/containers/1'))).not.toContain('token');
  expect(JSON.stringify(at(spec, '/volumes'))).toContain('"serviceAccountToken":{"path":"token","expirationSeconds":3600}');
});

test('a pod keeps the restricted standard, and says how much room its files take', () => {
  expect(pod()).toMatchObject({
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: JOB.containers.map(() => ({
      imagePullPolicy: 'Always',
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
      resources: {
        requests: { cpu: '10m', memory: '8Mi', 'ephemeral-storage': '16Mi' },
        limits: { cpu: '20m', memory: '16Mi', 'ephemeral-storage': '64Mi' },
      },
    })),
  });
});

test('OpenShift gives the users', () => {
  const spec = pod({ settings: { ...SETTINGS, platform: platformModel({ openShift: true }) } });
  expect(JSON.stringify(spec)).not.toMatch(/runAsUser|runAsGroup|fsGroup/);
  expect(spec).toMatchObject({ securityContext: { runAsNonRoot: true }, containers: [{ securityContext: { runAsNonRoot: true } }, {}] });
});

test('a pod has what the pods of its cluster have, and is found by labels of its own', () => {
  const settings: PodSettings = {
    ...SETTINGS,
    placement: {
      ...SETTINGS.placement,
      nodeSelector: { pool: 'databases' },
      tolerations: [{ key: 'databases', value: 'only' }],
      priorityClassName: 'high',
    },
    labels: { team: 'orders', app: 'databases' },
    annotations: { 'sidecar.istio.io/inject': 'false' },
    imagePullSecrets: ['registry'],
  };
  expect(template({ settings })).toMatchObject({
    metadata: { labels: { team: 'orders', app: 'job' }, annotations: { 'sidecar.istio.io/inject': 'false' } },
    spec: {
      nodeSelector: { pool: 'databases' },
      tolerations: [{ key: 'databases', operator: 'Equal', value: 'only' }],
      priorityClassName: 'high',
      imagePullSecrets: [{ name: 'registry' }],
    },
  });
  expect(JSON.stringify(template())).not.toMatch(/nodeSelector|tolerations|imagePullSecrets|annotations/);
});
