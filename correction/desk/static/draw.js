/** Drawing boxes on the scan with the mouse, a pen, a finger or arrow keys; and a line that was missed, drawn so. */

import { Frame } from "./frame.js";
import { newId } from "./ids.js";

const LEAST = 5; // pixels of the screen: less is a click
const SHARED = 0.5; // of the shorter of two lines of a column that lies beside the other
const NEAR = 2; // line thicknesses from middle to middle, within which lines follow each other
const WHEEL = 1.2; // zoom of a notch of the wheel

/** A sheet of glass over the scan, on which boxes are drawn as long as it is there. */
export class Glass {
  /**
   * `title` is what to do; `drawn` gets each box, `clicked` a place, `pressed` each key, and tells whether it took it;
   * `moved` is called when arrow keys have moved the frame, to sketch it; `left` hears that another page was opened, of
   * which no box is meant.
   */
  constructor(desk, asked) {
    const { title, drawn, left, clicked = () => {}, pressed = () => false, moved = () => desk.sheet.sketch(this.frame.svg) } = asked;
    this.desk = desk;
    this.opened = ({ detail }) => detail.again || left();
    desk.addEventListener("open", this.opened);
    this.frame = new Frame(desk);
    this.moved = moved;
    this.drawn = drawn;
    this.clicked = clicked;
    this.pressed = pressed;
    this.glass = document.createElement("div");
    this.glass.className = "glass";
    this.glass.tabIndex = 0;
    this.glass.setAttribute("aria-label", title);
    this.glass.innerHTML = `<div class="rubber" hidden></div>`;
    this.rubber = this.glass.querySelector(".rubber");
    this.panel = document.createElement("div"); // in the bar, where it hides nothing
    this.panel.className = "drawing";
    for (const kind of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) {
      this.glass.addEventListener(kind, (event) => this._moved(event));
    }
    this.glass.addEventListener("wheel", (event) => this._wheeled(event), { passive: false });
    for (const part of [this.glass, this.panel]) part.addEventListener("keydown", (event) => this._key(event));
    desk.element.querySelector(".bar .grow").before(this.panel);
    desk.element.querySelector(".sheet").append(this.glass);
    desk.report(title);
    this.focus();
  }

  focus() {
    this.glass.focus({ preventScroll: true });
  }

  /** Draw the box in which the frame stands; tells whether there was one. */
  put() {
    const box = this.frame.take();
    if (box) this.drawn(box);
    return Boolean(box);
  }

  /** Take it away; the line that had the focus has it again. */
  end() {
    this.desk.removeEventListener("open", this.opened);
    this.glass.remove();
    this.panel.remove();
    this.desk.sheet.sketch("");
    this.desk.report("");
    this.desk.go(this.desk.lines.current);
  }

  _moved(event) {
    if (event.type === "pointerdown" && event.button === 0) {
      this.from = event;
      this.glass.setPointerCapture(event.pointerId);
      this.focus();
    }
    if (!this.from) return;
    const small = Math.max(Math.abs(event.clientX - this.from.clientX), Math.abs(event.clientY - this.from.clientY)) < LEAST;
    this._show(small ? null : event);
    if (event.type !== "pointerup") {
      if (event.type === "pointercancel") this._over();
      return;
    }
    const [one, other] = [this.desk.sheet.place(this.from), this.desk.sheet.place(event)];
    this._over();
    if (small) this.clicked(other);
    else this._give(one, other);
  }

  _over() {
    this.from = null;
    this.rubber.hidden = true;
  }

  /** A box between two corners, as far as it lies on the page. */
  _give(one, other) {
    const { width, height } = this.desk.view;
    const held = ([x, y]) => [Math.min(width, Math.max(0, x)), Math.min(height, Math.max(0, y))];
    const [[x1, y1], [x2, y2]] = [held(one), held(other)];
    const box = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)];
    if (box[2] > box[0] && box[3] > box[1]) this.drawn(box);
  }

  _show(to) {
    this.rubber.hidden = !to;
    if (!to) return;
    const frame = this.glass.getBoundingClientRect();
    const [left, top] = [Math.min(this.from.clientX, to.clientX), Math.min(this.from.clientY, to.clientY)];
    Object.assign(this.rubber.style, {
      left: `${left - frame.left}px`,
      top: `${top - frame.top}px`,
      width: `${Math.abs(to.clientX - this.from.clientX)}px`,
      height: `${Math.abs(to.clientY - this.from.clientY)}px`,
    });
  }

  _wheeled(event) {
    event.preventDefault();
    this.desk.sheet.zoom(event.deltaY < 0 ? WHEEL : 1 / WHEEL, event);
  }

  /** Keys are the drawing's; those of the scan, which have Alt, go on to the desk. */
  _key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this._framed(event) || this.pressed(event)) event.preventDefault();
    else if (event.altKey || event.target.tagName === "INPUT") return;
    // The browser would take back what was typed in a line, and put the focus there.
    else if ((event.ctrlKey || event.metaKey) && /^[zy]$/i.test(event.key)) event.preventDefault();
    event.stopPropagation();
  }

  /** Arrow keys place the frame, the space bar draws its box. */
  _framed(event) {
    if (event.altKey || event.target.tagName === "INPUT") return false;
    if (event.key === " ") return this.put();
    if (!this.frame.steer(event)) return false;
    this.moved();
    return true;
  }
}

/** Ask for one box; resolves to it, null when it was given up. */
export function askBox(desk, title) {
  return new Promise((resolve) => {
    const done = (box) => {
      glass.end();
      resolve(box);
    };
    const pressed = ({ key }) => (key === "Escape" ? (done(null), true) : key === "Enter" && glass.put());
    const glass = new Glass(desk, { title, drawn: done, left: () => done(null), pressed });
  });
}

/** Let a missed line be drawn, and the caret stand in it. */
export function drawLine(desk) {
  const act = async () => {
    const box = await askBox(desk, desk.say("structure.draw.line"));
    if (!box) return;
    const [left, top, right, bottom] = box;
    const polygon = [[left, top], [right, top], [right, bottom], [left, bottom]];
    const direction = desk.view.direction === "vertical" && bottom - top > right - left ? "vertical" : "horizontal";
    const line = newId("l");
    const [beside, place] = neighbour([...desk.lines.lines.values()], box, direction === "vertical");
    const value = JSON.stringify({ line, polygon, direction, place });
    await desk.structure.act([{ kind: "add", lines: beside ? [beside] : [], value }], line, [0, 0]);
  };
  desk.structure.add("Alt+A", "add", act);
}

/**
 * The line that a drawn one is read after, or before, as [id, "after"]: the next one above it in its column, else below
 * it; of columns that stand, the one on the right or left. [null, null]: the layout is to find its place.
 */
export function neighbour(lines, box, vertical) {
  // From where to where along the line, and which way the lines follow each other.
  const along = ([left, top, right, bottom]) => (vertical ? [top, bottom] : [left, right]);
  const middle = ([left, top, right, bottom]) => (vertical ? -(left + right) / 2 : (top + bottom) / 2);
  const thick = ([left, top, right, bottom]) => (vertical ? right - left : bottom - top);
  const [start, end] = along(box);
  const near = lines
    .filter((line) => line.vertical === vertical)
    .filter((line) => {
      const [from, to] = along(line.box);
      return Math.min(end, to) - Math.max(start, from) > SHARED * Math.min(end - start, to - from);
    })
    .map(({ id, box: other }) => ({ id, by: middle(box) - middle(other), reach: NEAR * Math.max(thick(box), thick(other)) }))
    .filter(({ by, reach }) => Math.abs(by) < reach)
    .sort((one, other) => Math.abs(one.by) - Math.abs(other.by));
  const above = near.find(({ by }) => by > 0);
  if (above) return [above.id, "after"];
  return near.length ? [near[0].id, "before"] : [null, null];
}
