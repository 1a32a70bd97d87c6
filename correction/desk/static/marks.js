/**
 * What a reviewer says of a piece of a line: hard to read, illegible, supplied by guess. Marks are decisions and no
 * text; they are the layer `mark` of a line and move with it. The key that sets a mark takes it off again.
 */

import { get } from "./api.js";
import { newId } from "./ids.js";

const LAYER = "mark";
const KINDS = ["unclear", "gap", "supplied"];

export class Marks {
  constructor(desk) {
    this.desk = desk;
    KINDS.forEach((kind, n) => desk.keys.add(`Alt+${n + 1}`, `marks.key.${kind}`, () => this.turn(kind)));
    desk.addEventListener("open", ({ detail }) => this._show(detail.view));
    desk.addEventListener("shown", () => this._show(desk.view));
    desk.addEventListener("news", ({ detail }) => this._heard(detail));
  }

  /** Mark what is selected, or what is at the caret; take the mark off where it is there already. */
  turn(kind) {
    const { lines } = this.desk;
    if (!lines.current || this.desk.structure.locked()) return Boolean(lines.current);
    const marks = lines.marks(lines.current, LAYER);
    const [start, end] = lines.selection;
    const here = marks.find((mark) => mark.kind === kind && meets(mark, start, end));
    if (here) this._take(here, marks);
    else this._put(kind, marks, start === end ? around(lines.lines.get(lines.current).text, start, kind) : [start, end]);
    return true;
  }

  _put(kind, marks, [start, end]) {
    const { lines } = this.desk;
    const line = lines.current;
    const id = newId("d");
    if (start === end && kind !== "gap") return this.desk.report(this.desk.say("marks.nothing"));
    const span = { offset: start, length: end - start, kind };
    lines.mark(line, [...marks, { ...span, decision: id }], LAYER);
    this.desk.outbox.decide({ id, kind: "mark", lines: [line], value: JSON.stringify(span), seen: [lines.lines.get(line).text] });
    this.desk.tell("marks");
    this.desk.report(this.desk.say(`marks.put.${kind}`));
  }

  _take(mark, marks) {
    const { lines } = this.desk;
    lines.mark(lines.current, marks.filter((each) => each !== mark), LAYER);
    this.desk.outbox.decide({ id: newId("d"), kind: "undo", value: mark.decision });
    this.desk.tell("marks");
    this.desk.report(this.desk.say("marks.taken"));
  }

  _show(view) {
    const all = view.items.flatMap((item) => item.paragraphs.flatMap((paragraph) => paragraph.lines));
    for (const line of all) if (line.marks || this.desk.lines.marks(line.id, LAYER).length) this._set(line);
  }

  _set({ id, marks = [] }) {
    this.desk.lines.mark(id, marks, LAYER);
  }

  async _heard({ decisions }) {
    const others = decisions.filter(({ id, kind }) => (kind === "mark" || kind === "undo") && !this.desk.outbox.own.has(id));
    if (!others.length) return;
    const { id } = this.desk.view;
    const view = await get(`pages/${id}`).catch((error) => this.desk.report(error.message));
    if (view && this.desk.view.id === id && !this.desk.outbox.pending) this._show(view);
  }
}

function meets({ offset, length }, start, end) {
  return start === end ? offset <= start && start <= offset + length : offset < end && start < offset + length;
}

/** What a mark at the caret is of: the word there, a Han character; an illegible piece may be where no text is. */
function around(text, caret, kind) {
  const letters = [...text];
  const han = /\p{Script=Han}/u;
  if (kind === "gap") return [caret, caret];
  if (han.test(letters[caret - 1] || "")) return [caret - 1, caret];
  if (han.test(letters[caret] || "")) return [caret, caret + 1];
  let [start, end] = [caret, caret];
  while (start && /\S/.test(letters[start - 1]) && !han.test(letters[start - 1])) start--;
  while (end < letters.length && /\S/.test(letters[end]) && !han.test(letters[end])) end++;
  return [start, end];
}
