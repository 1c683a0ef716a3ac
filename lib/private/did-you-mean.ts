/** What to say of a suggestion, behind what was got. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : `, did you mean '${suggestion}'?`;
}
