import { KubeObject } from '../../manifests/object';
import { at, Json, JsonMap, mapOf } from '../../values/json';
import { Row } from '../program/program';
import { nonEmptyMap, plain } from './values';

/** Keys of controllers, and of the library, which no program says. */
const OTHERS = /^(argocd\.argoproj\.io|kustomize\.toolkit\.fluxcd\.io|helm\.toolkit\.fluxcd\.io|meta\.helm\.sh)\/|cdk8s-postgres\//;

const sayable = (json: Json | undefined): JsonMap => Object.fromEntries(Object.entries(mapOf(json)).filter(([key]) => !OTHERS.test(key)));

/** Labels and annotations of the object of the cluster itself. */
export const objectMetadataRows = ({ raw }: KubeObject): Row[] => [
  ...plain('objectMetadata.labels', nonEmptyMap(sayable(at(raw, 'metadata', 'labels')))),
  ...plain('objectMetadata.annotations', nonEmptyMap(sayable(at(raw, 'metadata', 'annotations')))),
];
