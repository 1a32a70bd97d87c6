/** Moving about by keys: from line to line, from page to page, and the scan under the text. */

import { ZOOM } from "./sheet.js";

/** Let the keys of moving work on a desk. */
export function moves(desk) {
  const { keys, lines } = desk;
  const step = (by) => () => {
    const next = lines.beside(lines.current, by);
    if (next) lines.focus(next, 0);
    return Boolean(next);
  };
  const turn = (side) => () => void desk.turn(side);
  const scan = (act) => () => act(desk.sheet);
  keys.add("Enter", "key.enter", () => void step(1)()); // a line has no line breaks, the last one neither
  // In a column that stands, up and down are within the column; in a row beside such columns they are not.
  const stands = () => lines.standing && Boolean(lines.lines.get(lines.current)?.vertical);
  keys.add("ArrowDown", "key.down", () => !stands() && step(1)());
  keys.add("ArrowUp", "key.up", () => !stands() && step(-1)());
  keys.add("ArrowLeft", "key.left", () => stands() && step(1)());
  keys.add("ArrowRight", "key.right", () => stands() && step(-1)());
  keys.add("Ctrl+ArrowDown", "key.paragraph.next", () => !stands() && leap(lines, 1));
  keys.add("Ctrl+ArrowUp", "key.paragraph.previous", () => !stands() && leap(lines, -1));
  keys.add("Ctrl+ArrowLeft", "", () => stands() && leap(lines, 1));
  keys.add("Ctrl+ArrowRight", "", () => stands() && leap(lines, -1));
  keys.add("Alt+V", "key.columns", () => turned(desk));
  keys.add("PageDown", "key.page.next", turn("next"));
  keys.add("PageUp", "key.page.previous", turn("previous"));
  keys.add("Ctrl+Home", "key.first", () => lines.focus(lines.order[0], 0));
  keys.add("Ctrl+End", "key.last", () => lines.focus(lines.order.at(-1), 0));
  keys.add("F6", "key.bar", () => void aside(desk)); // as Tab walks the doubts
  keys.add("Ctrl+S", "key.save", () => void desk.outbox.flush());
  keys.add("Alt++", "key.zoom.in", scan((sheet) => sheet.zoom(ZOOM)));
  keys.add("Alt+=", "key.zoom.in", scan((sheet) => sheet.zoom(ZOOM)));
  keys.add("Alt+-", "key.zoom.out", scan((sheet) => sheet.zoom(1 / ZOOM)));
  keys.add("Alt+0", "key.zoom.fit", scan((sheet) => sheet.fit()));
  keys.add("Alt+L", "key.zoom.line", scan((sheet) => sheet.fitLine(lines.current)));
  lines.pane.tabIndex = -1;
  desk.addEventListener("open", () => document.activeElement === document.body && toText(desk));
}

/** The focus to the text, where keys are heard: to the line that had it, or the pane of a page without lines. */
function toText(desk) {
  const { current, order, pane } = desk.lines;
  if (order.length) desk.go(current || order[0]);
  else pane.focus();
}

/** To the first line of the next paragraph; or of this one, and from there of the one before. */
function leap(lines, step) {
  const firsts = [...lines.pane.querySelectorAll(".paragraph .role + .line")]; // a paragraph may have lost its lines
  const places = firsts.map(({ dataset }) => lines.order.indexOf(dataset.line));
  const at = lines.order.indexOf(lines.current);
  const to = step > 0 ? places.find((place) => place > at) : places.findLast((place) => place < at);
  if (to !== undefined) lines.focus(lines.order[to], 0);
}

/** Let the columns of a vertical page stand or lie, at the line that has the focus. */
function turned(desk) {
  const at = desk.lines.current;
  desk.lines.turn();
  desk.tell("shown");
  desk.go(at);
}

/** From the text to the bar, and back. */
function aside(desk) {
  const bar = desk.element.querySelector(".bar");
  if (bar.contains(document.activeElement)) toText(desk);
  else bar.querySelector("button:not(:disabled)").focus();
}
