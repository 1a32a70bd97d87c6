/** Lines in pieces: dropped, fused with the next, or cut at the caret, where a bar on the scan shows the place. */

import { get } from "./api.js";
import { newId } from "./ids.js";

const STEP = 2; // pixels of the page by which an arrow key moves the place of a cut
const BESIDE = 0.3; // of the thinner line's thickness that two have in common that stand side by side

export class Pieces {
  constructor(desk) {
    this.desk = desk;
    this.cut = null; // {line, caret, at, low, high}: where a line would be cut
    this.whole = new Map(); // two pieces → what they say, and what the line said before it was cut
    const { keys, structure } = desk;
    structure.addAtLine("Ctrl+Shift+D", "cut", () => this.ask());
    structure.addAtLine("Ctrl+Shift+M", "fuse", () => this.fuse());
    structure.addAtLine("Ctrl+Delete", "drop", () => this.drop());
    const whileCutting = (act) => () => Boolean(this.cut) && (act(), true);
    for (const [combo, by] of [["ArrowLeft", -1], ["ArrowRight", 1], ["Shift+ArrowLeft", -10], ["Shift+ArrowRight", 10], ["ArrowUp", -1], ["ArrowDown", 1]]) {
      keys.add(combo, "", whileCutting(() => this._set(this.cut.at + by * STEP)));
    }
    keys.add("← →", "structure.cut.keys", () => false); // as the list of keys has them
    keys.add("Enter", "", whileCutting(() => this._do()));
    keys.add("Escape", "", whileCutting(() => this._leave()));
    desk.addEventListener("typed", () => this._leave());
    desk.addEventListener("open", () => this._leave());
    desk.addEventListener("line", ({ detail }) => this.cut?.line !== detail.id && this._leave());
    desk.sheet.addEventListener("place", (event) => this._onScan(event));
    desk.lines.pane.addEventListener("click", (event) => this._onImage(event));
  }

  /** Take the line away, since it is none. */
  drop() {
    const { lines } = this.desk;
    const id = lines.current;
    return this.desk.structure.act([{ kind: "drop", lines: [id] }], lines.beside(id, 1) || lines.beside(id, -1));
  }

  /** Make one line of this one and the next; with the caret at its beginning, of the one before and this. */
  fuse() {
    const { desk } = this;
    const { lines } = desk;
    const id = lines.current;
    const pairs = [[id, lines.beside(id, 1)], [lines.beside(id, -1), id]];
    if (lines.selection[0] === 0) pairs.reverse();
    const pair = pairs.find((ids) => areBeside(...ids.map((each) => lines.lines.get(each))));
    if (!pair) return desk.report(desk.say("structure.fuse.apart"));
    const said = pair.map((each) => lines.lines.get(each).text);
    const line = newId("l");
    const value = JSON.stringify({ line, text: this._before(pair, said) });
    const caret = [...said[0]].length;
    return desk.structure.act([{ kind: "fuse", lines: pair, value }], line, [caret, caret]);
  }

  /** What two pieces said before they were cut here; null where they say something else by now. */
  _before(pair, said) {
    const cut = this.whole.get(pair.join());
    return cut && cut.texts.join("\n") === said.join("\n") ? cut.text : null;
  }

  /** Show where the line would be cut: at the caret. */
  async ask() {
    const { desk } = this;
    const line = desk.lines.current;
    const { box, vertical, text } = desk.lines.lines.get(line);
    const caret = desk.lines.selection[0];
    await desk.outbox.flush(); // the places are those of the text in the log
    try {
      const { cuts } = await get(`pages/${desk.view.id}/lines/${line}/cuts`);
      if (desk.lines.current !== line || desk.lines.lines.get(line).text !== text) return;
      const [low, high] = vertical ? [box[1], box[3]] : [box[0], box[2]];
      this.cut = { line, caret, low, high, vertical };
      this._set(cuts[caret] ?? Math.round((low + high) / 2));
      desk.report(desk.say("structure.cut.how"));
    } catch (error) {
      desk.report(error.message);
    }
  }

  _set(at) {
    const { low, high } = this.cut;
    this.cut.at = Math.min(high - STEP, Math.max(low + STEP, Math.round(at)));
    this._show();
  }

  _show() {
    const { desk, cut } = this;
    const { box, row } = desk.lines.lines.get(cut.line);
    const [x1, y1, x2, y2] = cut.vertical ? [box[0], cut.at, box[2], cut.at] : [cut.at, box[1], cut.at, box[3]];
    desk.sheet.sketch(`<line class="cut" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`);
    row.querySelector(".cut-bar")?.remove();
    const bar = document.createElement("div");
    bar.className = "cut-bar";
    const { start, scale, lies, edge } = this._image();
    if (!scale) return; // its image is not there yet
    const along = `${start + (cut.at - cut.low) * scale}px`;
    Object.assign(bar.style, lies ? { left: along, top: `${edge[0]}px`, height: `${edge[1]}px` } : { top: along, left: `${edge[0]}px`, width: `${edge[1]}px` });
    bar.classList.toggle("across", !lies);
    row.append(bar);
  }

  /** How the line's image lies in its row: from where, how large, and whether the line runs from left to right there. */
  _image() {
    const { row, vertical, box } = this.desk.lines.lines.get(this.cut.line);
    const image = row.querySelector("img");
    const [length, across] = vertical ? [box[3] - box[1], box[2] - box[0]] : [box[2] - box[0], box[3] - box[1]];
    const lies = !(vertical && this.desk.lines.standing);
    const [long, high] = lies ? [image.naturalWidth, image.naturalHeight] : [image.naturalHeight, image.naturalWidth];
    if (!long || !high) return {};
    // The image has a margin, alike on all sides.
    const margin = long === high ? 0 : Math.max(0, (high * length - long * across) / (2 * (long - high)));
    const room = lies ? [image.clientWidth, image.clientHeight] : [image.clientHeight, image.clientWidth];
    const scale = Math.min(room[0] / (length + 2 * margin), room[1] / (across + 2 * margin));
    const [at, edge] = lies ? [image.offsetLeft, image.offsetTop] : [image.offsetTop, image.offsetLeft];
    return { start: at + margin * scale, scale, lies, edge: [edge, room[1]] };
  }

  _onImage(event) {
    const row = event.target.closest(".line");
    if (!this.cut || event.target.tagName !== "IMG" || row.dataset.line !== this.cut.line) return;
    const { start, scale, lies } = this._image();
    const frame = row.getBoundingClientRect();
    const place = lies ? event.clientX - frame.left : event.clientY - frame.top;
    this._set(this.cut.low + (place - start) / scale);
    this.desk.lines.focus(this.cut.line, this.cut.caret);
  }

  _onScan(event) {
    if (!this.cut) return;
    event.preventDefault();
    this._set(event.detail[this.cut.vertical ? "y" : "x"]);
    this.desk.lines.focus(this.cut.line, this.cut.caret);
  }

  async _do() {
    const { line, caret, at } = this.cut;
    const { text } = this.desk.lines.lines.get(line);
    const letters = [...text];
    const texts = [letters.slice(0, caret).join("").trimEnd(), letters.slice(caret).join("").trimStart()];
    const lines = [newId("l"), newId("l")];
    this._leave();
    this.whole.set(lines.join(), { texts, text }); // a space at the cut may be gone
    const value = JSON.stringify({ at: [at], lines, texts });
    await this.desk.structure.act([{ kind: "cut", lines: [line], value }], lines[1], [0, 0]);
  }

  _leave() {
    if (!this.cut) return;
    this.desk.lines.pane.querySelector(".cut-bar")?.remove();
    this.desk.sheet.sketch("");
    this.cut = null;
  }
}

/** Whether there are two lines, which stand side by side, or one below the other in a column. */
function areBeside(one, other) {
  if (!one || !other || one.vertical !== other.vertical) return false;
  const [low, high] = one.vertical ? [0, 2] : [1, 3];
  const shared = Math.min(one.box[high], other.box[high]) - Math.max(one.box[low], other.box[low]);
  return shared > BESIDE * Math.min(one.box[high] - one.box[low], other.box[high] - other.box[low]);
}
