/** Lines read again by an engine: what it reads is offered under the line, and taken by a key, never by itself. */

import { get, post } from "./api.js";
import { author } from "./author.js";
import { askBox } from "./draw.js";
import { alikeEnds, escape } from "./letters.js";
import { choose } from "./menu.js";
import { linesOf, whereIs } from "./whereabouts.js";
import { kept } from "./storage.js";

const PATIENCE = 900000; // milliseconds that reading a whole page may take
const ENGINE = "galley:engine"; // the one that was asked last
const SCOPES = ["line", "paragraph", "box", "page"];

export class Again {
  constructor(desk) {
    this.desk = desk;
    this.offers = new Map(); // line id → {text, engine}
    this.page = "";
    this.engines = null;
    desk.structure.add("Alt+E", "again", () => this.ask());
    desk.keys.add("Alt+Enter", "structure.again.take", () => this.take());
    desk.keys.add("Alt+Backspace", "structure.again.leave", () => this._drop(desk.lines.current));
    desk.addEventListener("open", ({ detail }) => this._opened(detail.view.id));
    desk.addEventListener("shown", () => this._show());
    desk.addEventListener("typed", ({ detail }) => this._show(detail.id));
    desk.lines.pane.addEventListener("click", (event) => {
      const button = event.target.closest(".again button");
      if (button) this.take(button.closest(".line").dataset.line);
    });
  }

  /** Ask what is to be read, and by which engine. */
  async ask() {
    const { desk } = this;
    if (this.busy) return desk.report(desk.say("structure.again.busy"));
    const scope = await this._choose("structure.again", SCOPES.map((value) => [value, `structure.again.${value}`]));
    if (!scope) return;
    this.engines ||= (await get("engines")).engines;
    const last = kept.get(ENGINE);
    const engines = [...this.engines].sort((one, other) => (other === last) - (one === last));
    const engine = await this._choose("structure.engine", engines.map((value) => [value, `structure.engine.${value}`]));
    if (!engine) return;
    kept.set(ENGINE, engine);
    const wish = await this._wish(scope);
    if (wish) await this.read({ ...wish, engine });
  }

  /** Have lines, or a box, read, and offer what was read. */
  async read(wish) {
    const { desk } = this;
    const { id } = desk.view;
    await desk.outbox.flush();
    const began = Date.now();
    const tell = () => desk.report(desk.say("structure.again.running", Math.round((Date.now() - began) / 1000)));
    this.busy = setInterval(tell, 1000);
    tell();
    try {
      const got = await post(`pages/${id}/readings`, { author: author(), ...wish }, false, PATIENCE);
      if (desk.view.id === id) await this._read(got);
    } catch (error) {
      desk.report(error.message);
    } finally {
      clearInterval(this.busy);
      this.busy = null;
    }
  }

  /** Write what was read into a line; the next line that has an offer gets the focus. */
  take(line = this.desk.lines.current) {
    const { lines } = this.desk;
    const offer = this.offers.get(line);
    if (!offer || lines.lines.get(line).field.readOnly) return false;
    lines.type(line, offer.text, 0, [...lines.lines.get(line).text].length);
    this._drop(line);
    const next = lines.order.slice(lines.order.indexOf(line) + 1).find((id) => this._differs(id));
    if (next) lines.focus(next, 0);
    return true;
  }

  async _wish(scope) {
    const { desk } = this;
    if (scope === "line") return { lines: [desk.lines.current] };
    if (scope === "paragraph") return { lines: linesOf(whereIs(desk.view, desk.lines.current).paragraph) };
    if (scope === "page") return { lines: desk.lines.order };
    const box = await askBox(desk, desk.say("structure.draw.box"));
    return box && { box };
  }

  _choose(title, pairs) {
    const { desk } = this;
    const choices = pairs.map(([value, name], n) => ({ key: String(n + 1), name: desk.say(name), value }));
    return choose(desk, { title: desk.say(title), choices, at: desk.structure.place });
  }

  async _read({ engine, texts, added }) {
    const { desk } = this;
    for (const [line, text] of Object.entries(texts)) this.offers.set(line, { text, engine });
    if (added.length) await desk.reload(added[0], [0, 0]);
    this._show();
    const others = Object.entries(texts).filter(([line, text]) => desk.lines.lines.get(line)?.text !== text);
    desk.report(desk.say("structure.again.done", Object.keys(texts).length, others.length, added.length));
  }

  _differs(line) {
    const offer = this.offers.get(line);
    return Boolean(offer) && offer.text !== this.desk.lines.lines.get(line).text;
  }

  _opened(page) {
    if (page !== this.page) this.offers.clear();
    this.page = page;
    this._show();
  }

  _drop(line) {
    const had = this.offers.delete(line);
    this._show(line);
    return had;
  }

  /** Show the offers, or that of one line. */
  _show(only = null) {
    for (const line of this.desk.lines.lines.values()) {
      if (only && line.id !== only) continue;
      if (line.filled) line.row.querySelector(".again")?.remove();
      const offer = this.offers.get(line.id);
      if (!offer) continue;
      const { row, text } = line;
      const place = document.createElement("div");
      const same = offer.text === text;
      place.className = `again${same ? " same" : ""}`;
      place.innerHTML = same
        ? `<small>${escape(this.desk.say("structure.again.same", offer.engine))}</small>`
        : `<button type="button" tabindex="-1"><span>${bold(text, offer.text)}</span> <kbd>Alt ⏎</kbd></button><small>${escape(offer.engine)}</small>`;
      row.querySelector(".under").after(place);
    }
  }
}

/** A text as HTML, bold where another has something else. */
function bold(was, is) {
  const [one, other] = [[...was], [...is]];
  const [head, tail] = alikeEnds(one, other);
  const part = (from, to) => escape(other.slice(from, to).join(""));
  return `${part(0, head)}<b>${part(head, other.length - tail) || "∅"}</b>${part(other.length - tail)}`;
}
