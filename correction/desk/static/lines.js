/**
 * The text of a page: each line in a field under its own image, by item and paragraph.
 *
 * A field is a textarea over a mirror of the same words, which gives it its height and carries the marks; browsers lay
 * out only what is near the screen. Positions in text are code points outside of this module, and JavaScript's inside.
 */

import { BASE } from "./api.js";
import { alikeEnds, escape, points, units } from "./letters.js";
import { kept } from "./storage.js";

const COLUMNS = "galley:columns"; // whether columns stand "beside" their images, or lie "turned"
const HELD = 1500; // milliseconds for which a line that was gone to is kept in sight while what is around it loads
const COMPOSES = 100; // milliseconds between two looks whether an input method still composes
const CAUGHT_UP = 120; // milliseconds after which the image follows the line that has the focus

export class Lines extends EventTarget {
  /** `pane` is the element to fill, `words` the interface's. */
  constructor(pane, words) {
    super();
    this.pane = pane;
    this.words = words;
    this.lines = new Map(); // id → {id, box, text, saved, read, layers, vertical, row, field, mirror}
    this.order = [];
    this.current = null;
    this.composing = false;
    pane.addEventListener("focusin", (event) => this._focused(event));
    pane.addEventListener("compositionstart", () => (this.composing = true));
    pane.addEventListener("compositionend", (event) => {
      this.composing = false;
      this._typed(event);
    });
    pane.addEventListener("input", (event) => this._typed(event));
    pane.addEventListener("load", () => this._hold(), true);
    for (const happens of ["wheel", "pointerdown"]) pane.addEventListener(happens, () => (this.held = null), { passive: true });
  }

  /** Show a page's view. */
  show(view) {
    this.view = view;
    this.lines.clear();
    this.current = null;
    this.pane.classList.toggle("beside", this.standing);
    this.pane.lang = view.language;
    this.pane.innerHTML = view.items.map((item) => this._item(item)).join("");
    for (const item of view.items) for (const paragraph of item.paragraphs) for (const line of paragraph.lines) this._take(line);
    this.order = [...this.lines.keys()];
    for (const row of this.pane.querySelectorAll(".line")) {
      const line = this.lines.get(row.dataset.line);
      Object.assign(line, { row, field: row.querySelector("textarea"), mirror: row.querySelector(".mirror") });
    }
  }

  /** Wait until no input method composes, whose words would be lost with their field; tells whether one did. */
  async composed() {
    const waited = this.composing;
    while (this.composing && this.pane.contains(document.activeElement)) {
      await new Promise((resolve) => setTimeout(resolve, COMPOSES));
    }
    this.composing = false;
    return waited;
  }

  /** Whether columns stand beside their images, instead of lying turned above their texts. */
  get standing() {
    return this.view?.direction === "vertical" && kept.get(COLUMNS) !== "turned";
  }

  /** Let columns stand, or lie. */
  turn() {
    kept.set(COLUMNS, this.standing ? "turned" : "beside");
    this.show(this.view);
  }

  /** Let nothing be typed, or let it again. */
  lock(locked) {
    this.pane.classList.toggle("locked", locked);
    for (const { field } of this.lines.values()) field.readOnly = locked;
  }

  /** Put the caret into a line; `start` and `end` select code points of it. */
  focus(id, start = null, end = start) {
    const line = this.lines.get(id);
    if (!line) return;
    line.field.focus({ preventScroll: true });
    if (start !== null) line.field.setSelectionRange(units(line.text, start), units(line.text, end));
    this.held = { row: line.row, until: performance.now() + HELD };
    this._reveal(line.row);
    requestAnimationFrame(() => this._hold());
  }

  _reveal(row) {
    row.scrollIntoView({ block: "nearest", inline: "nearest" });
    const box = row.getBoundingClientRect();
    const pane = this.pane.getBoundingClientRect();
    if (box.bottom > pane.bottom - 80 || box.top < pane.top + 40) row.scrollIntoView({ block: "center" });
  }

  /** Keep the line in sight that was just gone to, while rows and images around it find their size. */
  _hold() {
    if (this.held && performance.now() < this.held.until && this.held.row.isConnected) this._reveal(this.held.row);
  }

  /** The line so many further on; null beyond the ends of the page. */
  beside(id, step) {
    return this.order[this.order.indexOf(id) + step] || null;
  }

  /** The selection in the current line, in code points. */
  get selection() {
    const { field } = this.lines.get(this.current);
    return [points(field.value, field.selectionStart), points(field.value, field.selectionEnd)];
  }

  /** Write a text into a line as if it had been typed: one step of the browser's own undo. */
  type(id, text, start, end) {
    const line = this.lines.get(id);
    this.focus(id, start, end);
    if (line.field.readOnly) return;
    if (!document.execCommand(text ? "insertText" : "delete", false, text)) {
      line.field.setRangeText(text, units(line.text, start), units(line.text, end), "end");
      this._change(line);
    }
  }

  /** Let a line say what is in the log by now; a line that the person is typing in is left alone. */
  update(id, text) {
    const line = this.lines.get(id);
    if (!line) return;
    line.saved = text;
    if (line.text === text || (this.composing && this.current === id)) return;
    const held = this.current === id && document.activeElement === line.field ? this.selection : null;
    const before = line.text;
    line.text = line.field.value = text;
    this._move(line, before);
    if (held) this.focus(id, ...held.map((place) => Math.min(place, [...text].length)));
  }

  /**
   * Mark pieces of a line: [{offset, length, kind, …}], in code points; `kind` are the classes that show it, none hides
   * it. Marks stand in layers, one for each part of the desk, and move with the text; those in what changed are gone.
   */
  mark(id, marks, layer = "") {
    const line = this.lines.get(id);
    if (!line) return;
    line.layers[layer] = marks;
    draw(line);
  }

  /** The marks of a line in a layer, as they stand now. */
  marks(id, layer = "") {
    return this.lines.get(id)?.layers[layer] || [];
  }

  _move(line, before) {
    for (const [layer, marks] of Object.entries(line.layers)) line.layers[layer] = shift(marks, before, line.text);
    draw(line);
  }

  _take(line) {
    this.lines.set(line.id, { ...line, saved: line.text, layers: {} });
  }

  _focused(event) {
    const row = event.target.closest(".line");
    if (!row || row.dataset.line === this.current) return;
    this.pane.querySelector(".line.current")?.classList.remove("current");
    row.classList.add("current");
    this.current = row.dataset.line;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this._tell("current", { id: this.current }), CAUGHT_UP);
  }

  _typed(event) {
    if (event.target.tagName !== "TEXTAREA") return;
    const line = this.lines.get(event.target.closest(".line").dataset.line);
    if (event.isComposing || this.composing) {
      line.mirror.textContent = event.target.value; // grows with what is composed; nothing is kept yet
      return;
    }
    this._change(line);
  }

  _change(line) {
    const before = line.text;
    line.text = oneLine(line.field);
    if (line.text === before) return draw(line); // what was composed was given up
    this._move(line, before);
    this._tell("typed", { id: line.id, text: line.text, before, saved: line.saved });
  }

  _tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  _item(item) {
    const kind = item.type || "furniture";
    const paragraphs = item.paragraphs.map((paragraph) => this._paragraph(paragraph)).join("");
    const name = escape(this.words[`desk.type.${kind}`] || kind);
    return `<section class="item ${kind}" data-item="${item.id || ""}" aria-label="${name}"><h2>${name}</h2>${paragraphs}</section>`;
  }

  _paragraph(paragraph) {
    const name = escape(this.words[`desk.role.${paragraph.role}`] || paragraph.role);
    const rows = paragraph.lines.map((line) => this._row(line)).join("");
    return `<div class="paragraph ${paragraph.role}" data-regions="${paragraph.regions.join(" ")}"><span class="role">${name}</span>${rows}</div>`;
  }

  _row(line) {
    const [left, top, right, bottom] = line.box;
    const lies = line.vertical && !this.standing;
    const [width, height] = lies ? [bottom - top, right - left] : [right - left, bottom - top];
    const label = escape(this.words["desk.line"]);
    const upright = line.vertical && this.standing ? " upright" : "";
    return (
      `<div class="line${upright}" data-line="${line.id}"><img alt="" loading="lazy" decoding="async" draggable="false"` +
      ` style="aspect-ratio:auto ${width}/${height}" src="${BASE}pages/${this.view.id}/lines/${line.id}.jpg?at=${line.box.join("-")}${lies ? "&turn=1" : ""}">` +
      `<div class="field"><div class="mirror" aria-hidden="true">${escape(line.text)}</div>` +
      `<textarea rows="1" spellcheck="false" autocomplete="off" autocapitalize="off" aria-label="${label}">` +
      `${escape(line.text)}</textarea></div><div class="under"></div></div>`
    );
  }
}

/** What a field says, as one line: pasted line breaks become spaces, and what is no character is left out. */
function oneLine(field) {
  const whole = plain(field.value);
  if (whole !== field.value) {
    const caret = plain(field.value.slice(0, field.selectionStart)).length;
    field.value = whole;
    field.setSelectionRange(caret, caret);
  }
  return whole;
}

function plain(text) {
  return text.replace(/\s*[\n\v\f\r\x85\u2028\u2029]+\s*/g, " ").replace(/\t/g, " ").replace(/\p{Cc}|\p{Cs}/gu, "");
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

/** Show a line's text and marks under its field. */
function draw(line) {
  line.mirror.innerHTML = marked(line.text, Object.values(line.layers).flat());
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
