/* eslint-disable no-template-curly-in-string -- placeholders are spelled like templates that somebody forgot */
import { RuleFacts } from '../private/rules';

const WHY = 'the output would hold a sample as if it were meant, or a placeholder where none is';

export const PLACEHOLDER_TEXT: RuleFacts = {
  id: 'HA-110',
  summary: 'a placeholder is one that Flux or a shell puts in: `${NAME}`, with or without a default',
  why: WHY,
};

export const PLACEHOLDER_SAMPLE: RuleFacts = {
  id: 'HA-111',
  summary: 'the sample of a placeholder is a text of its own that nothing else holds',
  why: WHY,
};

/** The rules of this file, for the catalogue. */
export const PLACEHOLDER_RULES: readonly RuleFacts[] = [PLACEHOLDER_TEXT, PLACEHOLDER_SAMPLE];
