/**
 * What a person does on the board: joins, parts, sets types, takes back. Every act is a decision with an id of its own,
 * sent until the server has it; one that it refuses is told.
 */

import { post } from "./api.js";
import { askAuthor, author } from "./author.js";
import { nameOf, offersOf, pageName } from "./board_cards.js";
import { newId } from "./ids.js";

const TRIES = 2000; // milliseconds between two tries while nobody answers

export class Acts {
  constructor(board) {
    this.board = board;
    this.pending = 0;
    this.queue = Promise.resolve();
    addEventListener("beforeunload", (event) => this.pending && event.preventDefault());
  }

  /** Join two cards: the one that stands earlier goes on in the other, or with `turned` the other way round. */
  join(one, other, turned = false) {
    const { board } = this;
    if (one === other) return board.report(board.say("same"));
    const order = [...board.cards.keys()];
    const straight = order.indexOf(one) < order.indexOf(other);
    const [a, b] = straight !== turned ? [one, other] : [other, one];
    return this._link(board.cards.get(a), board.cards.get(b));
  }

  /** Take a link that is offered. */
  accept(offer) {
    const { board } = this;
    return this._link(board.cards.get(offer.earlier), board.cards.get(offer.later));
  }

  /** Say that a card does not continue another one, or, where it continues none, that none continues it. */
  part(key) {
    const { board } = this;
    const card = board.cards.get(key);
    const later = card.back ? card : board.cards.get(card.to);
    if (!later) return board.report(board.say("nothing to part"));
    if (this._locked(later, board.cards.get(later.back))) return;
    return this._decide(later, "link", "none", board.say("parted", nameOf(board, later)));
  }

  /** Set the type of an article. */
  type(key, type) {
    const card = this.board.cards.get(key);
    if (this._locked(card)) return;
    return this._decide(card, "type", type, this.board.say("typed", nameOf(this.board, card), this.board.say(`type.${type}`)));
  }

  /** Open a card at the desk, at its line. */
  open(key) {
    dispatchEvent(new CustomEvent("galley:open", { detail: { item: key } }));
  }

  /** Put the focus on the next card that something is offered for. */
  next() {
    const { board } = this;
    const order = [...board.cards.keys()];
    const at = order.indexOf(board.current);
    const found = [...order.slice(at + 1), ...order.slice(0, at + 1)].find((key) => offersOf(board, key).length);
    if (found) board.go(found);
    else board.report(board.say("no offers"));
  }

  /** Take back the person's last act on these pages, or with `redo` bring it again. */
  undo(redo) {
    const { board } = this;
    return this._send(async (id) => {
      const pages = board.view.pages.map((page) => page.id);
      const done = await post("board/undo", { author: author(), id, pages, redo });
      if (!done.kind) return board.say(redo ? "nothing to redo" : "nothing to undo");
      await board.load();
      board.go(done.lines.find((key) => board.cards.has(key)));
      return board.say(redo ? "redone" : "undone");
    });
  }

  _link(earlier, later) {
    const { board } = this;
    const before = board.cards.get(earlier.to);
    if (this._locked(earlier, later, board.cards.get(later.back), before)) return;
    const told = [board.say("joined", nameOf(board, earlier), nameOf(board, later))];
    if (before && before.key !== later.key) told.push(board.say("replaced", nameOf(board, before)));
    board.mark = null;
    return this._decide(later, "link", earlier.value, told.join(" "));
  }

  /** Whether a card stands on an accepted page; says so. */
  _locked(...cards) {
    const locked = cards.find((card) => card?.page.state === "accepted");
    if (locked) this.board.report(this.board.say("locked", pageName(this.board, locked.page)));
    return Boolean(locked);
  }

  _decide(card, kind, value, told) {
    return this._send(async (id) => {
      const made = [{ id, kind, lines: [card.line], value, seen: [], remark: "" }];
      await post(`pages/${card.page.id}/decisions`, { author: author(), made });
      await this.board.load();
      return told;
    });
  }

  /** Do one thing after the other, each until the server answers. */
  _send(act) {
    this.pending += 1;
    const id = newId("d");
    this.queue = this.queue.then(async () => {
      if (!author()) await askAuthor(this.board);
      try {
        this.board.report(await this._tried(act, id));
      } catch (error) {
        this.board.report(error.message);
      } finally {
        this.pending -= 1;
      }
    });
    return this.queue;
  }

  async _tried(act, id) {
    for (;;) {
      try {
        return await act(id);
      } catch (error) {
        if (!error.passes) throw error;
        this.board.report(this.board.say("offline"));
        await new Promise((done) => setTimeout(done, TRIES));
      }
    }
  }
}
