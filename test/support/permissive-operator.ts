import { ToyOperator } from '../../examples/bring-your-own-operator/toy-operator';
import { Capability, CapabilityStatement, OperatorFacts } from '../../lib';

/** An operator that claims to have everything, so that a test meets the neutral rules only. */
export class PermissiveOperator extends ToyOperator {
  public override readonly facts: OperatorFacts = {
    displayName: 'Permissive',
    operatorVersion: '1.0',
    postgresMajors: [14, 15, 16, 17, 18],
    defaultMaxConnections: 100,
    createsSchemas: false,
  };
  public override readonly capabilities: CapabilityStatement[] = Object.values(Capability).map((capability) => ({
    capability,
    path: 'ToyPostgres /spec',
  }));

  public override checkCluster(): [] {
    return [];
  }
}
