import { at, isMap, Json, listOf } from '../../values/json';
import { call, CDK8S, Expression, list, map, value } from '../program/expression';
import { Row } from '../program/program';
import { given, number, plain, row, size } from '../shared/values';

/** Volumes beside that of the data; undefined where one is of a kind that no prop says. */
export function volumes(json: Json | undefined): Expression | undefined {
  const items = listOf(json).map((one) => {
    const source = at(one, 'volumeSource');
    const said = {
      secretName: given(at(source, 'secret', 'secretName')),
      configMapName: given(at(source, 'configMap', 'name')),
      claimName: given(at(source, 'persistentVolumeClaim', 'claimName')),
      emptyDir: size(at(source, 'emptyDir', 'sizeLimit')),
      unlimitedEmptyDir: isMap(at(source, 'emptyDir')) && at(source, 'emptyDir', 'sizeLimit') === undefined ? value(true) : undefined,
    };
    return Object.values(said).every((kind) => kind === undefined)
      ? undefined
      : map({
          name: given(at(one, 'name')),
          mountPath: given(at(one, 'mountPath')),
          subPath: given(at(one, 'subPath')),
          containers: given(at(one, 'targetContainers')),
          ...said,
        });
  });
  const known = items.filter((one) => one !== undefined);
  return items.length > 0 && known.length === items.length ? list(known) : undefined;
}

const TIMES: { readonly [option: string]: string } = {
  initialDelay: 'initialDelaySeconds',
  period: 'periodSeconds',
  timeout: 'timeoutSeconds',
};

/** When a pod is taken for dead. */
export const probeRows = (probe: Json | undefined): Row[] => [
  ...plain('operator.livenessProbe.command', at(probe, 'exec', 'command')),
  ...plain('operator.livenessProbe.httpPath', at(probe, 'httpGet', 'path')),
  ...plain('operator.livenessProbe.httpPort', number(at(probe, 'httpGet', 'port'))),
  ...Object.entries(TIMES).flatMap(([option, field]) => {
    const seconds = number(at(probe, field));
    return row(`operator.livenessProbe.${option}`, seconds === undefined ? undefined : call('Duration.seconds', [value(seconds)], CDK8S));
  }),
  ...plain('operator.livenessProbe.failureThreshold', number(at(probe, 'failureThreshold'))),
];
