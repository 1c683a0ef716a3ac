import { PodForm, RestrictedJob, literalVariables, restrictedJobSpec } from '../../lib/private/restricted-job';
import { at } from '../support/render';

const STATE = { name: 'state', mountPath: '/state', source: { emptyDir: {} } };
const CODE = { name: 'code', mountPath: '/code', readOnly: true, source: { configMap: { name: 'files' } } };

const JOB: RestrictedJob = {
  form: PodForm.SHORT,
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

const pod = (job: Partial<RestrictedJob> = {}): unknown => at(restrictedJobSpec({ ...JOB, ...job }), '/template/spec');

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

test('a pod has a token only where somebody is named whose token it is', () => {
  expect(at(pod(), '/automountServiceAccountToken')).toBe(false);
  expect(pod({ serviceAccountName: 'runner' })).toMatchObject({ automountServiceAccountToken: true, serviceAccountName: 'runner' });
});

const FORMS = [
  [PodForm.SHORT, '/securityContext/seccompProfile'],
  [PodForm.FULL, '/containers/0/securityContext/seccompProfile'],
] as const;

test.each(FORMS)('form %s keeps the restricted standard', (form, seccomp) => {
  expect(pod({ form })).toMatchObject({
    securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532 },
    containers: JOB.containers.map(() => ({
      securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      resources: { requests: { cpu: '10m', memory: '8Mi' }, limits: { cpu: '20m', memory: '16Mi' } },
    })),
  });
  expect(at(pod({ form }), seccomp)).toEqual({ type: 'RuntimeDefault' });
});
