import { ClusterModel } from '../model/cluster-model';
import { SourceFacts } from '../model/source-facts';
import { OperatorFacts } from '../operators/operator-facts';

/** What of a cluster counts for its copies; nothing of it changes after the cluster was constructed. */
export function sourceFacts(model: ClusterModel, facts: OperatorFacts): SourceFacts {
  const { parameters, preloadLibraries, image, storage, walStorage, tablespaces, databases, version } = model;
  return {
    parameters,
    preloadLibraries,
    image,
    defaultImage: facts.defaultImages?.[version.major],
    storage,
    walStorage,
    tablespaces,
    // A replica that names none has those of its source, whatever they are.
    databases: model.replica && databases.length === 0 ? undefined : databases,
    isWhole: true,
  };
}
