/** Texts by their letters, which are code points: as HTML, by JavaScript's places and back, laid beside each other. */

/** Text as HTML. */
export function escape(text) {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);
}

/** JavaScript's index of a code point. */
export function units(text, point) {
  return [...text].slice(0, point).join("").length;
}

/** The code point at JavaScript's index. */
export function points(text, unit) {
  return [...text.slice(0, unit)].length;
}

/** How many letters two texts, as lists of them, have in common at their beginning, and behind that at their end. */
export function alikeEnds(one, other) {
  const least = Math.min(one.length, other.length);
  let head = 0;
  while (head < least && one[head] === other[head]) head++;
  let tail = 0;
  while (tail < least - head && one.at(-1 - tail) === other.at(-1 - tail)) tail++;
  return [head, tail];
}
