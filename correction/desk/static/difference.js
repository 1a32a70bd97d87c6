/** What is other in one text than in another, character by character. */

import { alikeEnds, escape } from "./letters.js";

const MOST = 400000; // pairs of characters that are compared; beyond that all is said to be other

/** The pieces of two texts in order: [{kind: "same" | "gone" | "new", text}]. */
export function difference(before, after) {
  const was = [...before];
  const is = [...after];
  const [head, tail] = alikeEnds(was, is);
  const pieces = [["same", was.slice(0, head)]];
  pieces.push(...middle(was.slice(head, was.length - tail), is.slice(head, is.length - tail)));
  pieces.push(["same", was.slice(was.length - tail)]);
  return together(pieces);
}

/** A text's difference from another as HTML: what is gone is struck out, what is new is underlined. */
export function differenceHtml(before, after) {
  const tags = { same: "span", gone: "del", new: "ins" };
  return difference(before, after)
    .map(({ kind, text }) => `<${tags[kind]}>${escape(kind === "same" ? text : text.replaceAll(" ", "␣"))}</${tags[kind]}>`)
    .join("");
}

/** By the longest common subsequence (Wagner and Fischer 1974). */
function middle(was, is) {
  if (was.length * is.length > MOST) return [["gone", was], ["new", is]];
  const width = is.length + 1;
  const common = new Uint32Array((was.length + 1) * width);
  for (let i = was.length - 1; i >= 0; i--) {
    for (let j = is.length - 1; j >= 0; j--) {
      const same = was[i] === is[j];
      common[i * width + j] = same ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
    }
  }
  const pieces = [];
  let i = 0;
  let j = 0;
  while (i < was.length || j < is.length) {
    if (i < was.length && j < is.length && was[i] === is[j]) {
      pieces.push(["same", [was[i++]]]);
      j++;
    } else if (j === is.length || (i < was.length && common[(i + 1) * width + j] >= common[i * width + j + 1])) pieces.push(["gone", [was[i++]]]);
    else pieces.push(["new", [is[j++]]]);
  }
  return pieces;
}

/** Neighbours of one kind as one piece; within a stretch that is other, first all that is gone, then all that is new. */
function together(pieces) {
  const found = [];
  let gone = "";
  let fresh = "";
  const close = () => {
    if (gone) found.push({ kind: "gone", text: gone });
    if (fresh) found.push({ kind: "new", text: fresh });
    gone = fresh = "";
  };
  for (const [kind, characters] of pieces) {
    const text = characters.join("");
    if (!text) continue;
    if (kind === "gone") gone += text;
    else if (kind === "new") fresh += text;
    else {
      close();
      if (found.at(-1)?.kind === "same") found.at(-1).text += text;
      else found.push({ kind: "same", text });
    }
  }
  close();
  return found;
}
