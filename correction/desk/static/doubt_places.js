/**
 * The open doubts of a page on its lines: the layer `doubt` of their marks, which moves with the text.
 *
 * What the server says is of the texts that it knows; it is laid on the lines as they are now, without what was found
 * right here meanwhile.
 */

import { shift } from "./line.js";

const LAYER = "doubt";
const KINDS = { "readings differ": "differ", "engine unsure": "unsure" };

export class Places {
  /** `lines` are the desk's; `walked` says of a doubt whether it is walked. */
  constructor(lines, walked) {
    this.lines = lines;
    this.walked = walked;
    this.told = null; // what the server last said of the page
    this.right = []; // what was confirmed here: {line, offset, length, seen}; an answer under way may not know of it
  }

  /** Begin a page; what is known of it stays where it was only shown anew. */
  open(page) {
    if (this.told?.page !== page) Object.assign(this, { told: null, right: [] });
  }

  /** Lay on the lines what the server said. */
  lay() {
    const told = new Map((this.told?.lines || []).map((line) => [line.line, line]));
    for (const id of this.lines.order) {
      const known = told.get(id);
      const doubts = (known?.doubts || []).map((doubt) => ({ ...doubt, line: id, gaps: true }));
      if (known || this.of(id).length) this._set(id, known ? shift(doubts, known.text, this.lines.lines.get(id).text) : []);
    }
    for (const right of this.right) this._take(right);
  }

  /** Show anew which of them are walked. */
  draw() {
    for (const line of this.lines.order) if (this.of(line).length) this._set(line, this.of(line));
  }

  /** The open doubts of a line, walked or not, from left to right. */
  of(line) {
    return this.lines.marks(line, LAYER);
  }

  /** All of the page, in its order. */
  get all() {
    return this.lines.order.flatMap((line) => this.of(line));
  }

  /** Take out what was found right: a piece of a line as it was seen, wherever it is now. */
  settle(right) {
    this.right.push(right);
    this._take(right);
  }

  /** The next one that is walked behind a code point of a line, or before it (`step` -1); null beyond the page. */
  next(step, line, at) {
    const { order } = this.lines;
    const from = Math.max(0, order.indexOf(line));
    const beyond = ({ offset }) => (step > 0 ? offset >= at : offset < at);
    for (let row = from; row >= 0 && row < order.length; row += step) {
      const open = this.of(order[row]).filter((doubt) => this.walked(doubt) && (row !== from || beyond(doubt)));
      if (open.length) return step > 0 ? open[0] : open.at(-1);
    }
    return null;
  }

  _set(line, doubts) {
    const kind = (doubt) => `doubt ${KINDS[doubt.reason] || "odd"}${this.walked(doubt) ? "" : " passed"}`;
    this.lines.mark(line, doubts.map((doubt) => ({ ...doubt, kind: kind(doubt) })), LAYER);
  }

  _take({ line, offset, length, seen }) {
    const now = this.lines.lines.get(line)?.text;
    if (now === undefined) return;
    const [right] = shift([{ offset, length }], seen, now);
    const within = (doubt) => right && doubt.offset >= right.offset && doubt.offset + doubt.length <= right.offset + right.length;
    this._set(line, this.of(line).filter((doubt) => !within(doubt)));
  }
}
