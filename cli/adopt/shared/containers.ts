import { at, Json, listOf, textOf } from '../../values/json';
import { Expression, list, map, member } from '../program/expression';
import { cpu, given, size } from './values';

const some = (items: readonly (Expression | undefined)[]): Expression | undefined =>
  items.length > 0 && items.every((one) => one !== undefined) ? list(items) : undefined;

const reference = (json: Json | undefined): Expression | undefined =>
  json === undefined ? undefined : map({ name: given(at(json, 'name')), key: given(at(json, 'key')) });

/** Variables of a container; undefined where one of them has no prop. */
export const variables = (json: Json | undefined): Expression | undefined =>
  some(
    listOf(json).map((one) => {
      const said = {
        value: given(textOf(at(one, 'value'))),
        secret: reference(at(one, 'valueFrom', 'secretKeyRef')),
        configMap: reference(at(one, 'valueFrom', 'configMapKeyRef')),
        fieldPath: given(at(one, 'valueFrom', 'fieldRef', 'fieldPath')),
      };
      return Object.values(said).some((part) => part !== undefined) ? map({ name: given(at(one, 'name')), ...said }) : undefined;
    }),
  );

function compute(resources: Json | undefined): Expression | undefined {
  const said = {
    cpu: cpu(at(resources, 'requests', 'cpu')),
    cpuLimit: cpu(at(resources, 'limits', 'cpu')),
    memory: size(at(resources, 'requests', 'memory')),
    memoryLimit: size(at(resources, 'limits', 'memory')),
  };
  return Object.values(said).some((part) => part !== undefined) ? map(said) : undefined;
}

/** Containers beside those of the operator. */
export const containers = (json: Json | undefined): Expression | undefined =>
  some(
    listOf(json).map((one) =>
      map({
        name: given(at(one, 'name')),
        image: given(at(one, 'image')),
        command: given(at(one, 'command')),
        args: given(at(one, 'args')),
        env: variables(at(one, 'env')),
        ports: some(listOf(at(one, 'ports')).map((port) => map({ name: given(at(port, 'name')), port: given(at(port, 'containerPort')) }))),
        compute: compute(at(one, 'resources')),
        mounts: some(
          listOf(at(one, 'volumeMounts')).map((mount) =>
            map({
              name: given(at(mount, 'name')),
              mountPath: given(at(mount, 'mountPath')),
              subPath: given(at(mount, 'subPath')),
              readOnly: given(at(mount, 'readOnly')),
            }),
          ),
        ),
      }),
    ),
  );

const PULLS: { readonly [policy: string]: string } = { Always: 'ALWAYS', IfNotPresent: 'IF_NOT_PRESENT', Never: 'NEVER' };

/** When images are pulled. */
export const pullPolicy = (json: Json | undefined): Expression | undefined => {
  const name = PULLS[textOf(json) ?? ''];
  return name === undefined ? undefined : member(`ImagePullPolicy.${name}`);
};

/** Files out of Secrets and ConfigMaps; undefined where one is of another kind. */
export const files = (json: Json | undefined): Expression | undefined =>
  some(
    listOf(json).map((one) => {
      const [secret, configMap] = [at(one, 'secret'), at(one, 'configMap')];
      const source = secret ?? configMap;
      const items = listOf(at(source, 'items')).map((item) => [textOf(at(item, 'key')) ?? '', given(at(item, 'path'))] as const);
      return source === undefined
        ? undefined
        : map({
            secretName: given(at(secret, 'name')),
            configMapName: given(at(configMap, 'name')),
            items: items.length > 0 ? map(Object.fromEntries(items)) : undefined,
            isOptional: given(at(source, 'optional')),
          });
    }),
  );

/** Variables out of whole Secrets and ConfigMaps. */
export const variableSources = (json: Json | undefined): Expression | undefined =>
  some(
    listOf(json).map((one) =>
      map({
        secretName: given(at(one, 'secretRef', 'name')),
        configMapName: given(at(one, 'configMapRef', 'name')),
        prefix: given(at(one, 'prefix')),
      }),
    ),
  );
