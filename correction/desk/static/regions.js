/** Articles shown in text and scan alike: the one at hand stands out; the order of regions is told by numbers. */

import { kept } from "./storage.js";

const NUMBERS = "galley:numbers"; // whether the numbers stay

export class Regions {
  constructor(desk) {
    this.desk = desk;
    desk.addEventListener("line", () => this._follow());
    desk.addEventListener("open", () => this._follow());
    desk.addEventListener("shown", () => this._follow());
    desk.sheet.addEventListener("region", ({ detail }) => this.choose(detail.id));
    desk.keys.add("Alt+O", "structure.numbers", () => this.number(kept.get(NUMBERS) !== "yes"));
    addEventListener("keydown", ({ key }) => key === "Alt" && this._number(true));
    for (const happens of ["keyup", "blur"]) addEventListener(happens, ({ key }) => (!key || key === "Alt") && this._number(false));
    this._number(false);
  }

  /** Go to the first line of a region. */
  choose(id) {
    const region = this.desk.lines.pane.querySelector(`[data-regions~="${id}"]`);
    const inside = this.desk.view.regions.find((each) => each.id === id);
    const rows = region ? [...region.querySelectorAll(".line")] : [];
    const [left, top, right, bottom] = inside.box;
    const row = rows.find(({ dataset }) => {
      const [x1, y1, x2, y2] = this.desk.lines.lines.get(dataset.line).box;
      const [x, y] = [(x1 + x2) / 2, (y1 + y2) / 2];
      return x >= left && x < right && y >= top && y < bottom;
    });
    this.desk.go((row || rows[0])?.dataset.line);
  }

  /** Let the numbers of the reading order stay, or be there only while Alt is held. */
  number(stay) {
    kept.set(NUMBERS, stay ? "yes" : "no");
    this._number(false);
  }

  _number(held) {
    this.desk.element.classList.toggle("numbered", held || kept.get(NUMBERS) === "yes");
  }

  _follow() {
    const { desk } = this;
    const section = desk.lines.lines.get(desk.lines.current)?.row.closest(".item");
    desk.lines.pane.querySelector(".item.chosen")?.classList.remove("chosen");
    section?.classList.add("chosen");
    desk.sheet.choose(section?.dataset.item || null);
  }
}
