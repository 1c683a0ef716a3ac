import { ClusterModel } from '../../model/cluster-model';

/** A locale that the program names, and what it names it for. */
interface NamedLocale {
  readonly of: string;
  readonly locale: string;
}

/** Parameters that are locales. The server does not start with one that its image lacks. */
const PARAMETERS = ['lc_messages', 'lc_monetary', 'lc_numeric', 'lc_time'];

/** All locales that the image of a cluster has to have. An empty one is that of the environment. */
export const localesOf = ({ databases, parameters }: ClusterModel): NamedLocale[] =>
  [
    ...databases.map(({ name, locale }) => ({ of: name, locale })),
    ...PARAMETERS.map((name) => ({ of: name, locale: parameters[name] || undefined })),
  ].flatMap(({ of, locale }) => (locale === undefined ? [] : [{ of, locale }]));
