/**
 * The desk: a page's scan beside its text, put together.
 *
 * `mount` fills an element and gives a `Desk`. Parts know the desk and hear its events: `open` (a page's view is
 * shown; `again` the same page), `line` (another line has the focus), `typed` (a line was changed), `news` (others
 * decided something), `updated` (lines say something else by an undo or a replacement).
 */

import { Absent } from "./absent.js";
import { get, sayAway } from "./api.js";
import { askAuthor, author } from "./author.js";
import { Again } from "./again.js";
import { Bar } from "./bar.js";
import { caret } from "./caret.js";
import { Comments } from "./comments.js";
import { Conflicts } from "./conflicts.js";
import { Differences } from "./differences.js";
import { Doubts } from "./doubts.js";
import { drawLine } from "./draw.js";
import { Find } from "./find.js";
import { Groups } from "./groups.js";
import { Help } from "./help.js";
import { History } from "./history.js";
import { InTurn } from "./in_turn.js";
import { Joints } from "./joints.js";
import { Keys } from "./keys.js";
import { legend } from "./legend.js";
import { lineMenu } from "./line_menu.js";
import { Lines } from "./lines.js";
import { Marks } from "./marks.js";
import { moves } from "./moves.js";
import { News } from "./news.js";
import { notes } from "./notes.js";
import { Outbox } from "./outbox.js";
import { Palette } from "./palette.js";
import { Pieces } from "./pieces.js";
import { Regions } from "./regions.js";
import { Sheet } from "./sheet.js";
import { size, splitter } from "./splitter.js";
import { States } from "./states.js";
import { Structure } from "./structure.js";
import { Undo } from "./undo.js";

const FRAME = `
<header class="bar" role="toolbar"></header>
<div class="halves">
  <div class="sheet"></div>
  <div class="splitter" role="separator" tabindex="0"></div>
  <div class="text" role="main"></div>
</div>
<footer class="status" role="status" aria-live="polite"></footer>`;

/** Fill an element with a desk; `props` has the project's `key` and the `language` of the interface. */
export async function mount(element, props) {
  const words = await get(`words/${props.language}`);
  sayAway(words["desk.away"]);
  element.innerHTML = FRAME;
  element.classList.add("galley-desk");
  return new Desk(element, words, props);
}

export class Desk extends EventTarget {
  constructor(element, words, props) {
    super();
    this.element = element;
    this.words = words;
    this.props = props;
    this.view = null;
    this.stay = new AbortController(); // ends what is still asked about a page when another is opened
    this.keys = new Keys(element);
    this.inTurn = new InTurn();
    this.outbox = new Outbox(props.key, author);
    this.lines = new Lines(element.querySelector(".text"), words);
    this.sheet = new Sheet(element.querySelector(".sheet"));
    splitter(element);
    this.absent = new Absent(this);
    moves(this);
    caret(this);
    this.bar = new Bar(this);
    notes(this);
    this.marks = new Marks(this);
    this.doubts = new Doubts(this);
    this.palette = new Palette(this);
    this.help = new Help(this);
    legend(this);
    this.conflicts = new Conflicts(this);
    this.joints = new Joints(this);
    this.news = new News(this);
    this.states = new States(this);
    this.structure = new Structure(this);
    this.pieces = new Pieces(this);
    drawLine(this);
    this.groups = new Groups(this);
    this.regions = new Regions(this);
    this.again = new Again(this);
    this.comments = new Comments(this);
    lineMenu(this);
    this.undo = new Undo(this);
    this.differences = new Differences(this);
    this.past = new History(this);
    this.find = new Find(this);
    this._join();
  }

  /** Open a page, and a line of it where one is named; throws Problem. */
  async open(page, line = null) {
    if (this.view && this.view.id === page) return this.go(line);
    await this.outbox.flush();
    this._leave();
    const view = await get(`pages/${page}`).catch((error) => this._stay(error));
    if (!author()) await askAuthor(this);
    do if (this.outbox.pending) await this.outbox.flush(); // what was typed meanwhile
    while ((await this.lines.composed()) || this.outbox.untried);
    this._show(view);
    this.outbox.open(page);
    for (const [id, draft] of this.outbox.drafts) this.lines.update(id, draft.text);
    history.replaceState(history.state, "", `?item=${page}${line ? `:${line}` : ""}`);
    this.go(this.lines.lines.has(line) ? line : this.lines.order[0]);
    this.element.dataset.ready = page;
  }

  /**
   * Show the page anew as it is now, where the person was; what was typed stays. A line may be named that has the focus
   * then, with the code points `selection` of it.
   */
  reload(line = null, selection = null) {
    const before = this.loading || Promise.resolve();
    const next = before.catch(() => null).then(() => this._reload(line, selection));
    this.loading = next;
    return next;
  }

  /** Ask about the page that is shown, for as long as it is; throws Problem. */
  ask(what) {
    return get(`pages/${this.view.id}/${what}`, undefined, this.stay.signal);
  }

  /** Put the focus on a line. */
  go(line) {
    if (line) this.lines.focus(line);
  }

  /** Turn to the page before or behind, "previous" or "next"; says what is in the way, as that there is none. */
  turn(side) {
    const page = this.view?.[side];
    if (!page) return this.report(this.say(`page.none.${side}`));
    return this.inTurn.take(() => this.open(page)).catch((error) => this.report(error.message));
  }

  /** Whether something is being drawn on the scan; no other act begins meanwhile. */
  get drawing() {
    return Boolean(this.element.querySelector(".glass"));
  }

  /** Tell the parts of something. */
  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** A word of the interface, by "area.key" or a key of the desk's own, with places {} filled. */
  say(key, ...values) {
    let next = 0;
    return (this.words[`desk.${key}`] || this.words[key] || key).replace(/\{\}/g, () => values[next++]);
  }

  /** Say something at the foot of the desk. */
  report(text) {
    const foot = this.element.querySelector(".status");
    foot.textContent = text && foot.textContent === text ? `${text}\u00a0` : text; // what stays the same is not read out
  }

  /** Stop asking about the page: a browser asks six things at once, and the next one must not wait behind them. */
  _leave() {
    this.stay.abort();
    this.stay = new AbortController();
    if (!this.view) return;
    this.lines.pause();
    this.sheet.pause();
  }

  _stay(error) {
    if (this.view) {
      this.lines.resume();
      this.sheet.show(this.view);
    }
    throw error;
  }

  _show(view) {
    this.view = view;
    this.lines.show(view);
    this.sheet.show(view);
    this.tell("open", { view });
  }

  async _reload(line, selection) {
    const { lines, news } = this;
    let [view, known] = [null, 0];
    do {
      known = news.known;
      view = await get(`pages/${this.view.id}`);
    } while ((await lines.composed()) || (news.known > known && view.version < news.known)); // what was saved meanwhile
    if (view.id !== this.view.id) return;
    const before = lines.lines.get(lines.current);
    const held = before && document.activeElement === before.field ? lines.selection : null;
    const height = before?.row.getBoundingClientRect().top;
    const order = lines.order;
    const takes = held || document.activeElement === document.body;
    this.view = view;
    lines.show(view);
    this.sheet.draw(view);
    for (const [id, draft] of this.outbox.drafts) lines.update(id, draft.text);
    const at = lines.lines.has(line) ? line : remaining(lines, order, before);
    const row = lines.lines.get(at)?.row;
    if (row && before) lines.pane.scrollTop += row.getBoundingClientRect().top - height;
    if (row && (takes || line)) lines.focus(at, ...((at === line && selection) || (at === before?.id && held) || []));
    else if (row) lines.current = at;
    this.tell("open", { view, again: true });
  }

  _join() {
    this.addEventListener("size", ({ detail }) => size(this.element, detail.by));
    this.lines.addEventListener("current", ({ detail }) => {
      this.sheet.follow(detail.id);
      this.tell("line", detail);
    });
    this.lines.addEventListener("typed", ({ detail }) => {
      this.outbox.write(detail.id, detail.text, detail.saved);
      this.tell("typed", detail);
    });
    this.sheet.addEventListener("line", ({ detail }) => this.go(detail.id));
    this.outbox.addEventListener("kept", ({ detail }) => this._kept(detail));
    addEventListener("beforeunload", (event) => {
      if (!this.outbox.pending) return;
      this.outbox.flush(true);
      event.preventDefault();
    });
  }

  _kept({ sent, got }) {
    const kept = new Set(got.kept);
    for (const made of sent) {
      const line = made.kind === "text" && kept.has(made.id) && this.lines.lines.get(made.lines[0]);
      if (line) line.saved = made.value;
    }
    this.view = { ...this.view, state: got.state };
    this.tell("state", { state: got.state });
  }
}

/**
 * A line; where it is gone the one that stood before it in an order of lines, else behind it; where all of them are gone,
 * as the page was read anew, the one at its place.
 */
function remaining(lines, order, before) {
  const at = order.indexOf(before?.id);
  const there = (id) => lines.lines.has(id);
  const [left, top, right, bottom] = before?.box || [];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const over = ({ box: [x1, y1, x2, y2] }) => x1 <= x && x < x2 && y1 <= y && y < y2;
  return (
    order.slice(0, at + 1).findLast(there) ||
    order.slice(at + 1).find(there) ||
    [...lines.lines.values()].find(over)?.id ||
    lines.order[0]
  );
}
