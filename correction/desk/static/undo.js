/**
 * Undo and redo: of what is typed and not yet saved as the browser does it, beyond that by the log, after a reload too.
 *
 * The browser knows nothing of the log and would go on beyond it; where its undo comes to what is saved, the log's begins.
 */

import { insist } from "./api.js";
import { author } from "./author.js";
import { newId } from "./ids.js";

const PATIENCE = 120000; // milliseconds: an act may be on a thousand pages

export class Undo {
  constructor(desk) {
    this.desk = desk;
    this.passed = []; // decisions that others have covered: told once, then passed over
    this.states = new Map(); // line id → what it said since its last save
    this.own = null; // the line whose typing the browser has just taken back, so that it may bring it again
    desk.lines.pane.addEventListener("input", (event) => (this.type = event.inputType), true);
    desk.addEventListener("typed", ({ detail }) => this._typed(detail));
    desk.addEventListener("open", () => (this.passed = []));
    desk.outbox.addEventListener("kept", () => this._saved());
    desk.keys.add("Ctrl+Z", "history.key.undo", () => this._pressed(false));
    desk.keys.add("Ctrl+Y", "history.key.redo", () => this._pressed(true));
    desk.keys.add("Ctrl+Shift+Z", "history.key.redo", () => this._pressed(true));
  }

  /** Take back the last act in the log, or with `redo` the last undo; resolves when it is shown. */
  take(redo) {
    this.own = null;
    return this.desk.inTurn.take(() => this._take(redo)).catch((error) => this.desk.report(error.message));
  }

  _pressed(redo) {
    const { lines, structure } = this.desk;
    if (structure.locked()) return true;
    const id = lines.current;
    const typing = document.activeElement === lines.lines.get(id)?.field;
    if (typing && (this._unsent(id) || (redo && this.own === id))) return false;
    this.take(redo);
    return true;
  }

  /** Whether something was typed in a line that is not on its way to the log. */
  _unsent(id) {
    const { drafts, state } = this.desk.outbox;
    const draft = drafts.get(id);
    return Boolean(draft) && !draft.conflict && (["offline", "unsafe"].includes(state) || draft.text !== draft.tried.at(-1));
  }

  async _take(redo) {
    const { desk } = this;
    await desk.outbox.flush();
    if (desk.outbox.pending) return desk.report(desk.say("history.unsaved"));
    const page = desk.view.id;
    const wish = { author: author(), ids: [newId("d")], redo, passed: this.passed };
    const got = await insist(`pages/${page}/undo`, wish, PATIENCE, () => desk.report(desk.say("saved.offline")));
    this.passed.push(...got.covered.map((each) => each.id));
    if (page === desk.view.id) await this._show(got, redo);
    return undefined;
  }

  async _show(got, redo) {
    const { desk } = this;
    const { lines } = desk;
    const before = new Map(Object.keys(got.texts).map((id) => [id, lines.lines.get(id)?.text]));
    if (got.arranged) await desk.reload();
    // What was typed meanwhile stays: its line is asked about when it is sent.
    else for (const [id, text] of Object.entries(got.texts)) if (!desk.outbox.drafts.has(id)) lines.update(id, text);
    desk.view = { ...desk.view, state: got.state };
    desk.tell("state", { state: got.state });
    desk.tell("updated", { lines: [...before.keys()], version: got.version });
    const concerned = [...got.done.flatMap((each) => each.lines), ...before.keys(), ...got.covered.map((each) => each.line)];
    const at = concerned.find((id) => lines.lines.has(id));
    const text = at && got.texts[at];
    if (at && !desk.outbox.pending) lines.focus(at, text === undefined ? null : firstChange(before.get(at) || "", text));
    desk.report(this._words(got, redo, at));
  }

  _words(got, redo, at) {
    const { desk } = this;
    const told = [];
    const done = got.done.length;
    if (done === 1 && got.pages.length < 2) {
      const [one] = got.done;
      const says = one.kind === "text" && at ? `: ${desk.lines.lines.get(at).text}` : "";
      told.push(desk.say(redo ? "history.redone" : "history.undone", desk.say(`history.kind.${one.kind}`) + says));
    } else if (done || got.pages.length) {
      const many = desk.say("history.many", done, got.pages.length);
      told.push(desk.say(redo ? "history.redone" : "history.undone", many));
    }
    for (const each of got.covered.slice(0, 3)) told.push(desk.say("history.covered", each.author, desk.lines.lines.get(each.line)?.text || each.page));
    return told.join(" · ") || desk.say(redo ? "history.nothing.redo" : "history.nothing.undo");
  }

  _typed({ id, before, text }) {
    const type = this.type;
    this.type = null;
    if (type !== "historyUndo" && type !== "historyRedo") {
      if (!this.states.has(id)) this.states.set(id, new Set());
      this.states.get(id).add(before).add(text);
      this.own = null;
      return;
    }
    const draft = this.desk.outbox.drafts.get(id);
    if (!draft) return;
    const { seen } = draft;
    if (text === seen) {
      if (this.desk.outbox.forget(id)) this.own = id;
    } else if (type === "historyUndo" && !this.states.get(id)?.has(text) && this.desk.outbox.forget(id)) {
      this.desk.lines.update(id, seen); // it went on to what was typed before the last save
      this.own = null;
    }
  }

  _saved() {
    for (const id of this.states.keys()) if (!this.desk.outbox.drafts.has(id)) this.states.delete(id);
  }
}

/** The first code point that is another one. */
function firstChange(before, after) {
  const was = [...before];
  const is = [...after];
  const at = is.findIndex((character, n) => character !== was[n]);
  return at < 0 ? is.length : at;
}
