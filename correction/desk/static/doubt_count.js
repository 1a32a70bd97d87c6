/**
 * How many doubts are open, in the bar, and whether all of them are walked or only the likeliest; that is remembered.
 * The likeliest come first: of two of them one is an error, of the others one in ten.
 */

import { kept } from "./storage.js";

const KEPT = "galley:likely";

export class Count {
  /** `changed` is called when others are to be walked. */
  constructor(desk, changed) {
    this.desk = desk;
    this.changed = changed;
    this.likely = kept.get(KEPT) !== "no";
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "doubt-count";
    this.button.addEventListener("click", () => this.toggle());
    desk.element.querySelector(".bar .grow").before(this.button);
    this.show(0, null);
  }

  /** Whether a doubt is among those that are walked. */
  shows(doubt) {
    return !this.likely || doubt.likely;
  }

  /** All of them, or only the likeliest. */
  toggle() {
    this.likely = !this.likely;
    kept.set(KEPT, this.likely ? "yes" : "no");
    this.changed();
  }

  /** Say how many are open; `told` has how many there were. */
  show(open, told) {
    const { desk } = this;
    const all = told ? Math.max(open, this.likely ? told.likely : told.all) : open;
    this.button.hidden = !told;
    this.button.textContent = desk.say(this.likely ? "doubts.likely" : "doubts.all", open, all);
    this.button.title = desk.say("doubts.toggle");
    this.button.setAttribute("aria-pressed", String(this.likely));
  }
}
