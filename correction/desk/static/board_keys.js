/** The board by keyboard and by dragging: moves, marks, joins, the choice of a type, the list of keys. */

import { offersOf } from "./board_cards.js";
import { openDialog } from "./dialog.js";
import { escape } from "./letters.js";
import { choose } from "./menu.js";
import { TYPES } from "./structure.js";

/** Give a board its keys. */
export function boardKeys(board) {
  const { keys, acts } = board;
  // On a card only: in the bar and in dialogs keys do what they do everywhere.
  const add = (combo, name, act) => keys.add(combo, name, (event) => (event.target.closest(".card") ? act(event) : false));
  add("ArrowDown", "", () => step(board, 1));
  add("ArrowUp", "", () => step(board, -1));
  add("ArrowRight", "", () => across(board, 1));
  add("ArrowLeft", "key.move", () => across(board, -1));
  add("L", "", () => board.marked(board.mark === board.current ? null : board.current));
  add("Space", "key.mark", () => board.marked(board.mark === board.current ? null : board.current));
  add("Enter", "key.join", (event) => {
    if (event.target.closest("button")) return false;
    board.mark ? acts.join(board.mark, board.current) : acts.open(board.current);
  });
  add("Shift+Enter", "key.join.back", () => board.mark && void acts.join(board.mark, board.current, true));
  add("P", "key.part", () => void acts.part(board.current));
  for (let n = 9; n; n--) add(String(n), n === 1 ? "key.offer" : "", () => take(board, n));
  add("G", "key.along", () => along(board));
  add("T", "key.type", () => void askType(board, board.current));
  add("O", "key.open", () => acts.open(board.current));
  keys.add("N", "key.next", (event) => (event.target.closest("dialog, select") ? false : acts.next()));
  keys.add("V", "key.preview", (event) => (event.target.closest("dialog, select") ? false : board.preview.toggle()));
  keys.add("Ctrl+Z", "key.undo", () => void acts.undo(false));
  keys.add("Ctrl+Shift+Z", "", () => void acts.undo(true));
  keys.add("Ctrl+Y", "key.redo", () => void acts.undo(true));
  add("Escape", "key.escape", () => board.marked(null));
  keys.add("F1", "key.help", () => help(board));
  board.addEventListener("help", () => help(board));
  helpAnywhere(board);
  dragging(board);
}

/** The next or the previous card of the page. */
function step(board, by) {
  const page = board.cards.get(board.current).page.cards;
  const next = page[page.findIndex((card) => card.key === board.current) + by];
  if (next) board.go(next.key);
}

/** A card of the page beside, at about the same height. */
function across(board, by) {
  const pages = board.view.pages.filter((page) => page.cards.length);
  const here = board.cards.get(board.current).page;
  const beside = pages[pages.findIndex((page) => page.id === here.id) + by];
  if (!beside) return;
  const top = (key) => board.at(key).getBoundingClientRect().top;
  const height = top(board.current);
  const near = beside.cards.map((card) => [Math.abs(top(card.key) - height), card.key]);
  board.go(near.sort((a, b) => a[0] - b[0])[0][1]);
}

/** The next part of the article, and behind the last the first one. */
function along(board) {
  let card = board.cards.get(board.current);
  if (card.to) return board.go(card.to);
  while (card.back) card = board.cards.get(card.back);
  board.go(card.key);
}

function take(board, n) {
  const found = offersOf(board, board.current)[n - 1];
  if (!found) return false;
  board.acts.accept(board.view.offers[found[0]]);
}

async function askType(board, key) {
  const choices = TYPES.map((type, n) => ({ key: String(n + 1), name: board.say(`type.${type}`), value: type }));
  const type = await choose(board, { title: board.say("type"), choices, now: board.cards.get(key).type });
  board.go(board.current);
  if (type) board.acts.type(key, type);
}

/** Show the keys until they are closed. */
function help(board) {
  const names = { ArrowLeft: "← → ↑ ↓", 1: "1 … 9", Space: "Space, L", "Ctrl+Y": "Ctrl+Y, Ctrl+Shift+Z", F1: "F1, ?" };
  const rows = board.keys.list.map(([combo, name]) => `<dt><kbd>${names[combo] || combo}</kbd></dt><dd>${escape(board.say(name))}</dd>`);
  openDialog(board.element, {
    name: "galley-help",
    labelledBy: "galley-board-help",
    html:
      `<form method="dialog"><header><h2 id="galley-board-help">${escape(board.say("help.title"))}</h2>` +
      `<button autofocus>${escape(board.say("close"))}</button></header><div class="areas" tabindex="0"><dl>${rows.join("")}</dl></div></form>`,
  });
}

/** By its keys the list is to be had wherever the focus is, as long as the board is what is looked at. */
function helpAnywhere(board) {
  document.addEventListener("keydown", (event) => {
    if (!["F1", "?"].includes(event.key) || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (document.querySelector("dialog[open]") || !board.element.checkVisibility()) return;
    event.preventDefault();
    help(board);
  });
}

/** Cards are dragged onto each other. */
function dragging(board) {
  const over = (event) => event.target.closest?.(".card");
  let dragged = null;
  board.room.addEventListener("dragstart", (event) => {
    dragged = over(event)?.dataset.key || null;
    if (!dragged) return;
    event.dataTransfer.effectAllowed = "link";
    event.dataTransfer.setData("text/plain", dragged);
  });
  board.room.addEventListener("dragover", (event) => {
    const card = over(event);
    board.room.querySelector(".target")?.classList.remove("target");
    if (!dragged || !card || card.dataset.key === dragged) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "link";
    card.classList.add("target");
  });
  board.room.addEventListener("drop", (event) => {
    const card = over(event);
    if (!dragged || !card) return;
    event.preventDefault();
    board.acts.join(dragged, card.dataset.key, event.shiftKey);
  });
  board.room.addEventListener("dragend", () => {
    board.room.querySelector(".target")?.classList.remove("target");
    dragged = null;
  });
}
