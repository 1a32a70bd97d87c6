/** The clean article of the card that has the focus, with all its parts, as it goes out. */

import { get } from "./api.js";
import { escape } from "./letters.js";

const TAGS = { headline: "h2", kicker: "h4", deck: "h4", subhead: "h3", credit: "address", caption: "blockquote" };
const PATIENCE = 120000; // milliseconds: the words of all pages around are evidence, and may have to be fetched first
const REST = 250; // milliseconds that the focus stays before an article is asked for

export class Preview {
  constructor(board) {
    this.board = board;
    this.pane = board.element.querySelector(".board-preview");
    for (const happens of ["shown", "card"]) board.addEventListener(happens, () => this._follow());
  }

  /** Show the clean article, or hide it. */
  toggle() {
    this.pane.hidden = !this.pane.hidden;
    this.pane.dataset.of = "";
    this._follow();
  }

  _follow() {
    clearTimeout(this.timer);
    if (!this.pane.hidden && this.board.current) this.timer = setTimeout(() => this._show(), REST);
  }

  async _show() {
    const { board, pane } = this;
    const parts = this._parts(board.current);
    const asked = (this.asked = `${parts}`);
    if (!pane.dataset.of) pane.textContent = board.say("preview.wait");
    try {
      const { blocks, language } = await get(`board/preview?parts=${encodeURIComponent(parts)}`, PATIENCE);
      if (asked !== this.asked) return;
      pane.lang = language;
      pane.innerHTML = blocks.map(({ kind, text }) => block(TAGS[kind] || "p", kind, text)).join("");
      pane.dataset.of = asked;
    } catch (error) {
      if (asked === this.asked) pane.textContent = error.message;
    }
  }

  /** The keys of all parts of the article that a card belongs to. */
  _parts(key) {
    const { cards } = this.board;
    let card = cards.get(key);
    while (card.back) card = cards.get(card.back);
    const parts = [];
    for (; card; card = cards.get(card.to)) parts.push(card.key);
    return parts;
  }
}

function block(tag, kind, text) {
  return `<${tag} class="${kind}">${escape(text).replaceAll("\n", "<br>")}</${tag}>`;
}
