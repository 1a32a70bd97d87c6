/** What stands under a doubtful place: its image, what each engine read there, and what is offered instead. */

import { BASE } from "./api.js";
import { alikeEnds, escape } from "./letters.js";

const HIGH = 2.8; // times the size of the text: a line's height in its picture
const WIDE = 12; // times its height: how much of a line is seen around the piece
const LONG = 5; // times its width: likewise of a column
const ROOM = 0.15; // of its height, above and below
const AROUND = 12; // characters of the word around a piece

/**
 * Offers by the key that takes each: a single digit is its own, as nobody wants another figure for typing one; the
 * others have the digits that are left, from 1.
 */
export function keyed(offers) {
  const free = [..."123456789"].filter((digit) => !offers.includes(digit));
  const found = new Map();
  for (const text of offers) {
    const key = /^[1-9]$/.test(text) ? text : free.shift();
    if (key) found.set(key, text);
  }
  return found;
}

/** The element for a doubt; `line` has its page's id, text, box and whether it is vertical, `say` gives words. */
export function panel(doubt, line, say) {
  const letters = [...line.text];
  const piece = letters.slice(doubt.offset, doubt.offset + doubt.length).join("");
  const around = word(letters, doubt);
  const read = doubt.readings.map(({ engine, text }) => `<dt>${escape(engine)}</dt><dd>${told(text, piece, around)}</dd>`);
  const offers = [...doubt.offers].map(
    ([key, text]) => `<li data-key="${key}"><kbd>${key}</kbd> <span>${escape(text) || `<i>${escape(say("doubts.nothing"))}</i>`}</span></li>`,
  );
  const place = document.createElement("div");
  place.className = "doubt-panel";
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", say("doubts.here", piece));
  place.innerHTML =
    `<p class="why">${escape(say(`doubts.why.${doubt.reason}`))}</p>` +
    (offers.length ? `<ol class="offers" aria-label="${escape(say("doubts.offers"))}">${offers.join("")}</ol>` : "") +
    `<dl aria-label="${escape(say("doubts.readings"))}">${read.join("")}</dl>`;
  place.prepend(picture(doubt, line, say("doubts.image", piece)));
  return place;
}

/** The scan around the piece, larger, with the piece framed: a stretch of the line, with some room above and below. */
function picture(doubt, line, title) {
  const [x, y, x2, y2] = doubt.box;
  const [left, top, right, bottom] = line.box;
  const thick = line.vertical ? right - left : bottom - top;
  const room = Math.round(thick * ROOM);
  const [x0, x1] = line.vertical ? [left - room, right + room] : stretch(x, x2, left - room, right + room, thick * WIDE);
  const [y0, y1] = line.vertical ? stretch(y, y2, top - room, bottom + room, thick * LONG) : [top - room, bottom + room];
  const [fromX, fromY] = [Math.max(0, x0), Math.max(0, y0)];
  const em = (pixels) => `${((pixels / thick) * HIGH).toFixed(3)}em`;
  const frame = document.createElement("div");
  frame.className = "piece";
  frame.style.cssText = `width:${em(x1 - fromX)};height:${em(y1 - fromY)}`;
  frame.innerHTML =
    `<img alt="${escape(title)}" draggable="false" src="${BASE}pages/${line.page}/part.jpg?box=${[fromX, fromY, x1, y1]}">` +
    `<i style="left:${em(x - fromX)};top:${em(y - fromY)};width:${em(x2 - x)};height:${em(y2 - y)}"></i>`;
  return frame;
}

/** A stretch between two ends that has a piece in its middle, as far as it goes, and is no longer than so much. */
function stretch(from, to, low, high, most) {
  const length = Math.min(high - low, most);
  const start = Math.min(Math.max(low, (from + to - length) / 2), high - length);
  return [Math.round(start), Math.round(start + length)];
}

/** The letters of the word before and behind a piece. */
function word(letters, { offset, length }) {
  const before = letters.slice(Math.max(0, offset - AROUND), offset).join("");
  const behind = letters.slice(offset + length, offset + length + AROUND).join("");
  return [before.match(/\S*$/)[0], behind.match(/^\S*/)[0]];
}

/** What an engine read, in its word; bold where it is not what the text says. */
function told(text, piece, [before, behind]) {
  const said = [...text];
  const here = [...piece];
  const [head, tail] = alikeEnds(said, here);
  const unlike = said.slice(head, said.length - tail).join("");
  const bold = unlike ? `<b>${escape(unlike)}</b>` : text === piece ? "" : "<b>‸</b>";
  const [first, last] = [said.slice(0, head).join(""), said.slice(said.length - tail).join("")];
  return `<span>${escape(before)}</span>${escape(first)}${bold}${escape(last)}<span>${escape(behind)}</span>`;
}
