/**
 * A line as the desk shows it: its image, and under it a field over a mirror of the same words, which gives the field its
 * height and carries the marks.
 *
 * A row begins as its bare text and is filled when it is wanted, since the fields of a page cost more than all else of it.
 */

import { escape, alikeEnds } from "./letters.js";

export class Line {
  /** `told` is the line of a page's view, `element` its row, `inner(line)` gives the HTML of what stands in it. */
  constructor(told, element, inner) {
    Object.assign(this, told); // id, box, text, read, vertical and so on
    this.saved = told.text;
    this.late = null; // what the log has said since the person began to compose here
    this.layers = {};
    this.element = element;
    this.inner = inner;
  }

  /** Whether there is more than the bare text yet. */
  get filled() {
    return Boolean(this.parts);
  }

  /** The row with all that belongs to it. */
  get row() {
    this.fill();
    return this.element;
  }

  get field() {
    return this.fill().field;
  }

  get mirror() {
    return this.fill().mirror;
  }

  /** Put image and field into the row, if they are not there yet. */
  fill() {
    if (this.parts) return this.parts;
    const { element } = this;
    element.innerHTML = this.inner(this);
    const [image, field] = element.children;
    this.parts = { image, mirror: field.firstChild, field: field.lastChild };
    if (Object.keys(this.layers).length) this.draw();
    return this.parts;
  }

  /** Load the image, as the row is near to what is seen. */
  picture() {
    const { image } = this.fill();
    if (image.dataset.near) return;
    image.dataset.near = "yes";
    image.src = image.dataset.src;
  }

  /** Show text and marks under the field. */
  draw() {
    if (this.parts) this.parts.mirror.innerHTML = marked(this.text, Object.values(this.layers).flat());
  }

  /** Let the marks follow the text, which was `before`. */
  move(before) {
    for (const [layer, marks] of Object.entries(this.layers)) this.layers[layer] = shift(marks, before, this.text);
    this.draw();
  }
}

/**
 * Marks of a text on what it has become: those that the change touches are gone, those behind it move. A mark with
 * `gaps` is also gone when something is put in directly before or behind it.
 */
export function shift(marks, before, after) {
  const was = [...before];
  const is = [...after];
  const [head, tail] = alikeEnds(was, is);
  const end = was.length - tail;
  const near = head === end && before !== after ? 1 : 0;
  return marks
    .filter(({ offset, length, gaps }) => offset + length + (gaps ? near : 0) <= head || offset - (gaps ? near : 0) >= end)
    .map((mark) => (mark.offset >= end ? { ...mark, offset: mark.offset + is.length - was.length } : mark));
}

/** A text as HTML with its marks, which may lie over each other. */
function marked(text, marks) {
  const shown = marks.filter((mark) => mark.kind);
  if (!shown.length) return escape(text);
  const letters = [...text];
  const edges = new Set([0, letters.length, ...shown.flatMap(({ offset, length }) => [offset, offset + length])]);
  const cuts = [...edges].filter((cut) => cut <= letters.length).sort((one, other) => one - other);
  let html = "";
  cuts.forEach((start, n) => {
    for (const mark of shown) if (!mark.length && mark.offset === start) html += `<mark class="${mark.kind} empty"></mark>`;
    const piece = escape(letters.slice(start, cuts[n + 1] ?? start).join(""));
    const over = shown.filter(({ offset, length }) => offset <= start && start < offset + length);
    html += over.length && piece ? `<mark class="${over.map((mark) => mark.kind).join(" ")}">${piece}</mark>` : piece;
  });
  return html;
}
