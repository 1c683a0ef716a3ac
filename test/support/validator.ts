import Ajv, { Options } from 'ajv';

/** A validator of tests. To improve the code that schemas are compiled to takes longer than to run it as it is. */
export const validator = (options: Options = {}): Ajv => new Ajv({ strict: false, code: { optimize: false }, ...options });
