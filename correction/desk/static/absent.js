/** What is said in place of a scan that cannot be shown: why, in the server's words. */

import { BASE, get } from "./api.js";

export class Absent {
  constructor(desk) {
    this.desk = desk;
    this.note = null;
    this.asked = null; // the page of which was asked why
    const { viewer } = desk.sheet;
    viewer.addHandler("tile-load-failed", ({ tile }) => this._failed(tile.getUrl()));
    viewer.addHandler("tile-loaded", () => this._leave());
    desk.addEventListener("open", ({ detail }) => detail.again || this._leave());
  }

  async _failed(address) {
    const page = this.desk.view?.id;
    if (this.asked === page || !address.startsWith(BASE)) return;
    this.asked = page;
    try {
      await get(address.slice(BASE.length));
    } catch (error) {
      if (page !== this.desk.view?.id) return;
      if (error.passes) this.asked = null; // the server is away, which is told elsewhere
      else this._tell(error.problem);
    }
  }

  _tell(why) {
    this.note?.remove();
    this.note = document.createElement("p");
    this.note.className = "absent";
    this.note.setAttribute("role", "alert");
    this.note.textContent = this.desk.say("absent", why);
    this.desk.element.querySelector(".sheet").append(this.note);
  }

  _leave() {
    this.asked = null;
    this.note?.remove();
    this.note = null;
  }
}
