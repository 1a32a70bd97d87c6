/**
 * Find and replace: a bar over the desk, the list of what was found, and the places marked in the text.
 *
 * On the page it looks while one types; in an issue or the project when Enter is pressed. Enter and F3 go on to the next.
 */

import { escape } from "./letters.js";
import { Finds } from "./finds.js";
import { Hits } from "./hits.js";
import { Marker } from "./marker.js";
import { replaceAll } from "./replace.js";

const PAUSE = 250; // milliseconds after the last key until the page is looked through

export class Find {
  constructor(desk) {
    this.desk = desk;
    this.finds = new Finds();
    this.at = -1; // the place that was gone to last
    this.stale = true; // what is shown is not what is asked
    this.panel = document.createElement("section");
    this.panel.className = "find";
    this.panel.hidden = true;
    this.panel.setAttribute("role", "search");
    this.panel.setAttribute("aria-label", desk.say("find.title"));
    this.panel.innerHTML = frame(desk);
    desk.element.querySelector(".halves").before(this.panel);
    this.hits = new Hits(this._part(".hits"), desk.say.bind(desk), (one) => this._goTo(one, true), () => this._count());
    this.marker = new Marker(desk, this.finds);
    this._listen();
    this._keys();
  }

  /** Open the bar, with the selected words; `replacing` with a field for what they become. */
  open(replacing) {
    const { lines } = this.desk;
    const field = lines.lines.get(lines.current)?.field;
    const chosen = field && document.activeElement === field ? field.value.slice(field.selectionStart, field.selectionEnd) : "";
    this.replacing = replacing;
    this.panel.hidden = false;
    this._part(".put").hidden = !replacing;
    if (chosen) this._part("[name=find]").value = chosen;
    this._part("[name=find]").select();
    this._part("[name=find]").focus();
    this._asked();
  }

  /** Put the bar away, and the keys where the last place is. */
  close() {
    this.finds.clear();
    this.hits.clear();
    this.marker.show();
    this.panel.hidden = true;
    this.desk.go(this.desk.lines.current);
  }

  /** Go to the next place, or the one before; from the text to the one behind the caret. */
  async jump(step, enter) {
    if (this.panel.hidden) return this.open(false);
    if (this.stale) await this.look();
    const places = this.finds.places;
    if (!places.length) return undefined;
    const from = this.panel.contains(document.activeElement) ? this.at : this._behindCaret(places, step);
    this.at = (from + step + places.length) % places.length;
    return this._goTo(places[this.at], enter);
  }

  /** Look for what is asked. */
  async look() {
    const { desk } = this;
    const asked = this._wanted();
    this._empty();
    this.at = -1;
    this.stale = false;
    if (!asked.find) {
      this.finds.clear();
      return this._count();
    }
    await desk.outbox.flush();
    try {
      await this.finds.look(asked, (step) => this._step(step));
    } catch (error) {
      this.finds.clear();
      this._say(error.message);
    }
    this.marker.show();
    return undefined;
  }

  /** Replace all that is ticked. */
  async replace() {
    const { desk } = this;
    if (this.stale) await this.look();
    if (!this.replacing || this.busy || !this.finds.count) return;
    await desk.outbox.flush();
    if (desk.outbox.pending) return void this._say(desk.say("find.unsaved"));
    this.busy = true;
    this.stopped = false;
    try {
      const told = await replaceAll(this.finds, (done, of) => {
        this._say(desk.say("find.replacing", done, of));
        return !this.stopped;
      });
      for (const [id, { page, text }] of told.lines) if (page === desk.view.id && !desk.outbox.drafts.has(id)) desk.lines.update(id, text);
      desk.tell("updated", { lines: [...told.lines.keys()] });
      this.finds.clear();
      this._empty();
      this.marker.show();
      this._say(this._became(told));
    } catch (error) {
      this._say(error.message);
    } finally {
      this.busy = false;
      this.stale = true;
    }
  }

  _part(selector) {
    return this.panel.querySelector(selector);
  }

  _wanted() {
    const value = (name) => this._part(`[name=${name}]`).value;
    return {
      find: value("find"),
      page: this.desk.view.id,
      how: value("how"),
      case: this._part("[name=case]").checked,
      whole: this._part("[name=whole]").checked,
      put: this.replacing ? value("put") : null,
      scope: value("scope"),
    };
  }

  _listen() {
    this.panel.addEventListener("input", (event) => event.isComposing || event.target.closest(".hits") || this._asked());
    this.panel.addEventListener("compositionend", () => this._asked());
    this._part("[name=how]").addEventListener("change", ({ target }) => {
      this._part("[name=case]").disabled = target.value === "alike"; // which knows words only, and no case
      this._part("[name=whole]").disabled = target.value !== "words";
    });
    this.panel.addEventListener("keydown", (event) => this._pressed(event));
    this.panel.addEventListener("click", (event) => this._clicked(event.target.closest("[data-act]")));
    this.desk.addEventListener("typed", ({ detail }) => {
      this.finds.typed(this.desk.view.id, detail.id, detail.before, detail.text);
      this.marker.show();
    });
    for (const happens of ["open", "shown", "updated"]) this.desk.addEventListener(happens, () => this._turned());
  }

  _keys() {
    const { keys } = this.desk;
    keys.add("Ctrl+F", "find.key.find", () => this.open(false));
    keys.add("Ctrl+H", "find.key.replace", () => this.open(true));
    keys.add("F3", "find.key.next", () => void this.jump(1, true));
    keys.add("Shift+F3", "find.key.previous", () => void this.jump(-1, true));
  }

  /** Another page is there, or other texts: what was found on one page only is looked for anew. */
  _turned() {
    if (this.panel.hidden) return;
    if (this._part("[name=scope]").value === "page") this._asked();
    else this.marker.show();
  }

  _asked() {
    this.stale = true;
    clearTimeout(this.timer);
    if (this._part("[name=scope]").value === "page") this.timer = setTimeout(() => this.look(), PAUSE);
    else this._say(this.desk.say("find.enter"));
  }

  _pressed(event) {
    // While an input method composes, all keys are its own.
    if (event.isComposing || event.keyCode === 229) return event.stopPropagation();
    const inField = event.target.matches("input:not([type=checkbox])");
    const acts = {
      Escape: () => this._escape(),
      Enter: () => (event.ctrlKey || event.altKey || event.metaKey ? this.replace() : inField && this.jump(event.shiftKey ? -1 : 1, false)),
      ArrowDown: () => inField && this.hits.enter(),
    };
    const done = acts[event.key]?.();
    if (done) event.preventDefault();
    // Only the keys of finding go on to the desk; all else is for the field.
    if (done || !(event.key === "F3" || ((event.ctrlKey || event.metaKey) && /^[fh]$/i.test(event.key)))) event.stopPropagation();
    return undefined;
  }

  _escape() {
    const step = this.finds.step;
    if (this.busy) this.stopped = true;
    else if (step && !step.end) this.finds.stop();
    else this.close();
    return true;
  }

  _clicked(pressed) {
    const acts = {
      close: () => this.close(),
      next: () => this.jump(1, false),
      previous: () => this.jump(-1, false),
      replace: () => this.replace(),
    };
    if (pressed) acts[pressed.dataset.act]();
  }

  /** Empty the list, without losing the keys that are in it. */
  _empty() {
    const inside = this._part(".hits").contains(document.activeElement);
    this.hits.clear();
    if (inside) this._part("[name=find]").focus();
  }

  _step(step) {
    if (step.page) this.hits.add(this.finds.pages.at(-1), this.replacing);
    this._count();
  }

  _count() {
    const { desk } = this;
    const { step, count, pages } = this.finds;
    const ticked = this.finds.places.filter(({ page, place }) => !page.locked && !place.off).length;
    this._part("[data-act=replace]").textContent = desk.say("find.replace", ticked);
    this._part("[data-act=replace]").disabled = !ticked;
    if (!step) return this._say("");
    if (step.end && step.problem) return this._say([step.problem, step.remedy].filter(Boolean).join(" - "));
    const told = desk.say("find.count", count, pages.length);
    if (!step.end) return this._say(`${told} … ${desk.say("find.step", step.done, step.of)}`);
    return this._say(step.more ? `${told} · ${desk.say("find.too-many")}` : told);
  }

  _say(text) {
    this._part(".told").textContent = text;
  }

  /** Show a place: on its page, in its line; with `enter` the caret goes there. */
  async _goTo({ page, line, place }, enter) {
    const { desk } = this;
    const before = document.activeElement;
    this.at = this.finds.places.findIndex((each) => each.place === place);
    try {
      if (desk.view.id !== page.page) await desk.inTurn.take(() => desk.open(page.page, line.id));
    } catch (error) {
      return this._say(error.message);
    }
    desk.lines.focus(line.id, place.start, place.end);
    if (!enter) before.focus({ preventScroll: true });
    this.marker.show(place);
    this._part(".place").textContent = `${this.at + 1} / ${this.finds.count}`;
    return undefined;
  }

  /** The number of the last place before the caret, or of the first behind it, so that a step leads on. */
  _behindCaret(places, step) {
    const { lines, view } = this.desk;
    const row = lines.order.indexOf(lines.current);
    const [start, end] = lines.current ? lines.selection : [0, 0];
    const order = (one) => lines.order.indexOf(one.line.id) - row || (step > 0 ? one.place.start - end + 0.5 : one.place.end - start - 0.5);
    const here = places.map((one, n) => ({ ...one, n })).filter((one) => one.page.page === view.id);
    const next = step > 0 ? here.find((one) => order(one) > 0) : here.findLast((one) => order(one) < 0);
    if (next) return next.n - step;
    return here.length ? (step > 0 ? here.at(-1).n : here[0].n) : this.at;
  }

  _became(told) {
    const { desk } = this;
    const words = [desk.say("find.replaced", told.places, told.pages)];
    for (const each of told.left) {
      const why = each.why === "changed" ? desk.say("find.changed", each.author, each.text) : each.why === "locked" ? desk.say("find.locked") : each.why;
      words.push(`${each.page}: ${why}`);
    }
    return words.join(" · ");
  }
}

function frame(desk) {
  const say = (key) => escape(desk.say(`find.${key}`));
  const options = (name, keys) => keys.map((key) => `<option value="${key}">${say(`${name}.${key}`)}</option>`).join("");
  const field = (name) => `<input name="${name}" type="text" autocomplete="off" spellcheck="false" placeholder="${say(name)}" aria-label="${say(name)}">`;
  return (
    `<div class="ask">${field("find")}<select name="how" aria-label="${say("how")}">${options("how", ["words", "alike", "expression"])}</select>` +
    ["whole", "case"].map((name) => `<label><input type="checkbox" name="${name}">${say(name)}</label>`).join("") +
    `<select name="scope" aria-label="${say("scope")}">${options("scope", ["page", "issue", "project"])}</select>` +
    `<button type="button" data-act="previous" aria-label="${say("key.previous")}">↑</button>` +
    `<button type="button" data-act="next" aria-label="${say("key.next")}">↓</button><span class="place"></span>` +
    `<span class="put">${field("put")}<button type="button" data-act="replace"></button></span>` +
    `<button type="button" class="close" data-act="close" aria-label="${say("close")}">×</button></div>` +
    `<p class="told" role="status"></p><ol class="hits"></ol>`
  );
}
