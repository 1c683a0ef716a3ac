import { App } from 'cdk8s';
import { bringYourOwnOperator } from './bring-your-own-operator/chart';
import { foundingChapter } from './founding-chapter/chart';
import { quickstart } from './quickstart/chart';
import { sameClusterThreeOperators } from './same-cluster-three-operators/chart';

/** An example: a folder and what it adds to an app. */
export interface Example {
  readonly folder: string;
  readonly build: (app: App) => void;
}

/** The examples, each a runnable app of its own as well. */
export const EXAMPLES: readonly Example[] = [
  { folder: 'quickstart', build: quickstart },
  { folder: 'same-cluster-three-operators', build: sameClusterThreeOperators },
  { folder: 'founding-chapter', build: foundingChapter },
  { folder: 'bring-your-own-operator', build: bringYourOwnOperator },
];
