/**
 * Doubtful places: walked by Tab, settled by a digit, Enter or typing.
 *
 * A person stands at a doubt as long as exactly its piece is selected; who types over it is answering, and Enter or Tab
 * leads on from there.
 */

import { Count } from "./doubt_count.js";
import { keyed, panel } from "./doubt_panel.js";
import { Places } from "./doubt_places.js";

const AGAIN = 3000; // milliseconds until the doubts are asked for again, after nobody answered

export class Doubts {
  constructor(desk) {
    this.desk = desk;
    this.here = null; // the doubt at which the person stands or answers, with its line
    this.arriving = 0; // the side from which the page was entered by Tab, until it is shown
    this.waiting = 0; // the way of a Tab that came before the doubts
    this.count = new Count(desk, () => this._walked());
    this.places = new Places(desk.lines, (doubt) => this.count.shows(doubt));
    desk.addEventListener("open", ({ detail }) => this._opened(detail.view.id));
    desk.addEventListener("shown", () => this._shown());
    desk.addEventListener("updated", () => this._load());
    desk.addEventListener("typed", ({ detail }) => this._typed(detail.id));
    desk.addEventListener("line", ({ detail }) => this.here && this.here.line !== detail.id && this._leave());
    desk.addEventListener("news", ({ detail }) => this._heard(detail.decisions));
    desk.outbox.addEventListener("kept", ({ detail }) => this._kept(detail));
    document.addEventListener("selectionchange", () => this._moved());
    const { keys } = desk;
    keys.add("Tab", "doubts.key.next", () => this.walk(1));
    keys.add("Shift+Tab", "doubts.key.previous", () => this.walk(-1));
    keys.add("Enter", "doubts.key.accept", () => this._enter());
    keys.add("Escape", "doubts.key.leave", () => this._escape());
    keys.add("Alt+U", "doubts.key.likely", () => this.count.toggle());
    for (let digit = 1; digit <= 9; digit++) keys.add(String(digit), "", () => this._pick(String(digit)));
    keys.add("1 … 9", "doubts.key.pick", () => false);
  }

  /** Go to the next doubtful place, or the one before; over the end of the page to the next page. */
  walk(step) {
    if (!this.desk.lines.pane.contains(document.activeElement)) return false; // Tab leads through buttons elsewhere
    const next = this._next(step);
    if (next) this._stand(next);
    else if (this.places.told?.page !== this.desk.view.id) this._wait(step);
    else this._turn(step);
    return true;
  }

  _opened(page) {
    if (this.places.told?.page !== page) this.waiting = 0;
    this.places.open(page);
    this._shown(); // at once where the page was only shown anew
    this._load();
  }

  _shown() {
    this.here = null;
    this._place();
  }

  async _load() {
    const page = this.desk.view.id;
    clearTimeout(this.again);
    try {
      const told = await this.desk.ask("doubts");
      if (page !== this.desk.view.id) return;
      this.places.told = { ...told, page };
      this._place();
      if (this.waiting) this.desk.report(""); // they are found
      this._arrive();
    } catch (error) {
      if (page !== this.desk.view.id) return;
      if (!error.passes) this.desk.report(error.message);
      else this.again = setTimeout(() => this._load(), AGAIN); // a page's first doubts take a while to be found
    }
  }

  _place() {
    const { places, here } = this;
    places.lay();
    if (this._stands && !places.of(here.line).some((doubt) => doubt.offset === here.offset)) this._leave();
    this._tally();
  }

  _walked() {
    this.places.draw();
    this._tally();
  }

  _tally() {
    const open = this.places.all.filter((doubt) => this.count.shows(doubt)).length;
    this.count.show(open, this.places.told);
    this.desk.tell("doubts", { count: open });
  }

  /** The next open doubt from where the person is; null beyond the ends of the page. */
  _next(step) {
    const { lines } = this.desk;
    const at = lines.current ? lines.selection[0] : 0;
    return this.places.next(step, lines.current, this._stands && step > 0 ? at + 1 : at);
  }

  /** Whether the person stands at the doubt: its piece is selected, and nothing else. */
  get _stands() {
    const { lines } = this.desk;
    if (!this.here || this.here.answered || lines.current !== this.here.line) return false;
    if (document.activeElement !== lines.lines.get(lines.current).field) return false;
    const [start, end] = lines.selection;
    return start === this.here.offset && end === start + this.here.length;
  }

  _stand(doubt) {
    this._leave();
    const { lines, view } = this.desk;
    const { row, field, text, vertical, box } = lines.lines.get(doubt.line);
    this.here = { ...doubt, offers: keyed(doubt.alternatives), answered: false };
    const under = row.querySelector(".under");
    under.replaceChildren(panel(this.here, { page: view.id, text, vertical, box }, (key, ...values) => this.desk.say(key, ...values)));
    under.firstChild.id = "galley-doubt";
    field.setAttribute("aria-describedby", "galley-doubt");
    under.firstChild.addEventListener("mousedown", (event) => this._clicked(event));
    lines.focus(doubt.line, doubt.offset, doubt.offset + doubt.length);
    this.desk.sheet.reveal(doubt.box);
  }

  _clicked(event) {
    event.preventDefault(); // the field keeps the focus and its selection
    const key = event.target.closest("[data-key]")?.dataset.key;
    if (key) this._pick(key);
  }

  _leave() {
    if (!this.here) return;
    const line = this.desk.lines.lines.get(this.here.line);
    line?.row.querySelector(".under").replaceChildren();
    line?.field.removeAttribute("aria-describedby");
    this.here = null;
  }

  /** Leave a place from which the caret was moved away by hand. */
  _moved() {
    const { lines } = this.desk;
    if (!this.here || this.here.answered || lines.composing || this._stands) return;
    const line = lines.lines.get(this.here.line);
    if (document.activeElement !== line?.field) return; // the palette is open, say
    if (line.text === line.field.value) this._leave(); // else it is just being typed over
  }

  _typed(line) {
    if (this.here?.line === line) this.here.answered = true;
    this.arriving = this.waiting = 0; // who types has stayed
    this._tally();
  }

  _pick(key) {
    const text = this._stands && this.here.offers.get(key);
    if (text === undefined || text === false) return false;
    const { line, offset, length } = this.here;
    this.desk.lines.type(line, text, offset, offset + length);
    this._on();
    return true;
  }

  /** Enter: the piece is right, or what was typed for it; elsewhere in a line with doubts, the whole line is right. */
  _enter() {
    if (this._stands) {
      this._confirm(this.here.line, this.here);
      this._on();
      return true;
    }
    const { current } = this.desk.lines;
    if (this.here?.answered && this.here.line === current) {
      this._on();
      return true;
    }
    if (current && this.places.of(current).length) this._confirm(current);
    return false; // and to the next line
  }

  /** A piece of a line, or the whole line, is right. */
  _confirm(line, piece = null) {
    const { text, field } = this.desk.lines.lines.get(line);
    if (field.readOnly) return; // the page is accepted
    const { offset, length } = piece || { offset: 0, length: [...text].length };
    this.places.settle({ line, offset, length, seen: text });
    this._tally();
    this.desk.outbox.decide({ kind: "confirm", lines: [line], value: piece && `${offset}+${length}`, seen: [text] });
  }

  /** Ask anew when others decided something, or something was taken back. */
  _heard(decisions) {
    if (decisions.some(({ kind }) => kind === "undo")) this.places.right = [];
    else if (decisions.every(({ id }) => this.desk.outbox.own.has(id))) return;
    this._load();
  }

  _kept({ sent, got }) {
    const refused = sent.filter(({ id, kind }) => kind === "confirm" && got.conflicts.some((each) => each.id === id));
    if (!refused.length) return;
    this.places.right = this.places.right.filter(({ line }) => !refused.some(({ lines }) => lines[0] === line));
    this._load();
  }

  _escape() {
    if (!this.here) return false;
    const { line, offset, length } = this.here;
    const stood = this._stands;
    this._leave();
    if (stood) this.desk.lines.focus(line, offset + length);
    return true;
  }

  /** On to the next place of the page; at the last one the person is told, and stays. */
  _on() {
    const next = this._next(1);
    if (next) return this._stand(next);
    const { lines, view } = this.desk;
    const at = lines.selection[1];
    this._leave();
    lines.focus(lines.current, at);
    const rest = this.places.all.length;
    if (rest && this.count.likely) this.desk.report(this.desk.say("doubts.rest", rest));
    else this.desk.report(this.desk.say(view.next ? "doubts.last" : "doubts.none"));
  }

  /** The doubts are still being found: go to the first one when they come. */
  _wait(step) {
    this.waiting = step;
    this.desk.report(this.desk.say("doubts.wait"));
  }

  _turn(step) {
    const { desk } = this;
    const side = step > 0 ? "next" : "previous";
    const page = desk.view[side];
    this._leave();
    desk.report(desk.say(page ? "doubts.turned" : "doubts.none"));
    if (!page) return;
    this.arriving = step;
    desk.turn(side);
  }

  /** Stand at the first doubt of a page that was entered by Tab, unless the person is on it already; or at what Tab waits for. */
  _arrive() {
    const step = this.waiting || this.arriving;
    const entered = !this.waiting;
    this.arriving = this.waiting = 0;
    const { lines } = this.desk;
    if (!step || (entered && lines.current !== lines.order[0])) return;
    if (step < 0 && entered) lines.focus(lines.order.at(-1), Infinity);
    const first = this._next(step);
    if (first) this._stand(first);
    else this.desk.report(this.desk.say("doubts.clean"));
  }
}
