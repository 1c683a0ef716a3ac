/** Switches of PostgreSQL, which takes any beginning of a word that is no beginning of another one, whatever its case. */

const OFF = /^\s*(of|off|f|fa|fal|fals|false|n|no|0)\s*$/i;
const ON = /^\s*(on|t|tr|tru|true|y|ye|yes|1)\s*$/i;

/** Whether a switch is off; one that is not set is not. */
export const isSwitchedOff = (value: string | undefined): boolean => OFF.test(value ?? '');

/** Whether a switch is on; one that is not set is not. */
export const isSwitchedOn = (value: string | undefined): boolean => ON.test(value ?? '');
