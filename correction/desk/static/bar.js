/** The bar over the desk: which page, whose, how it stands, and whether all is saved. */

import { askAuthor, author } from "./author.js";
import { escape } from "./letters.js";
import { ZOOM } from "./sheet.js";

const BRIEF = new Set(["typing", "saving"]); // states that pass by themselves

export class Bar {
  constructor(desk) {
    this.desk = desk;
    this.bar = desk.element.querySelector(".bar");
    this.bar.setAttribute("aria-label", desk.say("bar"));
    this.bar.innerHTML =
      button("previous", "◀", desk.say("page.previous")) +
      '<strong class="page"></strong>' +
      button("next", "▶", desk.say("page.next")) +
      '<button type="button" class="state"></button><span class="grow"></span>' +
      `<span class="present"></span><output class="saved" aria-live="polite"></output>` +
      '<button type="button" class="waiting" hidden></button>' +
      `<span class="group">${button("out", "−", desk.say("zoom.out"))}${button("in", "+", desk.say("zoom.in"))}${button("fit", "⤢", desk.say("zoom.fit"))}</span>` +
      `<span class="group">${button("smaller", "a", desk.say("text.smaller"))}${button("larger", "A", desk.say("text.larger"))}</span>` +
      '<button class="author" type="button"></button>' +
      button("help", "?", desk.say("help"));
    this.bar.addEventListener("click", (event) => this._clicked(event.target.closest("button")));
    desk.addEventListener("open", () => this._opened());
    desk.addEventListener("state", () => this._opened());
    desk.addEventListener("author", () => this._opened());
    desk.outbox.addEventListener("state", ({ detail }) => this._saved(detail));
  }

  _opened() {
    const { desk } = this;
    const { view } = desk;
    if (!view) return;
    this.bar.querySelector(".page").textContent = `${view.id} · ${view.name}`;
    const state = this.bar.querySelector(".state");
    state.textContent = desk.say(`state.${view.state}`);
    state.dataset.state = view.state;
    state.title = desk.say("states");
    for (const side of ["previous", "next"]) {
      const title = desk.say(view[side] ? `page.${side}` : `page.none.${side}`);
      Object.assign(this.bar.querySelector(`.${side}`), { disabled: !view[side], title, ariaLabel: title });
    }
    this.bar.querySelector(".author").textContent = author() || desk.say("author.title");
  }

  _saved({ state, error }) {
    const place = this.bar.querySelector(".saved");
    place.dataset.state = state;
    place.textContent = this.desk.say(`saved.${state}`);
    if (error) this.desk.report(error.message);
    if (this.desk.view && !BRIEF.has(state)) this._wait();
  }

  /** Tell of lines that wait for the person's choice, on this page or one that was left. */
  _wait() {
    const { desk } = this;
    this.waiting = desk.outbox.waiting();
    const button = this.bar.querySelector(".waiting");
    button.hidden = !this.waiting.length;
    const [first] = this.waiting;
    button.textContent = first ? desk.say("saved.waiting", this.waiting.length, first.page) : "";
    if (first && first.page !== desk.view.id && this.toldAt !== desk.view.id) desk.report(button.textContent);
    this.toldAt = desk.view.id; // what was left behind is told once a page
  }

  /** Go to the first line that waits, or if that has the focus, to the next. */
  async _choose() {
    const { desk, waiting } = this;
    const here = waiting.findIndex(({ page, line }) => page === desk.view.id && line === desk.lines.current);
    const { page, line } = waiting[(here + 1) % waiting.length];
    await desk.inTurn.take(() => desk.open(page, line)).catch((error) => desk.report(error.message));
    if (!desk.lines.lines.has(line)) desk.lines.pane.querySelector(".gone button")?.focus();
  }

  _clicked(pressed) {
    const { desk } = this;
    const acts = {
      previous: () => desk.turn("previous"),
      next: () => desk.turn("next"),
      in: () => desk.sheet.zoom(ZOOM),
      out: () => desk.sheet.zoom(1 / ZOOM),
      fit: () => desk.sheet.fit(),
      larger: () => desk.tell("size", { by: 1 }),
      smaller: () => desk.tell("size", { by: -1 }),
      state: () => desk.tell("states"),
      help: () => desk.tell("help"),
      waiting: () => this._choose(),
      author: () => askAuthor(desk),
    };
    if (pressed) acts[pressed.className]?.();
  }
}

function button(name, sign, title) {
  return `<button type="button" class="${name}" title="${escape(title)}" aria-label="${escape(title)}">${sign}</button>`;
}
