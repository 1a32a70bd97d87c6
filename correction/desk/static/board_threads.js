/**
 * The links of a board, drawn from card to card; what is offered for the card with the focus is dashed. They run along
 * the gaps between pages, each beside the others, and behind the cards of pages that lie between.
 */

import { offersOf } from "./board_cards.js";

const WAYS = 6; // side by side in a gap
const APART = 6; // pixels between two
const BEND = 8; // pixels, the radius of a corner
const INSET = 14; // pixels from a card's foot or head

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
      if (card.to) lines.push(this._line(card.key, card.to, card.thread % WAYS, `thread-${card.thread % 6}`));
    }
    for (const [n] of board.current ? offersOf(board, board.current) : []) {
      const { earlier, later } = board.view.offers[n];
      lines.push(this._line(earlier, later, WAYS, "offered"));
    }
    this.svg.innerHTML = lines.join("");
  }

  /** From the foot of one card to the head of another, down the gap before it. */
  _line(from, to, way, name) {
    const [a, b, room] = [this.board.at(from), this.board.at(to), this.room].map((each) => each.getBoundingClientRect());
    const onward = b.left >= a.left; // on one page it leaves and comes in at the left
    const x1 = (b.left > a.left ? a.right : a.left) - room.left;
    const x2 = (onward ? b.left : b.right) - room.left;
    const [y1, y2] = [a.bottom - room.top - INSET, b.top - room.top + INSET];
    const gap = x2 + (onward ? -1 : 1) * (way + 1) * APART;
    const round = Math.min(BEND, Math.abs(y2 - y1) / 2);
    const [down, out, into] = [y2 - y1, gap - x1, x2 - gap].map((by) => Math.sign(by) * Math.min(round, Math.abs(by)));
    const path = `M${x1} ${y1} H${gap - out} Q${gap} ${y1} ${gap} ${y1 + down} V${y2 - down} Q${gap} ${y2} ${gap + into} ${y2} H${x2}`;
    return `<path class="${name}" d="${path}"/><circle class="${name}" cx="${x2}" cy="${y2}" r="3.5"/>`;
  }
}
