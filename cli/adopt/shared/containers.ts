import { at, Json, listOf, textOf } from '../../values/json';
import { Expression, list, map, member, value } from '../program/expression';
import { cpu, size } from './values';

const own = (json: Json | undefined): Expression | undefined => (json === undefined || json === null ? undefined : value(json));
const some = (items: readonly (Expression | undefined)[]): Expression | undefined =>
  items.length > 0 && items.every((one) => one !== undefined) ? list(items) : undefined;

const reference = (json: Json | undefined): Expression | undefined =>
  json === undefined ? undefined : map({ name: own(at(json, 'name')), key: own(at(json, 'key')) });

/** Variables of a container; undefined where one of them has no prop. */
export const variables = (json: Json | undefined): Expression | undefined =>
  some(
    listOf(json).map((one) => {
      const said = {
        value: textOf(at(one, 'value')) === undefined ? undefined : value(textOf(at(one, 'value'))!),
        secret: reference(at(one, 'valueFrom', 'secretKeyRef')),
        configMap: reference(at(one, 'valueFrom', 'configMapKeyRef')),
        fieldPath: own(at(one, 'valueFrom', 'fieldRef', 'fieldPath')),
      };
      return Object.values(said).some((part) => part !== undefined) ? map({ name: own(at(one, 'name')), ...said }) : undefined;
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
        name: own(at(one, 'name')),
        image: own(at(one, 'image')),
        command: own(at(one, 'command')),
        args: own(at(one, 'args')),
        env: variables(at(one, 'env')),
        ports: some(listOf(at(one, 'ports')).map((port) => map({ name: own(at(port, 'name')), port: own(at(port, 'containerPort')) }))),
        compute: compute(at(one, 'resources')),
        mounts: some(
          listOf(at(one, 'volumeMounts')).map((mount) =>
            map({
              name: own(at(mount, 'name')),
              mountPath: own(at(mount, 'mountPath')),
              subPath: own(at(mount, 'subPath')),
              readOnly: own(at(mount, 'readOnly')),
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
      const items = listOf(at(source, 'items')).map((item) => [textOf(at(item, 'key')) ?? '', own(at(item, 'path'))] as const);
      return source === undefined
        ? undefined
        : map({
            secretName: own(at(secret, 'name')),
            configMapName: own(at(configMap, 'name')),
            items: items.length > 0 ? map(Object.fromEntries(items)) : undefined,
            isOptional: own(at(source, 'optional')),
          });
    }),
  );

/** Variables out of whole Secrets and ConfigMaps. */
export const variableSources = (json: Json | undefined): Expression | undefined =>
  some(
    listOf(json).map((one) =>
      map({
        secretName: own(at(one, 'secretRef', 'name')),
        configMapName: own(at(one, 'configMapRef', 'name')),
        prefix: own(at(one, 'prefix')),
      }),
    ),
  );
