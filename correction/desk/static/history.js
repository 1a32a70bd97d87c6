/** The history of a line: what each engine read and what persons made of it, with the differences; any is restored. */

import { BASE, get } from "./api.js";
import { differenceHtml } from "./difference.js";
import { escape } from "./letters.js";

export class History {
  constructor(desk) {
    this.desk = desk;
    this.line = null; // whose history is shown
    this.versions = []; // {html, text, about}, the oldest first; `text` null where there is none to restore
    this.panel = document.createElement("aside");
    this.panel.className = "history";
    this.panel.hidden = true;
    this.panel.setAttribute("aria-label", desk.say("history.title"));
    desk.element.querySelector(".halves").append(this.panel);
    this.panel.addEventListener("keydown", (event) => this._pressed(event));
    this.panel.addEventListener("click", (event) => this._clicked(event));
    desk.addEventListener("line", ({ detail }) => this.line && this.line !== detail.id && this.open(detail.id, false));
    desk.addEventListener("open", () => this.close(false));
    desk.outbox.addEventListener("kept", () => this.line && this.open(this.line, false));
    desk.addEventListener("updated", () => this.line && this.open(this.line, false));
    desk.keys.add("Alt+H", "history.key.line", () => (this.line ? this.close() : this.open(desk.lines.current)));
  }

  /** Show the history of a line; with `enter` the keys go there. */
  async open(id, enter = true) {
    const { desk } = this;
    if (!id) return;
    this.line = id;
    await desk.outbox.flush();
    try {
      const told = await get(`pages/${desk.view.id}/lines/${id}`);
      if (this.line !== id) return;
      const held = enter || this.panel.contains(document.activeElement); // what was saved meanwhile shows it anew
      this._show(told);
      desk.lines.lines.get(id)?.row.scrollIntoView({ block: "start" }); // above the panel
      if (held) this.panel.querySelector("ol").focus();
    } catch (error) {
      this.close(enter);
      desk.report(error.message);
    }
  }

  /** Put it away; the keys go to the line. */
  close(back = true) {
    const id = this.line;
    this.line = null;
    this.panel.hidden = true;
    if (back && id) this.desk.go(id);
  }

  /** Let the line say what a version says: typed, so that it is saved, and undone, as anything typed. */
  restore(n) {
    const { desk, line } = this;
    const version = this.versions[n];
    if (!version || version.text === null) return desk.report(desk.say("history.no-text"));
    const now = desk.lines.lines.get(line).text;
    if (desk.structure.locked()) return undefined;
    if (version.text !== now) desk.lines.type(line, version.text, 0, [...now].length);
    this.close();
    desk.report(desk.say("history.restored", version.about));
    return undefined;
  }

  _show(told) {
    const { desk } = this;
    this.versions = [...told.readings.map((each) => this._reading(each, told.read)), ...told.decided.map((each) => this._decided(each))];
    const turned = told.vertical ? "?turn=1" : "";
    const rows = this.versions.map(
      ({ html, about, kind }, n) =>
        `<li role="option" id="galley-version-${n}" data-n="${n}" class="${kind}" aria-selected="false">` +
        `<span class="about">${escape(about)}</span> <span class="says">${html}</span></li>`,
    );
    this.panel.innerHTML =
      `<h2>${escape(desk.say("history.title"))}<button type="button" class="close" aria-label="${escape(desk.say("history.close"))}">×</button></h2>` +
      `<img alt="" src="${BASE}pages/${desk.view.id}/lines/${told.id}.jpg${turned}">` +
      `<p class="now"><span class="about">${escape(desk.say("history.now"))}</span> <span class="says">${differenceHtml(told.read, told.text)}</span></p>` +
      `<ol role="listbox" tabindex="0" lang="${desk.view.language}" aria-label="${escape(desk.say("history.versions"))}">${rows.join("")}</ol>` +
      `<p class="keys">${escape(desk.say("history.keys"))}</p>`;
    this.panel.hidden = false;
    this._choose(this.versions.length - 1);
  }

  _reading(each, read) {
    const sure = each.confidence === null ? "" : ` · ${Math.round(each.confidence * 100)} %`;
    const base = each.base ? ` · ${this.desk.say("history.base")}` : "";
    const about = `${[each.engine, each.model].filter(Boolean).join(" ")}${sure}${base}`;
    return { about, text: each.text, kind: "reading", html: each.base ? escape(each.text) : differenceHtml(read, each.text) };
  }

  _decided(each) {
    const { desk } = this;
    const undone = each.undone ? ` · ${desk.say("history.taken-back", each.undone, when(each.undone_at))}` : "";
    const remark = each.remark ? ` · ${each.remark}` : "";
    const about = `${each.author} · ${when(each.time)} · ${desk.say(`history.kind.${each.kind}`)}${undone}${remark}`;
    const text = each.after ?? null;
    const value = each.value && each.value.length < 80 ? escape(each.value) : "";
    return { about, text, kind: undone ? "decided undone" : "decided", html: text === null ? value : differenceHtml(each.before ?? "", text) };
  }

  _choose(n) {
    const list = this.panel.querySelector("ol");
    list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const chosen = list.querySelector(`[data-n="${n}"]`);
    if (!chosen) return;
    this.chosen = n;
    chosen.setAttribute("aria-selected", "true");
    list.setAttribute("aria-activedescendant", chosen.id);
    chosen.scrollIntoView({ block: "nearest" });
  }

  _pressed(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const acts = {
      ArrowDown: () => this._choose(this.chosen + 1),
      ArrowUp: () => this._choose(this.chosen - 1),
      Home: () => this._choose(0),
      End: () => this._choose(this.versions.length - 1),
      Enter: () => this.restore(this.chosen),
      Escape: () => this.close(),
    };
    if (event.altKey || event.target.tagName === "BUTTON" || !acts[event.key]) return;
    acts[event.key]();
    event.preventDefault();
    event.stopPropagation();
  }

  _clicked(event) {
    if (event.target.closest(".close")) return this.close();
    const row = event.target.closest("li");
    if (row) this._choose(Number(row.dataset.n));
    if (row && event.detail === 2) this.restore(this.chosen);
    return undefined;
  }
}

/** A time as people here write it. */
function when(time) {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? time : at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
