/** How far the work on a page is: handed in, accepted, sent back with a remark; an accepted page is locked. */

import { escape } from "./letters.js";

// From each state the ways that there are on, the usual one first.
const WAYS = {
  read: ["in progress", "for review"],
  "in progress": ["for review", "read"],
  "for review": ["accepted", "in progress"],
  accepted: ["for review", "in progress"],
};

const SEEN = 900; // milliseconds for which the foot stands out when it says why nothing is written

export class States {
  constructor(desk) {
    this.desk = desk;
    this.told = ""; // the page that was said to be accepted
    for (const happens of ["open", "state", "shown"]) desk.addEventListener(happens, () => desk.view && this._lock());
    const { pane } = desk.lines;
    pane.addEventListener("keydown", (event) => this.locked && isTyping(event) && this.refuse());
    for (const happens of ["paste", "cut", "drop"]) pane.addEventListener(happens, () => this.locked && this.refuse());
    desk.addEventListener("states", () => this.ask());
    desk.keys.add("Alt+S", "key.state", () => this.ask());
  }

  /** Whether the page is accepted, so that it says what it says. */
  get locked() {
    return this.desk.view?.state === "accepted";
  }

  /** Say that the page is accepted, and what opens it again. */
  refuse() {
    const { desk } = this;
    desk.report(desk.say("structure.locked"));
    desk.element.querySelector(".status").animate([{ backgroundColor: "#ffc400", color: "#000" }, {}], SEEN);
  }

  /** Ask which way the page goes, and for a remark. */
  ask() {
    const { desk } = this;
    const ways = WAYS[desk.view?.state] || [];
    if (!ways.length) return;
    const dialog = document.createElement("dialog");
    dialog.className = "galley-dialog states";
    dialog.setAttribute("aria-label", desk.say("states"));
    const buttons = ways.map((way) => `<button value="${way}">${escape(desk.say(`way.${desk.view.state}.${way}`))}</button>`);
    dialog.innerHTML =
      `<form method="dialog"><h2>${escape(desk.say("states"))}: ${escape(desk.say(`state.${desk.view.state}`))}</h2>` +
      `<label>${escape(desk.say("states.remark"))} <input name="remark" maxlength="1000"></label>` +
      `${buttons.join("")}<button value="">${escape(desk.say("cancel"))}</button></form>`;
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue) this._go(dialog.returnValue, dialog.querySelector("input").value.trim());
      desk.go(desk.lines.current);
    });
    desk.element.append(dialog);
    dialog.showModal();
    dialog.querySelector("button").focus();
  }

  _lock() {
    const { desk, locked } = this;
    desk.lines.lock(locked);
    const before = this.told === desk.view.id;
    this.told = locked ? desk.view.id : "";
    if (locked && !before) this.refuse();
    else if (before && !locked) desk.report(desk.say("states.open"));
  }

  async _go(state, remark) {
    const { desk } = this;
    await desk.outbox.flush();
    await desk.outbox.decide({ kind: "state", value: state, remark });
  }
}

/** Whether a key would write into a field, or take away of it. */
function isTyping({ key, ctrlKey, metaKey, altKey }) {
  return !(ctrlKey || metaKey || altKey) && ([...key].length === 1 || ["Backspace", "Delete", "Process"].includes(key));
}
