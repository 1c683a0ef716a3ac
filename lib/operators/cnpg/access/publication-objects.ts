import { Construct } from 'constructs';
import {
  Publication,
  PublicationSpec,
  PublicationSpecPublicationReclaimPolicy,
  PublicationSpecTarget,
  toJson_PublicationSpec,
} from '../../../../imports/cnpg/publication';
import { CapturePublication } from '../../../model/change-capture';
import { ClusterModel } from '../../../model/cluster-model';
import { nonEmpty, statefulAnnotations } from '../../../private/kubernetes';
import { Manifest } from '../../../private/manifest';
import { Rule } from '../../../private/rules';
import { IClusterView } from '../../cluster-view';
import { publicationObjectName } from '../names';
import { ClusterContext } from '../rule-contexts';
import { mayPrintContents, printsContents } from './database-plan';

const publicationsOf = ({ changeCapture }: ClusterModel): readonly CapturePublication[] => changeCapture?.publications ?? [];

/** Prints the objects of publications. */
export function bindPublications(scope: Construct, cluster: IClusterView): void {
  const { identity } = cluster.model;
  const annotations = nonEmpty(statefulAnnotations(cluster.model));
  publicationsOf(cluster.model).forEach((publication, i) => {
    new Manifest(scope, `Publication-${i + 1}`, {
      gvk: Publication.GVK,
      metadata: { name: publicationObjectName(identity, publication.database, publication.name), annotations },
      spec: () => toJson_PublicationSpec(publicationSpec(identity.name, publication)),
      printedWhile: () => printsContents(cluster.model),
    });
  });
}

function publicationSpec(cluster: string, { name, database, tables = [], schemas = [] }: CapturePublication): PublicationSpec {
  return {
    cluster: { name: cluster },
    name,
    dbname: database,
    publicationReclaimPolicy: PublicationSpecPublicationReclaimPolicy.RETAIN,
    target: targetSpec(tables, schemas),
  };
}

function targetSpec(tables: readonly string[], schemas: readonly string[]): PublicationSpecTarget {
  if (tables.length === 0 && schemas.length === 0) {
    return { allTables: true };
  }
  return {
    objects: [
      ...tables.map((table) => {
        const [first, second] = table.split('.') as [string, string | undefined];
        return { table: second === undefined ? { name: first } : { schema: first, name: second } };
      }),
      ...schemas.map((tablesInSchema) => ({ tablesInSchema })),
    ],
  };
}

/** What the API server would refuse in publications. */
export const PUBLICATION_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-105',
    summary: 'the objects of publications have names of their own',
    why: 'names of objects have no capitals and no other signs than -, and the second object of a name replaces the first',
    check: ({ model }) => {
      const all = mayPrintContents(model) ? publicationsOf(model) : [];
      const names = all.map(({ database, name }) => publicationObjectName(model.identity, database, name));
      return names.flatMap((name, i) => {
        const first = names.indexOf(name);
        if (name.endsWith('-')) {
          return [`the name of a publication must have a letter a-z or a digit in it, got '${all[i]!.name}'`];
        }
        return first < i
          ? [
              `the publication '${all[i]!.name}' must differ from '${all[first]!.name}' in a letter or digit; both would be the object '${name}'`,
            ]
          : [];
      });
    },
  },
];
