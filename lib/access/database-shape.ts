import { DatabaseOptions, ExtensionOptions } from '../model/database';
import { LocaleProvider } from '../model/locale-provider';
import { Shape, listOf, number, oneOf, optional, required, struct, text } from '../private/shape';

const EXTENSION: Shape<ExtensionOptions> = { name: required(text), version: optional(text), schema: optional(text) };

export const DATABASE: Shape<DatabaseOptions> = {
  name: required(text),
  owner: required(text),
  schemas: optional(listOf(text)),
  extensions: optional(listOf(struct(EXTENSION))),
  encoding: optional(text),
  locale: optional(text),
  localeProvider: optional(oneOf(LocaleProvider, 'LocaleProvider')),
  icuLocale: optional(text),
  icuRules: optional(text),
  builtinLocale: optional(text),
  connectionLimit: optional(number),
};
