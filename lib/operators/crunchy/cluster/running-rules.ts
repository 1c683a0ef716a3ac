import { ComputeOptions } from '../../../model/compute';
import { Rule } from '../../../private/rules';
import { computeProblems, defined, imageProblem, labelProblems, nameProblem, noHugePages } from '../../../private/value-problems';
import { computeModel } from '../../../private/compute-defaults';
import { CrunchyVolumeClaim } from '../running-options';
import { ClusterContext } from '../rule-contexts';
import { LAST_EXPORTER_MAJOR } from '../monitoring/metrics-source';

/** What a container takes that says nothing of it; only what is said is looked at. */
const ANYTHING = { cpu: '1m', cpuLimit: '1000', memory: '1Mi', memoryLimit: '1024Gi' };

/** What is wrong with the options for what clusters have that ran before. */
export const RUNNING_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-195',
    summary: 'the exporter is one that knows the version, in a size that Kubernetes takes',
    why: 'PGO goes wrong with it on later versions, and the API server refuses the pods otherwise',
    check: ({ model: { version }, settings: { exporter, certificateSidecarCompute, openTelemetryMetricsEnabled } }) => {
      const problem = imageProblem(exporter?.image);
      return [
        ...(exporter !== undefined && version.majorNumber > LAST_EXPORTER_MAJOR
          ? [`'operator.exporter' knows PostgreSQL up to ${LAST_EXPORTER_MAJOR}, got ${version.major}; leave it out`]
          : []),
        ...(exporter !== undefined && openTelemetryMetricsEnabled
          ? [
              `'operator.exporter' does not go with 'openTelemetryMetricsEnabled', which has a container of its own; leave one of the two out`,
            ]
          : []),
        ...(problem === undefined ? [] : [`'operator.exporter.image': ${problem}`]),
        ...defined((exporter?.queriesConfigMaps ?? []).map((name, i) => nameProblem(`operator.exporter.queriesConfigMaps[${i}]`, name))),
        ...sizeProblems('operator.exporter.compute', exporter?.compute),
        ...sizeProblems('operator.certificateSidecarCompute', certificateSidecarCompute),
      ];
    },
  },
  {
    id: 'PGO-196',
    summary: 'claims of volumes are such as Kubernetes takes, and a named volume is claimed once',
    why: 'the API server refuses the claim, or instances wait for a volume that another one has',
    check: ({ model, settings: { dataVolume, walVolume } }) => [
      ...claimProblems('operator.dataVolume', dataVolume, model.instances),
      ...claimProblems('operator.walVolume', walVolume, model.instances),
      ...(walVolume !== undefined && model.walStorage === undefined
        ? [`'operator.walVolume' goes with 'walStorage'; write that, or leave it out`]
        : []),
    ],
  },
];

const sizeProblems = (place: string, compute: ComputeOptions | undefined): string[] => {
  const model = compute && computeModel(compute, ANYTHING);
  return model === undefined
    ? []
    : [...computeProblems(model), ...noHugePages(model)].map((text) => text.replace(`'compute.`, `'${place}.`));
};

const claimProblems = (place: string, { volumeName, labels = {} }: CrunchyVolumeClaim = {}, instances: number): string[] => [
  ...defined([nameProblem(`${place}.volumeName`, volumeName)]),
  ...(volumeName !== undefined && instances > 1
    ? [`'${place}.volumeName' goes with one instance, got ${instances}; write 'labels' for several volumes`]
    : []),
  ...labelProblems(`${place}.labels`, labels),
];
