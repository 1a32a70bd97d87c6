/** Comments on lines: a sign at the line, all of the page in one panel, done with by taking them back. */

import { newId } from "./ids.js";
import { escape } from "./letters.js";

export class Comments {
  constructor(desk) {
    this.desk = desk;
    desk.keys.add("Alt+C", "structure.comment", () => void this.open());
    desk.structure.menu.push({ name: "structure.comment", note: "Alt+C", act: () => this.open() });
    for (const happens of ["open", "shown"]) desk.addEventListener(happens, () => this._show());
    desk.lines.pane.addEventListener("click", (event) => {
      const sign = event.target.closest(".comment-sign");
      if (sign) this.open(sign.closest(".line").dataset.line);
    });
  }

  /** The panel: what is said on the page, and a field for what is to be said of the line. */
  open(line = this.desk.lines.current) {
    const { desk } = this;
    const dialog = document.createElement("dialog");
    dialog.className = "galley-dialog comments";
    dialog.setAttribute("aria-label", desk.say("structure.comments"));
    dialog.innerHTML =
      `<form method="dialog"><h2>${escape(desk.say("structure.comments"))}</h2><ul>${this._entries()}</ul>` +
      `<label>${escape(desk.say("structure.comment.line", desk.lines.lines.get(line)?.text.slice(0, 60) || ""))}` +
      `<textarea rows="3" maxlength="4000"></textarea></label>` +
      `<button value="add">${escape(desk.say("structure.comment.add"))} <kbd>Ctrl ⏎</kbd></button>` +
      `<button value="">${escape(desk.say("cancel"))}</button></form>`;
    const field = dialog.querySelector("textarea");
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.close("add");
    });
    dialog.addEventListener("click", (event) => this._clicked(event, dialog));
    dialog.addEventListener("close", () => {
      dialog.remove();
      const text = field.value.trim();
      if (dialog.returnValue === "add" && text) this._decide({ kind: "comment", lines: [line], value: text });
    });
    desk.element.append(dialog);
    dialog.showModal();
    field.focus();
  }

  _entries() {
    const { desk } = this;
    const entries = desk.view.comments.map(({ id, lines, text, author, time, state }) => {
      const when = new Date(time).toLocaleString(desk.props.language);
      const about = state ? desk.say(`state.${state}`) : desk.lines.lines.get(lines[0])?.text || "";
      const go = lines.length ? `<button type="button" data-line="${lines[0]}">${escape(about)}</button>` : `<em>${escape(about)}</em>`;
      const done = state ? "" : `<button type="button" data-done="${id}">${escape(desk.say("structure.comment.done"))}</button>`;
      return `<li>${go}<p>${escape(text)}</p><small>${escape(author)} · ${escape(when)}</small> ${done}</li>`;
    });
    return entries.join("") || `<li>${escape(desk.say("structure.comments.none"))}</li>`;
  }

  _clicked(event, dialog) {
    const { line, done } = event.target.closest("button")?.dataset || {};
    if (line || done) dialog.close("");
    if (line) this.desk.go(line);
    if (done) this._decide({ id: newId("d"), kind: "undo", value: done });
  }

  /** Comments may be made on an accepted page, too. */
  async _decide(made) {
    const { desk } = this;
    await desk.outbox.decide(made);
    await desk.reload().catch((error) => desk.report(error.message));
  }

  _show() {
    const { desk } = this;
    for (const sign of desk.lines.pane.querySelectorAll(".comment-sign")) sign.remove();
    const said = new Map();
    for (const { lines, text, author } of desk.view?.comments || []) {
      for (const line of lines) said.set(line, [...(said.get(line) || []), `${author}: ${text}`]);
    }
    for (const [line, texts] of said) {
      const row = desk.lines.lines.get(line)?.row;
      if (!row) continue;
      const sign = document.createElement("button");
      Object.assign(sign, { type: "button", tabIndex: -1, className: "comment-sign", title: texts.join("\n") });
      sign.textContent = `✎${texts.length > 1 ? texts.length : ""}`;
      sign.setAttribute("aria-label", texts.join("; "));
      row.append(sign);
    }
  }
}
