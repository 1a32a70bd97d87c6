/** The list of what was found: each line under its image, its places marked, or with a tick and what they become. */

import { BASE } from "./api.js";
import { escape } from "./letters.js";

const SHOWN = 300; // lines at first, and at each wish for more

export class Hits {
  /** `list` is the element to fill; `go` hears which place is chosen: {page, line, place}; `ticked` that one was turned. */
  constructor(list, say, go, ticked) {
    this.list = list;
    this.say = say;
    this.go = go;
    this.ticked = ticked;
    this.clear();
    list.addEventListener("click", (event) => this._clicked(event));
    list.addEventListener("change", (event) => this._turned(event.target));
    list.addEventListener("keydown", (event) => this._pressed(event));
  }

  /** Empty the list. */
  clear() {
    this.list.innerHTML = "";
    this.shown = 0;
    this.most = SHOWN;
    this.pages = {}; // those that are shown, by id
    this.waiting = []; // pages, or the rest of one, that are not shown yet
  }

  /** Show a page's lines behind those that are there; `replacing` with ticks. */
  add(page, replacing) {
    this.replacing = replacing;
    this.waiting.push({ page, from: 0 });
    this._fill();
  }

  /** Put the focus on the first place. */
  enter() {
    this._focus(this.list.querySelector("[data-place]"));
  }

  _fill() {
    this.list.querySelector(".more")?.remove();
    while (this.waiting.length && this.shown < this.most) {
      const [{ page, from }] = this.waiting;
      const lines = page.lines.slice(from, from + this.most - this.shown);
      const rows = lines.map((line, n) => this._row(page, line, from + n));
      this.list.insertAdjacentHTML("beforeend", (from ? "" : this._head(page)) + rows.join(""));
      this.shown += lines.length;
      this.pages[page.page] = page;
      if (from + lines.length < page.lines.length) this.waiting[0].from += lines.length;
      else this.waiting.shift();
    }
    if (this.waiting.length) {
      const words = escape(this.say("find.more"));
      this.list.insertAdjacentHTML("beforeend", `<li class="more"><button type="button">${words}</button></li>`);
    }
  }

  _head(page) {
    const note = page.problem || (page.locked ? this.say("find.locked") : "");
    const all = this.replacing && !page.locked && page.lines.length ? this._tick(`data-all="${page.page}"`, false, this.say("find.all")) : "";
    const count = page.lines.reduce((sum, line) => sum + line.places.length, 0);
    return `<li class="page">${all}<strong>${escape(page.page)}</strong> ${escape(page.name)} · ${count} <em>${escape(note)}</em></li>`;
  }

  _row(page, line, n) {
    const turned = line.vertical ? "?turn=1" : "";
    const letters = [...line.text];
    let html = "";
    let at = 0;
    line.places.forEach((place, k) => {
      html += escape(letters.slice(at, place.start).join("")) + this._place(page, n, place, k, letters.slice(place.start, place.end).join(""));
      at = place.end;
    });
    html += escape(letters.slice(at).join(""));
    return (
      `<li class="hit" data-page="${page.page}" data-n="${n}"><img alt="" loading="lazy" decoding="async"` +
      ` src="${BASE}pages/${page.page}/lines/${line.id}.jpg${turned}"><p lang="${page.language}">${html}</p></li>`
    );
  }

  _place(page, n, place, k, text) {
    const name = `data-place="${k}"`;
    if (!this.replacing || page.locked) return `<button type="button" tabindex="-1" ${name}><mark>${escape(text)}</mark></button>`;
    const change = `<del>${escape(text)}</del><ins>${escape(place.put) || "∅"}</ins>`;
    return this._tick(`tabindex="-1" ${name}`, place.off, this.say("find.tick", text, place.put), change);
  }

  _tick(attributes, off, label, html = "") {
    return `<label><input type="checkbox" ${attributes} ${off ? "" : "checked"} aria-label="${escape(label)}">${html}</label>`;
  }

  _at(element) {
    const row = element.closest(".hit");
    const page = this.pages[row.dataset.page];
    const line = page.lines[row.dataset.n];
    return { page, line, place: line.places[element.dataset.place] };
  }

  _clicked(event) {
    if (event.target.closest(".more")) {
      this.most += SHOWN;
      return this._fill();
    }
    const pressed = event.target.closest("button[data-place]") || (event.target.tagName === "IMG" && event.target.closest(".hit").querySelector("[data-place]"));
    if (pressed) this.go(this._at(pressed));
    return undefined;
  }

  _turned(tick) {
    if (tick.dataset.all) {
      for (const line of this.pages[tick.dataset.all].lines) for (const place of line.places) place.off = !tick.checked;
      for (const each of this.list.querySelectorAll(`.hit[data-page="${tick.dataset.all}"] input`)) each.checked = tick.checked;
    } else if (tick.dataset.place !== undefined) {
      this._at(tick).place.off = !tick.checked;
    }
    this.ticked();
  }

  _pressed(event) {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const here = event.target.closest("[data-place], [data-all]");
    const every = [...this.list.querySelectorAll("[data-place]")];
    const at = every.indexOf(here);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: every.length - 1 };
    if (event.key in steps) this._focus(every[Math.max(0, steps[event.key])]);
    else if (event.key === "Enter" && at >= 0) this.go(this._at(here));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  _focus(place) {
    place?.focus({ preventScroll: true });
    place?.closest("li").scrollIntoView({ block: "nearest" });
  }
}
