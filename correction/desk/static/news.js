/** What others do on the page meanwhile: asked for every two seconds, less often in a tab that nobody looks at. */

import { get } from "./api.js";
import { author } from "./author.js";

const LOOK = 2000; // milliseconds between two questions
const ASIDE = 10000; // the same in a tab in the background

export class News {
  constructor(desk) {
    this.desk = desk;
    this.ours = new Map(); // line id → the version of the page from which on it says what this tab has written
    this.known = 0; // the last version of which this tab was told when it wrote
    desk.addEventListener("open", ({ detail }) => {
      this.page = detail.view.id;
      this.version = detail.view.version;
      if (detail.again) return;
      this.ours.clear();
      this.known = this.version;
    });
    desk.outbox.addEventListener("kept", ({ detail }) => this._wrote(detail.sent.flatMap((each) => each.lines), detail.got.version));
    desk.addEventListener("updated", ({ detail }) => detail.version && this._wrote(detail.lines, detail.version));
    document.addEventListener("visibilitychange", () => document.hidden || this._ask());
    this._later();
  }

  _later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this._ask(), document.hidden ? ASIDE : LOOK);
  }

  async _ask() {
    clearTimeout(this.timer);
    const { page, version, desk } = this;
    try {
      if (!page) return;
      const who = encodeURIComponent(author());
      const told = await get(`pages/${page}/news?since=${version}&tab=${desk.outbox.tab}&who=${who}`);
      if (page === this.page) this._heard(told);
    } catch (error) {
      if (!error.passes) desk.report(error.message); // a server that is away is told of by the bar
    } finally {
      this._later();
    }
  }

  _wrote(lines, version) {
    this.known = Math.max(this.known, version);
    for (const line of lines) this.ours.set(line, version);
  }

  _heard(told) {
    const { desk } = this;
    this.version = Math.max(this.version, told.version);
    for (const [id, text] of Object.entries(told.texts)) {
      if (desk.outbox.drafts.has(id) || this.ours.get(id) > told.version) continue; // an answer that is late
      desk.lines.update(id, text);
    }
    const place = desk.element.querySelector(".present");
    place.textContent = told.present.length ? desk.say("present", told.present.join(", ")) : "";
    if (told.state !== desk.view.state) {
      desk.view = { ...desk.view, state: told.state };
      desk.tell("state", { state: told.state });
    }
    if (told.decisions.length) desk.tell("news", told);
    if (told.base !== desk.view.base) desk.reload().catch((error) => desk.report(error.message)); // it was read anew
  }
}
