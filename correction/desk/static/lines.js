/**
 * The text of a page: each line in a field under its own image, by item and paragraph.
 *
 * Browsers lay out only what is near the screen; rows are filled from where the person is, and the others while nobody
 * waits. Positions in text are code points outside of this module, and JavaScript's inside.
 */

import { BASE } from "./api.js";
import { escape, points, units } from "./letters.js";
import { Line } from "./line.js";
import { kept } from "./storage.js";

const COLUMNS = "galley:columns"; // whether columns stand "beside" their images, or lie "turned"
const HELD = 1500; // milliseconds for which a line that was gone to is kept in sight while what is around it loads
const COMPOSES = 100; // milliseconds between two looks whether an input method still composes
const CAUGHT_UP = 120; // milliseconds after which the image follows the line that has the focus
const NEARS = "contentvisibilityautostatechange"; // something comes near to what is seen, or goes far from it
const TOLD = `on${NEARS}` in HTMLElement.prototype; // older browsers do not tell, and load pictures in their own time
const NEAR = 16; // lines before and behind one that is gone to, which are seen with it
const LONG = 40; // lines of a paragraph, from which on its rows are skipped one by one
const LEFT = 4; // milliseconds of an idle moment in which one more row can be filled

export class Lines extends EventTarget {
  /** `pane` is the element to fill, `words` the interface's. */
  constructor(pane, words) {
    super();
    this.pane = pane;
    this.words = words;
    this.lines = new Map(); // id → Line
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
    pane.addEventListener(NEARS, ({ target, skipped }) => skipped || this._near(target));
    for (const happens of ["wheel", "pointerdown"]) pane.addEventListener(happens, () => (this.held = null), { passive: true });
  }

  /** Show a page's view. */
  show(view) {
    this.view = view;
    this.lines.clear();
    this.current = null;
    this.composing = false; // a field that is gone with what is composed in it ends nothing
    this.pane.classList.toggle("beside", this.standing);
    this.pane.lang = view.language;
    this.pane.innerHTML = view.items.map((item) => this._item(item)).join("");
    const rows = this.pane.getElementsByClassName("line");
    const told = view.items.flatMap((item) => item.paragraphs.flatMap((paragraph) => paragraph.lines));
    told.forEach((line, n) => this.lines.set(line.id, new Line(line, rows[n], (each) => this._inner(each))));
    this.order = [...this.lines.keys()];
    this.empty = null;
    requestIdleCallback((idle) => this._fill(idle, view));
  }

  /** Load the pictures of a row, or of all rows of a paragraph. */
  _near(part) {
    for (const row of part.matches(".line") ? [part] : part.querySelectorAll(".line")) this.lines.get(row.dataset.line)?.picture();
  }

  /** Fill rows while there is time, those near the person first. */
  _fill(idle, view) {
    if (view !== this.view) return;
    if (!this.empty) {
      const here = Math.max(0, this.order.indexOf(this.current));
      this.empty = this.order.map((id, n) => [Math.abs(n - here), id]).sort(([one], [other]) => other - one);
    }
    do this.lines.get(this.empty.pop()?.[1])?.fill();
    while (this.empty.length && idle.timeRemaining() > LEFT);
    if (this.empty.length) requestIdleCallback((next) => this._fill(next, view));
  }

  /** Give up the pictures that still load; `resume` asks for them again. */
  pause() {
    for (const picture of this._loading) picture.removeAttribute("src");
  }

  resume() {
    for (const picture of this._loading) picture.src = picture.dataset.src;
  }

  get _loading() {
    return [...this.pane.querySelectorAll("img[data-near]")].filter((picture) => !picture.complete || !picture.src);
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
    const said = [...this.lines.values()]; // which the view, as it came, does not know
    kept.set(COLUMNS, this.standing ? "turned" : "beside");
    this.show(this.view);
    for (const { id, text, saved } of said) {
      this.update(id, text);
      this.lines.get(id).saved = saved;
    }
  }

  /** Let nothing be typed, or let it again. */
  lock(locked) {
    this.pane.classList.toggle("locked", locked);
    for (const line of this.lines.values()) if (line.filled) line.field.readOnly = locked;
  }

  /** Put the caret into a line; `start` and `end` select code points of it. */
  focus(id, start = null, end = start) {
    const line = this.lines.get(id);
    if (!line) return;
    const at = this.order.indexOf(id);
    for (const near of this.order.slice(Math.max(0, at - NEAR), at + NEAR)) this.lines.get(near).fill();
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

  /** Whether nothing may be typed. */
  get locked() {
    return this.pane.classList.contains("locked");
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
    if (this.composing && this.current === id) return void (line.late = text); // what is composed was begun on the other
    line.saved = text;
    if (line.text === text) return;
    const held = this.current === id && document.activeElement === line.field ? this.selection : null;
    const before = line.text;
    line.text = line.field.value = text;
    line.move(before);
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
    line.draw();
  }

  /** The marks of a line in a layer, as they stand now. */
  marks(id, layer = "") {
    return this.lines.get(id)?.layers[layer] || [];
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
    const { text: before, late } = line;
    line.late = null;
    line.text = oneLine(line.field);
    if (line.text === before) return late === null ? line.draw() : this.update(line.id, late); // what was composed was given up
    line.move(before);
    this._tell("typed", { id: line.id, text: line.text, before, saved: line.saved });
  }

  _tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  _item(item) {
    const kind = item.type || "furniture";
    const paragraphs = item.paragraphs.map((paragraph) => this._paragraph(paragraph)).join("");
    const name = escape(this.words[`desk.type.${kind}`] || kind);
    const rows = item.paragraphs.every(({ lines }) => lines.every(({ vertical }) => !vertical)) ? " rows" : "";
    return `<section class="item ${kind}${rows}" data-item="${item.id || ""}" aria-label="${name}"><h2>${name}</h2>${paragraphs}</section>`;
  }

  _paragraph(paragraph) {
    const name = escape(this.words[`desk.role.${paragraph.role}`] || paragraph.role);
    const rows = paragraph.lines.map((line) => this._row(line)).join("");
    const long = paragraph.lines.length > LONG ? " long" : "";
    return `<div class="paragraph ${paragraph.role}${long}" style="--rows:${paragraph.lines.length}" data-regions="${paragraph.regions.join(" ")}"><span class="role">${name}</span>${rows}</div>`;
  }

  _row(line) {
    const upright = line.vertical && this.standing ? " upright" : "";
    return `<div class="line${upright}" data-line="${line.id}">${escape(line.text)}</div>`;
  }

  /** What a row is filled with. */
  _inner(line) {
    const [left, top, right, bottom] = line.box;
    const lies = line.vertical && !this.standing;
    const [width, height] = lies ? [bottom - top, right - left] : [right - left, bottom - top];
    const text = escape(line.text);
    return (
      `<img alt="" decoding="async" draggable="false" style="aspect-ratio:auto ${width}/${height}"` +
      ` ${TOLD ? "data-src" : 'loading="lazy" src'}="${BASE}pages/${this.view.id}/lines/${line.id}.jpg?at=${line.box.join("-")}${lies ? "&turn=1" : ""}">` +
      `<div class="field"><div class="mirror" aria-hidden="true">${text}</div>` +
      `<textarea rows="1" spellcheck="false" autocomplete="off" autocapitalize="off"${this.locked ? " readonly" : ""}` +
      ` aria-label="${escape(this.words["desk.line"])}">${text}</textarea></div><div class="under"></div>`
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
