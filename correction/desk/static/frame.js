/** A box on the scan that is placed by arrow keys, for those who draw without a mouse. */

const STEP = 0.25; // of a line's thickness: how far an arrow key goes
const FAR = 8; // times as far with Ctrl
const LEAST = 4; // pixels of the page: no side is shorter
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Frame {
  constructor(desk) {
    this.desk = desk;
    this.box = null; // in pixels of the page
    this.shown = false;
  }

  /** Move the frame by an arrow key, with Shift its right and lower side; the first one shows it. Tells whether it was one. */
  steer({ key, shiftKey, ctrlKey, metaKey }) {
    const way = ARROWS[key];
    if (!way) return false;
    if (this.shown) this._go(way.map((by) => by * this._step * (ctrlKey || metaKey ? FAR : 1)), shiftKey);
    else this.box ??= this._first();
    this.shown = true;
    this.desk.sheet.reveal(this.box);
    return true;
  }

  /** The box as it stands, which is hidden then until the next arrow key; null where there is none. */
  take() {
    const box = this.shown ? this.box : null;
    this.shown = false;
    return box;
  }

  /** As SVG in pixels of the page. */
  get svg() {
    if (!this.shown) return "";
    const [left, top, right, bottom] = this.box;
    return `<rect class="frame" x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/>`;
  }

  get _line() {
    const { lines } = this.desk;
    return lines.lines.get(lines.current || lines.order[0]);
  }

  get _step() {
    return Math.max(1, Math.round(STEP * thickness(this._line)));
  }

  /** Behind the line at hand, as large as that: there a line was missed most often. */
  _first() {
    const { width, height } = this.desk.view;
    const line = this._line;
    if (!line) return [width / 3, height / 3, (2 * width) / 3, height / 3 + height / 50].map(Math.round);
    const by = thickness(line);
    this.box = line.box;
    this._go(line.vertical ? [-by, 0] : [0, by], false);
    return this.box;
  }

  _go([x, y], size) {
    const { width, height } = this.desk.view;
    const [left, top, right, bottom] = this.box;
    if (size) {
      const held = (from, to, most) => Math.min(most, Math.max(from + LEAST, to));
      this.box = [left, top, held(left, right + x, width), held(top, bottom + y, height)];
      return;
    }
    const [across, down] = [Math.min(width - right, Math.max(-left, x)), Math.min(height - bottom, Math.max(-top, y))];
    this.box = [left + across, top + down, right + across, bottom + down];
  }
}

function thickness(line) {
  if (!line) return FAR;
  const [left, top, right, bottom] = line.box;
  return line.vertical ? right - left : bottom - top;
}
