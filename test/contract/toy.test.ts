import { ToyOperator } from '../../examples/bring-your-own-operator/toy-operator';
import { keepsTheContract } from './suite';

keepsTheContract({ name: 'A fourth operator', create: () => new ToyOperator() });
