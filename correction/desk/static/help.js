/** The list of all keys, by area: by F1 and Ctrl+/ anywhere, by ? where it is no text, and by the button. */

import { openDialog } from "./dialog.js";
import { escape } from "./letters.js";

export class Help {
  constructor(desk) {
    this.desk = desk;
    desk.addEventListener("help", () => this.open());
    const open = () => void this.open();
    desk.keys.add("F1", "help.key.open", open);
    desk.keys.add("Ctrl+/", "help.key.open", open);
    // Beside fields only: in a line, ? is a character like others.
    document.addEventListener("keydown", (event) => {
      if (event.key !== "?" || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.target.closest("input, textarea, select, [contenteditable]") || !desk.element.checkVisibility()) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      this.open();
    });
  }

  /** Show the keys, until Escape or the button closes them; then the focus is where it was. */
  open() {
    const { desk } = this;
    openDialog(desk.element, {
      name: "galley-help",
      labelledBy: "galley-help-title",
      html:
        `<form method="dialog"><header><h2 id="galley-help-title">${escape(desk.say("help.title"))}</h2>` +
        `<button autofocus>${escape(desk.say("help.close"))}</button></header><div class="areas" tabindex="0">${this._areas()}</div></form>`,
      closed: () => document.activeElement === document.body && desk.go(desk.lines.current), // its line was shown anew
    });
  }

  _areas() {
    const areas = new Map();
    for (const [combo, name] of this.desk.keys.list) {
      const area = name in this.desk.words ? name.split(".")[0] : "desk";
      if (!areas.has(area)) areas.set(area, new Map());
      const combos = areas.get(area).get(name) || [];
      areas.get(area).set(name, [...combos, combo]);
    }
    return [...areas].map(([area, keys]) => this._area(area, keys)).join("");
  }

  _area(area, keys) {
    const title = this.desk.say(area === "desk" ? "help.desk" : `${area}.area`);
    const rows = [...keys].map(([name, combos]) => `<dt>${combos.map(caps).join(" ")}</dt><dd>${escape(this.desk.say(name))}</dd>`);
    return `<section><h3>${escape(title)}</h3><dl>${rows.join("")}</dl></section>`;
  }
}

const SIGNS = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc" };

/** A combination as keys are labelled. */
function caps(combo) {
  const keys = combo.replace(/\+\+$/, "+plus").split("+");
  return keys.map((key) => `<kbd>${escape(key === "plus" ? "+" : SIGNS[key] || key)}</kbd>`).join("+");
}
