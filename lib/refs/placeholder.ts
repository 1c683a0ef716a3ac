import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { PLACEHOLDER_SAMPLE, PLACEHOLDER_TEXT } from './placeholder-rules';
import { Finding } from '../model/finding';
import { refuse } from '../private/errors';
import { declare, declaredAt, place } from '../private/placeholders';
import { breach } from '../private/rules';

/** `${NAME}`, `${NAME:=default}`, `${NAME:-default}`. */
const TEXT = /^\$\{[A-Za-z_][A-Za-z0-9_]*(?::[=-][^}]*)?\}$/;

/** Shorter ones could stand in other texts by chance. */
const SHORTEST = 6;

/**
 * A text that something else puts into the output after the synth, as Flux does with `${BUCKET}`.
 *
 * Rules and schemas cannot look at what is not there yet, so they look at a sample; the output has the placeholder in each place of the sample.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
 * @see docs/how-to/take-over-a-running-cluster.md
 */
export class Placeholder {
  /**
   * Declares a placeholder, and answers with the sample, to be written wherever a prop takes a text.
   *
   * @param scope the construct below which the sample stands for it, such as the chart
   * @param text the placeholder, such as `${BUCKET}` or `${BUCKET:=backups}` (rule HA-110)
   * @param sample what rules look at: at least 6 characters that stand nowhere else (rule HA-111)
   */
  public static declare(scope: IConstruct, text: string, sample: string): string {
    const others = scope.node.scopes.flatMap(declaredAt);
    const twin = others.find((one) => one.sample.includes(sample) || sample.includes(one.sample));
    const findings = [
      ...textFindings(text),
      ...(sample.length < SHORTEST
        ? [breach(PLACEHOLDER_SAMPLE, `the sample '${sample}' of '${text}' must have at least ${SHORTEST} characters`)]
        : []),
      ...(twin
        ? [breach(PLACEHOLDER_SAMPLE, `the sample '${sample}' of '${text}' must not hold that of '${twin.text}', nor the reverse`)]
        : []),
    ];
    if (findings.length > 0) {
      refuse(scope.node.path, findings, this.declare);
    }
    declare(scope, { text, sample });
    return sample;
  }

  /**
   * Prints a placeholder in one place of an object, for a number or a size, whose values do not tell it from others. What stands there by the
   * program is the sample.
   *
   * @param construct the construct whose object it is, as `ApiObject.of` finds it
   * @param pointer JSON pointer of the field, such as `/spec/storage/size`
   * @param text the placeholder, such as `${SIZE:=10Gi}` (rule HA-110)
   */
  public static at(construct: IConstruct, pointer: string, text: string): void {
    const findings = textFindings(text);
    if (findings.length > 0) {
      refuse(construct.node.path, findings, this.at);
    }
    place(ApiObject.of(construct), { pointer, text });
  }

  private constructor() {}
}

const textFindings = (text: string): Finding[] =>
  TEXT.test(text)
    ? []
    : [breach(PLACEHOLDER_TEXT, `'${text}' is no placeholder; write '\${NAME}', '\${NAME:=default}' or '\${NAME:-default}'`)];
