/**
 * Lines that another person changed meanwhile: both texts are shown under the line, and one is chosen. What was typed in
 * a line that the page has no more stands above the text, until the person has put it elsewhere.
 */

import { escape } from "./letters.js";

export class Conflicts {
  constructor(desk) {
    this.desk = desk;
    desk.outbox.addEventListener("state", () => this.show());
    desk.addEventListener("open", () => this.show());
    desk.lines.pane.addEventListener("click", ({ target }) => {
      if (target.matches("[data-discard]")) this._discarded(target);
      else this._clicked(target.closest("[data-settle]"));
    });
  }

  /** Show the conflicts that there are under their lines. */
  show() {
    const { desk } = this;
    for (const place of desk.lines.pane.querySelectorAll(".conflict")) {
      if (!place.matches(".gone") && !desk.outbox.drafts.get(place.closest(".line").dataset.line)?.conflict) place.remove();
    }
    this._showGone();
    for (const [id, { conflict }] of desk.outbox.drafts) {
      const row = conflict && desk.lines.lines.get(id)?.row;
      if (!row || conflict.gone || row.querySelector(".conflict")) continue;
      const place = document.createElement("div");
      place.className = "conflict";
      place.setAttribute("role", "alert");
      place.innerHTML =
        `<p>${escape(desk.say("conflict", conflict.author))}</p><p class="theirs">${escape(conflict.text)}</p>` +
        `<button type="button" data-settle="mine">${escape(desk.say("conflict.mine"))}</button>` +
        `<button type="button" data-settle="theirs">${escape(desk.say("conflict.theirs"))}</button>`;
      row.append(place);
    }
  }

  _showGone() {
    const { desk } = this;
    desk.lines.pane.querySelector(".gone")?.remove();
    const gone = [...desk.outbox.drafts].filter(([, { conflict }]) => conflict && (conflict.gone || !desk.lines.lines.has(conflict.line)));
    if (!gone.length) return;
    const place = document.createElement("div");
    place.className = "conflict gone";
    place.setAttribute("role", "alert");
    place.innerHTML =
      `<p>${escape(desk.say("conflict.gone"))}</p>` +
      gone.map(([id, { text }]) => `<p class="theirs" data-draft="${escape(id)}">${escape(text)} ${this._discard()}</p>`).join("");
    desk.lines.pane.prepend(place);
  }

  _discard() {
    return `<button type="button" data-discard>${escape(this.desk.say("conflict.discard"))}</button>`;
  }

  _discarded(pressed) {
    this.desk.outbox.settle(pressed.closest("[data-draft]").dataset.draft, false);
    this.show();
    this.desk.go(this.desk.lines.current || this.desk.lines.order[0]);
  }

  _clicked(pressed) {
    if (!pressed) return;
    const { desk } = this;
    const id = pressed.closest(".line").dataset.line;
    const { conflict } = desk.outbox.drafts.get(id);
    desk.outbox.settle(id, pressed.dataset.settle === "mine");
    if (pressed.dataset.settle === "theirs") desk.lines.update(id, conflict.text);
    this.show();
    desk.go(id);
  }
}
