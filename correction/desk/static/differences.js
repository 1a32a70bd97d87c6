/** What was changed on the page against the engine's reading, under each line that says something else. */

import { differenceHtml } from "./difference.js";

export class Differences {
  constructor(desk) {
    this.desk = desk;
    this.on = false;
    this.read = new Map(); // line id → what the engine read
    desk.addEventListener("open", ({ detail }) => this._opened(detail.view));
    desk.addEventListener("typed", ({ detail }) => this.on && this._show(detail.id));
    for (const happens of ["shown", "updated", "news"]) desk.addEventListener(happens, () => this.on && this._showAll());
    desk.keys.add("Alt+D", "history.key.differences", () => this.toggle());
  }

  /** Show them, or no more. */
  toggle() {
    const { desk } = this;
    this.on = !this.on;
    this._showAll();
    const count = [...desk.lines.lines].filter(([id, line]) => line.text !== this.read.get(id)).length;
    desk.report(desk.say(this.on ? "history.differences" : "history.differences.off", count));
  }

  _opened(view) {
    this.read.clear();
    for (const item of view.items)
      for (const paragraph of item.paragraphs) for (const line of paragraph.lines) this.read.set(line.id, line.read ?? line.text);
    if (this.on) this._showAll();
  }

  _showAll() {
    for (const id of this.desk.lines.order) this._show(id);
  }

  _show(id) {
    const line = this.desk.lines.lines.get(id);
    const { text } = line;
    const read = this.read.get(id);
    if (line.filled) line.row.querySelector(".difference")?.remove();
    if (!this.on || text === read) return;
    const place = document.createElement("div");
    place.className = "difference";
    place.setAttribute("aria-label", this.desk.say("history.difference"));
    place.innerHTML = differenceHtml(read, text);
    line.row.querySelector(".field").after(place);
  }
}
