/** What repair makes of line ends and gaps, shown where it happens; one key turns it into its opposite. */

import { escape } from "./letters.js";

const SOON = 600; // milliseconds after a page was opened: its doubts go first
const AFTER = 1500; // milliseconds after the last decision until the page is proven anew

export class Joints {
  constructor(desk) {
    this.desk = desk;
    this.byLine = new Map(); // line id → what repair did there
    desk.addEventListener("open", ({ detail }) => {
      this._show(); // what is known of lines that are still there
      this._later(detail.again ? AFTER : SOON);
    });
    for (const happens of ["state", "news"]) desk.addEventListener(happens, () => this._later(AFTER));
    desk.addEventListener("shown", () => this._show());
    desk.keys.add("Alt+J", "key.joint", () => this.turn(desk.lines.current));
    desk.lines.pane.addEventListener("click", (event) => {
      const joint = event.target.closest(".joint");
      if (joint) this.turn(joint.closest(".line").dataset.line, joint.dataset.id);
    });
  }

  /** Turn what was done at a line: the one of that id, else the first. */
  async turn(line, id = null) {
    const done = this.byLine.get(line) || [];
    const one = id ? done.find((each) => each.id === id) : done[0];
    if (!one) return this.desk.report(this.desk.say("joint.none"));
    await this.desk.outbox.decide({ kind: one.kind, lines: [line], value: one.turn });
    await this._load();
    const now = (this.byLine.get(line) || []).find((each) => each.id === one.id);
    this.desk.report(now ? this.desk.say("joint.now", now.after.replace("\n", "⏎"), now.reason) : "");
    return undefined;
  }

  _later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this._load(), milliseconds);
  }

  async _load() {
    const page = this.desk.view.id;
    try {
      const proof = await this.desk.ask("proof");
      if (!proof || page !== this.desk.view.id) return;
      this.byLine.clear();
      for (const one of proof.repaired.filter(worthShowing)) this.byLine.set(one.line, [...(this.byLine.get(one.line) || []), one]);
      this._show();
    } catch (error) {
      if (!error.passes) this.desk.report(error.message);
    }
  }

  _show() {
    const { pane, lines } = this.desk.lines;
    for (const before of pane.querySelectorAll(".joints")) before.remove();
    for (const [id, done] of this.byLine) {
      const row = lines.get(id)?.row;
      if (!row) continue;
      const place = document.createElement("div");
      place.className = "joints";
      place.innerHTML = done.map((one) => this._joint(one)).join("");
      row.append(place);
    }
  }

  _joint(one) {
    const { desk } = this;
    const sign = one.applied ? "⌣" : "?";
    const title = desk.say(one.applied ? "joint.done" : "joint.offer", one.reason, one.by || "Galley");
    const after = one.after === " " ? "␣" : one.after.replace("\n", "⏎");
    return (
      `<button type="button" tabindex="-1" class="joint ${one.applied ? "done" : "offer"}${one.by ? " settled" : ""}"` +
      ` data-id="${one.id}" title="${escape(title)}">${sign} ${escape(after) || "∅"}</button>`
    );
  }
}

/** All but what goes without saying: a line end that became a space, or went with its hyphen. */
function worthShowing(one) {
  return one.kind === "hyphen" || !one.applied || one.by || !(one.before.endsWith("\n") && one.after.trim() === "");
}
