/**
 * What was typed and is not yet in the project.
 *
 * A draft is kept in the browser's storage at every change of a line, together with the text that the person saw
 * before, until the server says that it is in the log; so neither a reload nor a server that is away loses a letter.
 * A draft whose line says something else by now is a conflict: it stays until the person chooses.
 */

import { Problem, post } from "./api.js";
import { newId } from "./ids.js";
import { kept, ofTab } from "./storage.js";

const PAUSE = 500; // milliseconds after the last key until a line is sent
const RETRIES = [1000, 2000, 4000, 8000]; // milliseconds between tries while the server is away
const BEAT = 2000; // milliseconds between two signs of life of a tab
const OPEN = "galley:open"; // in a tab's storage while the tab is there
const DEAD = 3 * BEAT; // of silence after which another tab takes over what a tab left behind

export class Outbox extends EventTarget {
  /** `key` names the project; `author` gives the person's name. */
  constructor(key, author) {
    super();
    this.prefix = `galley:${key}:`;
    this.author = author;
    this.tab = nameOfTab();
    this.page = "";
    // Line id → {id, seen, text, tried, conflict}; `tried` are texts that were sent, whether or not they arrived.
    this.drafts = new Map();
    this.acts = []; // decisions that are not texts, in order
    this.safe = true; // whether what waits outlives the page
    this.own = new Set(); // the ids of decisions that this tab has sent
    this.state = "saved";
    this.tries = 0;
    this._beat();
    setInterval(() => this._beat(), BEAT);
    addEventListener("online", () => this.flush());
    addEventListener("pagehide", () => this._leave());
    addEventListener("pageshow", ({ persisted }) => persisted && this._beat());
  }

  /** Turn to a page and take up the drafts that this tab, or one that is gone, left for it. */
  open(page) {
    this.page = page;
    this.drafts.clear();
    this.acts = [];
    for (const [key, left] of this._stored(page)) {
      if (left.tab !== this.tab && this._lives(left.tab)) continue;
      if (left.tab !== this.tab) kept.remove(key);
      if (left.act) this.acts.push(left.act);
      else this.drafts.set(left.line, { ...left.draft, conflict: null });
    }
    for (const line of this.drafts.keys()) this._keep(line);
    for (const act of this.acts) this._keepAct(act);
    if (this.pending) this._later(0);
    else this._tell("saved");
  }

  /** Whether anything waits to be sent or chosen. */
  get pending() {
    return this.drafts.size + this.acts.length > 0;
  }

  /** Whether anything was typed that nobody has tried to send yet. */
  get untried() {
    return [...this.drafts.values()].some(({ conflict, tried, text }) => !conflict && !tried.includes(text));
  }

  /**
   * What waits for a person: the conflicts of this page, then drafts that this tab, or one that is gone, left on other
   * pages, as [{page, line}].
   */
  waiting() {
    const here = [...this.drafts].filter(([, { conflict }]) => conflict).map(([line]) => ({ page: this.page, line }));
    const there = [...this._stored("")]
      .map(([key, { tab, line }]) => ({ page: key.slice(this.prefix.length).split(":")[0], line, tab }))
      .filter(({ page, line, tab }) => line && page !== this.page && (tab === this.tab || !this._lives(tab)));
    return [...here, ...there];
  }

  /** A line says `text` now; `saved` is what it said when the person began. */
  write(line, text, saved) {
    const before = this.drafts.get(line) || { seen: saved, tried: [], conflict: null };
    this.drafts.set(line, { ...before, id: newId("d"), text });
    this._keep(line);
    this._tell("typing");
    this._later(PAUSE);
  }

  /** A line says again what it said before anything was sent of it: there is nothing to keep. Tells whether so. */
  forget(line) {
    const draft = this.drafts.get(line);
    if (!draft || draft.tried.length || draft.conflict) return false;
    this._drop(line);
    if (!this.pending) this._tell("saved");
    return true;
  }

  /** Send a decision that is no text: {kind, lines, value, seen}; resolves once it is in the log. */
  decide(made) {
    const act = { id: newId("d"), remark: "", value: null, lines: [], seen: [], ...made };
    this.acts.push(act);
    this._keepAct(act);
    this._tell("typing");
    return this.flush().then(() => act.id);
  }

  /** What a person chose in a conflict: mine on top of theirs, or theirs. */
  settle(line, mine) {
    const draft = this.drafts.get(line);
    if (!draft || !draft.conflict) return;
    if (mine) {
      Object.assign(draft, { id: newId("d"), seen: draft.conflict.text, tried: [], conflict: null });
      this._keep(line);
    } else {
      this._drop(line);
    }
    this._later(0);
  }

  /** Send everything now; resolves when it was tried. */
  flush(keepalive = false) {
    clearTimeout(this.timer);
    const before = this.busy || Promise.resolve();
    this.busy = before.then(() => this._send(keepalive)).catch(console.warn);
    return this.busy;
  }

  async _send(keepalive) {
    const sent = this._letters();
    if (!sent.length) return this._tell(this.pending ? "conflict" : "saved");
    const page = this.page;
    for (const draft of this.drafts.values()) if (!draft.tried.includes(draft.text)) draft.tried.push(draft.text);
    for (const line of this.drafts.keys()) this._keep(line);
    for (const { id } of sent) this.own.add(id);
    this._tell("saving");
    try {
      const got = await post(`pages/${page}/decisions`, { author: this.author(), made: sent }, keepalive);
      this.tries = 0;
      if (page === this.page) this._received(sent, got);
    } catch (error) {
      this._failed(error);
    }
  }

  _letters() {
    const texts = [...this.drafts]
      .filter(([, draft]) => !draft.conflict)
      .map(([line, d]) => ({ id: d.id, kind: "text", lines: [line], value: d.text, seen: [d.seen] }));
    return [...texts, ...this.acts];
  }

  _received(sent, got) {
    const taken = new Set(got.kept);
    for (const made of sent.filter((each) => taken.has(each.id))) {
      const line = made.kind === "text" ? made.lines[0] : null;
      const draft = line && this.drafts.get(line);
      if (!line) this._dropAct(made.id);
      else if (draft && (draft.id === made.id || draft.text === made.value)) this._drop(line);
      else if (draft) this._on(line, draft, made.value); // typed on meanwhile
    }
    for (const conflict of got.conflicts) {
      if (this.acts.some((act) => act.id === conflict.id)) {
        this._dropAct(conflict.id); // it was of a text that is no more; the draft of that line has its own answer
        continue;
      }
      const draft = this.drafts.get(conflict.line);
      // An answer that was lost leaves our own words in the log.
      if (draft && !conflict.gone && draft.tried.includes(conflict.text)) this._on(conflict.line, draft, conflict.text);
      else if (draft) draft.conflict = conflict;
      else this._dropAct(conflict.id);
    }
    this.dispatchEvent(new CustomEvent("kept", { detail: { sent, got } }));
    if (this._letters().length) this._later(PAUSE);
    else this._tell(this.pending ? "conflict" : "saved");
  }

  _on(line, draft, seen) {
    Object.assign(draft, { id: newId("d"), seen, tried: [] });
    this._keep(line);
  }

  _failed(error) {
    if (error instanceof Problem && error.passes) {
      this._later(RETRIES[Math.min(this.tries++, RETRIES.length - 1)]);
      this._tell("offline");
    } else {
      // Refused for good: acts are taken back, texts stay with the person.
      // What was typed may go without the acts that were refused.
      if (this.acts.length && this.drafts.size) this._later(PAUSE);
      for (const act of [...this.acts]) this._dropAct(act.id);
      this._tell("refused", error);
    }
  }

  _later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), milliseconds);
  }

  _tell(asked, error = null) {
    const state = asked === "offline" && !this.safe ? "unsafe" : asked;
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: { state, error } }));
  }

  _beat() {
    ofTab.set(OPEN, "yes");
    kept.set(`galley:tab:${this.tab}`, String(Date.now()));
  }

  /** Whoever opens the page next takes over at once what waits. */
  _leave() {
    ofTab.remove(OPEN);
    kept.remove(`galley:tab:${this.tab}`);
  }

  _lives(tab) {
    // A sign of life from times to come is of a clock that was set back.
    return Math.abs(Date.now() - Number(kept.get(`galley:tab:${tab}`) || 0)) < DEAD;
  }

  *_stored(page) {
    const prefix = page ? `${this.prefix}${page}:` : this.prefix; // of all pages where none is named
    for (const key of kept.keys.filter((each) => each.startsWith(prefix))) {
      const left = JSON.parse(kept.get(key));
      if (left) yield [key, left]; // else another tab has just taken it away
    }
  }

  _keep(line) {
    const { id, seen, text, tried } = this.drafts.get(line);
    this._store(`${line}:${this.tab}`, { tab: this.tab, line, draft: { id, seen, text, tried } });
  }

  _keepAct(act) {
    this._store(`${act.id}:${this.tab}`, { tab: this.tab, act });
  }

  _store(name, value) {
    this.safe = kept.set(`${this.prefix}${this.page}:${name}`, JSON.stringify(value));
  }

  _drop(line) {
    this.drafts.delete(line);
    kept.remove(`${this.prefix}${this.page}:${line}:${this.tab}`);
  }

  _dropAct(id) {
    this.acts = this.acts.filter((act) => act.id !== id);
    kept.remove(`${this.prefix}${this.page}:${id}:${this.tab}`);
  }
}

/** The name of this tab, the same after a reload; a tab that was doubled has the other's storage, but no name yet. */
function nameOfTab() {
  const name = (!ofTab.get(OPEN) && ofTab.get("galley:tab")) || newId("t");
  ofTab.set("galley:tab", name);
  return name;
}
