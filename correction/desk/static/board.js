/**
 * The board: the pages of an issue side by side, their articles as cards, and the links between them.
 *
 * `mount` fills an element. What is known is shown at once and asked for again until the server has all of it. Parts
 * know the board and hear its events: `shown` (the cards were drawn anew), `card` (another card has the focus).
 */

import { get } from "./api.js";
import { Acts } from "./board_acts.js";
import { cardHtml, nameOf, pageHtml } from "./board_cards.js";
import { boardKeys } from "./board_keys.js";
import { Threads } from "./board_threads.js";
import { Preview } from "./board_preview.js";
import { Keys } from "./keys.js";
import { nothing } from "./nothing.js";
import { escape } from "./letters.js";
import { language } from "./start.js";

const AGAIN = 600; // milliseconds until pages that are being fetched are asked for again
const LOOK = 10000; // milliseconds between two looks at what others did

const FRAME = `
<header class="bar" role="toolbar"></header>
<div class="board-halves">
  <div class="board-sheets" role="region" tabindex="-1"><div class="board-room"><svg class="threads" aria-hidden="true"></svg><div class="board-pages"></div></div></div>
  <aside class="board-preview" hidden tabindex="0"></aside>
</div>
<div class="status" role="status" aria-live="polite"></div>`;

/** Fill an element with the board; pages are asked for when somebody looks at it. */
export async function mount(element) {
  const words = await get(`words/${language()}`);
  element.innerHTML = FRAME;
  const board = new Board(element, words);
  window.galleyBoard = board;
  new IntersectionObserver((seen) => board.look(seen.at(-1).isIntersecting)).observe(element.parentElement);
}

export class Board extends EventTarget {
  constructor(element, words) {
    super();
    this.element = element;
    this.words = words;
    this.path = ""; // of the board that is shown
    this.view = null;
    this.cards = new Map(); // key → card, with its `page`
    this.current = null; // the key of the card that has the focus
    this.mark = null; // the key of the card that is to be joined
    this.room = element.querySelector(".board-pages");
    this.keys = new Keys(element);
    this.acts = new Acts(this);
    this.threads = new Threads(this);
    this.preview = new Preview(this);
    this._bar();
    boardKeys(this);
    this._listen();
  }

  /** Somebody looks at the board, or no longer. */
  async look(seen) {
    clearTimeout(this.timer);
    this.seen = seen;
    if (!seen) return;
    try {
      await this._choices();
      await this.load();
      const [first] = this.cards.keys();
      if (document.activeElement.matches('body, [role="tab"]')) this.go(this.current || first); // keys are the board's
    } catch (error) {
      this.report(error.message);
    }
  }

  /** Ask for the board as it is now, and show what is new. */
  async load() {
    clearTimeout(this.timer);
    const { path } = this;
    if (!path) return;
    try {
      const view = await get(path);
      if (path === this.path) this._show(view);
    } catch (error) {
      this.report(error.message);
    }
    clearTimeout(this.timer);
    if (this.seen) this.timer = setTimeout(() => this.load(), this.view && !this.view.complete ? AGAIN : LOOK);
  }

  /** Put the focus on a card. */
  go(key) {
    const place = this.at(key);
    if (!place) return;
    this._current(key);
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** The element of a card. */
  at(key) {
    return key ? this.room.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
  }

  /** Tell the parts of something. */
  tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** A word of the interface, with places {} filled. */
  say(key, ...values) {
    let next = 0;
    const word = this.words[`board.${key}`] || this.words[`desk.${key}`] || key;
    return word.replace(/\{\}/g, () => values[next++]);
  }

  /** Say something at the foot of the board. */
  report(text) {
    this.element.querySelector(".status").textContent = text;
  }

  /** Mark a card, or none. */
  marked(key) {
    this.mark = key;
    for (const place of this.room.querySelectorAll(".card")) place.classList.toggle("marked", place.dataset.key === key);
    this.report(key ? this.say("marked", nameOf(this, this.cards.get(key))) : this.say("unmarked"));
  }

  _show(view) {
    const text = JSON.stringify(view);
    if (text === this.shown) return;
    const held = document.activeElement?.closest?.(".card")?.dataset.key;
    [this.shown, this.view] = [text, view];
    this.cards = new Map(view.pages.flatMap((page) => page.cards.map((card) => [card.key, { ...card, page }])));
    const cards = (page) => page.cards.map((card) => cardHtml(this, this.cards.get(card.key)));
    this.room.innerHTML = view.pages.map((page) => pageHtml(this, page, cards(page))).join("");
    if (!this.cards.has(this.mark)) this.mark = null;
    if (!this.cards.has(this.current)) this.current = this.cards.keys().next().value || null;
    this._current(this.current);
    if (held && this.cards.has(held)) this.go(held);
    this.at(this.mark)?.classList.add("marked");
    const { length } = view.pages.filter((page) => !page.ready);
    const told = length
      ? this.say("loading", length, view.pages.length)
      : this.say("ready", this.cards.size, view.pages.length, view.offers.length);
    this.bar.querySelector(".told").textContent = told;
    this.element.dataset.ready = view.complete ? view.issue || view.name : "";
    this.tell("shown");
  }

  _current(key) {
    const before = this.current;
    this.current = key;
    for (const place of this.room.querySelectorAll('.card[tabindex="0"]')) place.tabIndex = -1;
    const place = this.at(key);
    if (place) place.tabIndex = 0;
    if (key !== before) this.tell("card", { key });
  }

  async _choices() {
    const { boards } = await get("boards");
    const paths = boards.map((each) => (each.issue ? `issues/${each.issue}/board` : `board?page=${each.page}`));
    const select = this.bar.querySelector("select");
    select.innerHTML = boards.map((each, n) => `<option value="${escape(paths[n])}">${escape(each.name)}</option>`).join("");
    const page = window.galleyDesk?.view?.id;
    if (page && page !== this.page) [this.page, this.path] = [page, await this._around(page, boards, paths)];
    if (!paths.includes(this.path)) this.path = paths[0] || "";
    select.value = this.path;
    nothing(this.element, (key) => this.say(key), !this.path);
  }

  /** The path of the board that a page is on. */
  async _around(page, boards, paths) {
    const view = await get(`board?page=${page}`);
    return paths[boards.findIndex((each) => (view.issue ? each.issue === view.issue : each.name === view.name))] || paths[0];
  }

  _bar() {
    this.bar = this.element.querySelector(".bar");
    this.bar.setAttribute("aria-label", this.say("bar"));
    this.element.querySelector(".board-sheets").setAttribute("aria-label", this.say("pages"));
    this.preview.pane.setAttribute("aria-label", this.say("preview"));
    const button = (name, sign) =>
      `<button type="button" class="${name}" title="${escape(this.say(name))}" aria-label="${escape(this.say(name))}">${sign}</button>`;
    this.bar.innerHTML =
      `<label>${escape(this.say("choose"))} <select></select></label><output class="told"></output><span class="grow"></span>` +
      button("next", "⚯") + button("undo", "↶") + button("redo", "↷") + button("preview", "¶") + button("help", "?");
  }

  _listen() {
    this.bar.querySelector("select").addEventListener("change", (event) => {
      this.path = event.target.value;
      this.load();
    });
    this.bar.addEventListener("click", (event) => {
      const name = event.target.closest("button")?.className;
      const does = { next: () => this.acts.next(), undo: () => this.acts.undo(false), redo: () => this.acts.undo(true), preview: () => this.preview.toggle(), help: () => this.tell("help") };
      does[name]?.();
    });
    this.room.addEventListener("focusin", (event) => {
      const key = event.target.closest(".card")?.dataset.key;
      if (key) this._current(key);
    });
    this.room.addEventListener("click", (event) => {
      const pressed = event.target.closest("button");
      const key = event.target.closest(".card")?.dataset.key;
      if (pressed?.dataset.go) this.go(pressed.dataset.go);
      else if (pressed?.dataset.offer) this.acts.accept(this.view.offers[Number(pressed.dataset.offer)]);
      else if (key) this.go(key);
    });
    this.room.addEventListener("dblclick", (event) => {
      const key = event.target.closest(".card")?.dataset.key;
      if (key && !event.target.closest("button")) this.acts.open(key);
    });
  }
}
