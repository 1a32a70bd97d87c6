/** How far the work on a page is: handed in, accepted, sent back with a remark; an accepted page is locked. */

import { escape } from "./letters.js";

// From each state the ways that there are on, the usual one first.
const WAYS = {
  read: ["in progress", "for review"],
  "in progress": ["for review", "read"],
  "for review": ["accepted", "in progress"],
  accepted: ["for review", "in progress"],
};

export class States {
  constructor(desk) {
    this.desk = desk;
    const lock = () => desk.view && desk.lines.lock(desk.view.state === "accepted");
    for (const happens of ["open", "state", "shown"]) desk.addEventListener(happens, lock);
    desk.addEventListener("states", () => this.ask());
    desk.keys.add("Alt+S", "key.state", () => this.ask());
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

  async _go(state, remark) {
    const { desk } = this;
    await desk.outbox.flush();
    await desk.outbox.decide({ kind: "state", value: state, remark });
  }
}
