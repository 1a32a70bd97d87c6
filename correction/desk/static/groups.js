/**
 * Articles drawn on the scan in reading order: the quickest way on a page that the layout got wrong.
 *
 * Each drag is a box of the group at hand; Enter begins the next group. All boxes, those drawn before as well, are one
 * decision. Boxes of one time of drawing are read one after the other, and go before those drawn earlier.
 */

import { Glass } from "./draw.js";
import { newId } from "./ids.js";
import { escape } from "./letters.js";

const ROLES = [null, "headline", "kicker", "deck", "subhead", "inset", "credit", "caption", "jump", "body"];
const TURN = 137.5; // degrees: neighbours in the circle of colours are far apart

export class Groups {
  constructor(desk) {
    this.desk = desk;
    this.glass = null;
    desk.structure.add("Alt+G", "groups", () => this.begin());
    desk.addEventListener("open", () => this.glass && this._draw());
  }

  /** Let boxes be drawn. */
  begin() {
    const { desk } = this;
    if (this.glass) return;
    this.boxes = desk.view.drawn.map((box) => ({ ...box }));
    this.act = Math.max(-1, ...this.boxes.map((box) => box.act)) + 1;
    this.chosen = null;
    this.names = new Map(); // group → what the person calls it
    this._next();
    this.glass = new Glass(desk, {
      title: desk.say("structure.groups.how"),
      drawn: (box) => this._add(box),
      left: () => this._end(),
      clicked: (place) => this._choose(place),
      pressed: (event) => this._pressed(event),
      moved: () => this._draw(false),
    });
    this.glass.panel.innerHTML =
      `<strong></strong> <input maxlength="60" autocomplete="off" placeholder="${escape(desk.say("structure.groups.name"))}" ` +
      `aria-label="${escape(desk.say("structure.groups.name"))}">`;
    this.glass.panel.querySelector("input").addEventListener("input", (event) => this._name(event.target.value));
    this._draw();
  }

  _next() {
    this.group = newId("g");
  }

  _add(box) {
    this.boxes.push({ box, group: this.group, role: null, act: this.act });
    this.chosen = null;
    this._draw();
  }

  _choose([x, y]) {
    const inside = ({ box: [left, top, right, bottom] }) => x >= left && x < right && y >= top && y < bottom;
    this.chosen = this.boxes.findLast(inside) || null;
    if (this.chosen?.group) this.group = this.chosen.group;
    this._draw();
  }

  _name(name) {
    this.names.set(this.group, name.trim());
    this._draw(false);
  }

  _pressed(event) {
    const { key, ctrlKey, metaKey, altKey, target } = event;
    if (altKey) return false;
    const held = ctrlKey || metaKey;
    const typing = target.tagName === "INPUT";
    const role = !typing && /^[0-9]$/.test(key) ? ROLES[Number(key)] : undefined;
    if (key === "Escape") this._end();
    else if (key === "Enter" && held) this._apply();
    else if (key === "Enter" && typing) this.glass.focus();
    else if (typing || held) return false;
    else if (key === "Enter") this._next();
    else if (key === "f" || key === "F") this.group = null;
    else if (key === "n" || key === "N") this.glass.panel.querySelector("input").focus();
    else if (key === "Backspace") this.boxes.pop();
    else if (key === "Delete") this.boxes = this.boxes.filter((box) => box !== this.chosen);
    else if (role !== undefined) (this.chosen || this.boxes.at(-1) || {}).role = role;
    else return false;
    if (this.glass && !typing) this._draw();
    return true;
  }

  async _apply() {
    const { boxes, names, desk } = this;
    this._end();
    const drawn = boxes.map(({ box: [left, top, right, bottom], group, role, act }) => ({
      box: { left, top, right, bottom },
      group: group && (names.get(group) ? `${names.get(group)} ${group.slice(-6)}` : group),
      role,
      act,
    }));
    if (JSON.stringify(boxes) === JSON.stringify(desk.view.drawn)) return;
    await desk.structure.act([{ kind: "regions", value: JSON.stringify(drawn) }]);
  }

  _end() {
    const { glass, desk } = this;
    this.glass = null;
    glass.end();
    desk.report("");
  }

  _draw(field = true) {
    const { desk, glass } = this;
    const groups = [...new Set(this.boxes.map((box) => box.group).filter(Boolean))];
    if (this.group && !groups.includes(this.group)) groups.push(this.group);
    const sketch = this.boxes.map((box, n) => this._sketched(box, n, groups));
    desk.sheet.sketch(sketch.join("") + (glass?.frame.svg ?? ""));
    const at = this.group ? groups.indexOf(this.group) : -1;
    const strong = glass.panel.querySelector("strong");
    strong.textContent = this.group ? desk.say("structure.groups.now", at + 1) : desk.say("type.furniture");
    strong.style.color = colour(at);
    const input = glass.panel.querySelector("input");
    input.disabled = !this.group;
    if (field) input.value = this.names.get(this.group) || "";
  }

  _sketched({ box: [left, top, right, bottom], group, role }, n, groups) {
    const at = group ? groups.indexOf(group) : -1;
    const name = [n + 1, this._called(group), role && this.desk.say(`role.${role}`)].filter(Boolean).join(" · ");
    const chosen = this.boxes[n] === this.chosen ? " chosen" : "";
    return (
      `<g class="group${chosen}" style="--group:${colour(at)}"><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/>` +
      `<text x="${left}" y="${top}" dx=".3em" dy="1.1em">${escape(String(name))}</text></g>`
    );
  }

  /** What a group is called: by its person, or by the headline of what it became. */
  _called(group) {
    if (!group) return this.desk.say("type.furniture");
    const [, named] = /^(.*) [0-9a-f]{6}$/.exec(group) || [];
    return this.names.get(group) || named || "";
  }
}

function colour(n) {
  return n < 0 ? "#666" : `hsl(${Math.round(n * TURN) % 360} 85% 38%)`;
}
