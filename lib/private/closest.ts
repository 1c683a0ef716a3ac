/** The candidate nearest to a misspelt word: at most two typing errors away, and fewer for short words. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const most = Math.min(2, Math.floor(word.length / 3));
  const ranked = candidates
    // Each letter that one has more is an error: nearly all names of a long list need no closer look.
    .filter((candidate) => Math.abs(candidate.length - word.length) <= most)
    .map((candidate) => ({ candidate, errors: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ errors }) => errors <= most);
  return ranked.sort((a, b) => a.errors - b.errors)[0]?.candidate;
}

/** How many characters to insert, remove or replace to turn one word into the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1));
    }
    above = current;
  }
  return above[b.length]!;
}
