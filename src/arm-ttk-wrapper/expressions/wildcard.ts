/**
 * PowerShell's `-like`: `*` is any text, `?` any character, without regard to case. Matched greedily with one
 * point of return, so the time is bounded by the product of both lengths. Classes in brackets are taken literally:
 * the patterns here are made of names and values from templates, where a bracket is a bracket.
 */
export function isLike(text: string, pattern: string): boolean {
  const value = text.toLowerCase();
  const wanted = pattern.toLowerCase();
  let at = 0;
  let want = 0;
  let star = -1;
  let resume = 0;
  while (at < value.length) {
    if (want < wanted.length && wanted[want] === '*') {
      star = want++;
      resume = at;
    } else if (want < wanted.length && (wanted[want] === '?' || wanted[want] === value[at])) {
      want++;
      at++;
    } else if (star >= 0) {
      want = star + 1;
      at = ++resume;
    } else return false;
  }
  while (wanted[want] === '*') want++;
  return want === wanted.length;
}
