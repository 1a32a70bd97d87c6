/** The menu at a line, by the right mouse button or its key: all that can be done to its shape. */

import { choose } from "./menu.js";

/** Open a menu where one is asked for; with Ctrl held the browser's own comes. */
export function lineMenu(desk) {
  desk.keys.add("Shift+F10", "structure.menu", () => false); // the browser makes a menu's event of it
  desk.lines.pane.addEventListener("contextmenu", async (event) => {
    const row = event.target.closest(".line");
    if (!row || event.ctrlKey || desk.lines.composing) return;
    event.preventDefault();
    if (row.dataset.line !== desk.lines.current) desk.go(row.dataset.line);
    const box = row.getBoundingClientRect();
    // Asked for by a key, there is no place of the mouse.
    const at = event.button === 2 ? { x: event.clientX, y: event.clientY } : { x: box.left, y: box.bottom };
    const choices = desk.structure.menu.map(({ name, note, act }) => ({ name: desk.say(name), note: signs(note), value: act }));
    const act = await choose(desk, { title: desk.say("structure.menu"), choices, at, search: true });
    if (act) act();
  });
}

/** A key's name with the signs that are on it. */
function signs(combo) {
  return combo.replace("ArrowUp", "↑").replace("ArrowDown", "↓").replaceAll("+", " ");
}
