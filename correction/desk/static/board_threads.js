/** The links of a board, drawn from card to card; what is offered for the card with the focus is dashed. */

import { offersOf } from "./board_cards.js";

export class Threads {
  constructor(board) {
    this.board = board;
    this.room = board.element.querySelector(".board-room");
    this.svg = board.element.querySelector(".threads");
    for (const happens of ["shown", "card"]) board.addEventListener(happens, () => this._later());
    new ResizeObserver(() => this._later()).observe(this.room);
  }

  _later() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this._draw());
  }

  _draw() {
    const { board } = this;
    const lines = [];
    for (const card of board.cards.values()) {
      if (card.to) lines.push(this._line(card.key, card.to, `thread-${card.thread % 6}`));
    }
    for (const [n] of board.current ? offersOf(board, board.current) : []) {
      const { earlier, later } = board.view.offers[n];
      lines.push(this._line(earlier, later, "offered"));
    }
    this.svg.innerHTML = lines.join("");
  }

  /** From the foot of one card to the head of another, around the cards between. */
  _line(from, to, name) {
    const [a, b, room] = [this.board.at(from), this.board.at(to), this.room].map((each) => each.getBoundingClientRect());
    const onward = b.left > a.left;
    const x1 = (onward ? a.right : a.left) - room.left;
    const x2 = (onward ? b.left : b.right) - room.left;
    const [y1, y2] = [a.bottom - room.top - 14, b.top - room.top + 14];
    const bend = onward ? 28 : -28;
    return `<path class="${name}" d="M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/><circle class="${name}" cx="${x2}" cy="${y2}" r="3.5"/>`;
  }
}
