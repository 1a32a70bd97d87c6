/**
 * The scan as one picture, where OpenSeadragon was not installed: dragged, zoomed by the wheel, without deep zoom.
 *
 * It has as much of OpenSeadragon's viewer as `sheet.js` uses. What there are a viewport's coordinates are here pixels of
 * the page.
 */

import { BASE } from "./api.js";

const WHEEL = 1.2; // zoom of a notch of the wheel
const LARGEST = 4; // pixels of the screen for one of the page
const KEPT = 0.3; // of the view that the page always lies in
const STILL = 5; // pixels of the screen: less is a click
const QUICK = 300; // milliseconds that a click takes at most

class Point {
  constructor(x, y) {
    Object.assign(this, { x, y });
  }
}

/** As `OpenSeadragon`. */
export function plainViewer({ element }) {
  return new PlainViewer(element);
}
plainViewer.Point = Point;

class PlainViewer {
  constructor(element) {
    this.handlers = new Map(); // event → functions
    this.size = null; // of the page; null until its picture is there
    Object.assign(this, { x: 0, y: 0, scale: 1 }); // where the page's corner is in the view, and how large a pixel
    this.canvas = document.createElement("div");
    this.canvas.className = "plain-scan";
    this.image = new Image();
    Object.assign(this.image, { alt: "", draggable: false });
    this.canvas.append(this.image);
    element.append(this.canvas);
    this.viewport = this;
    this.world = { getItemAt: () => this.size && this };
    this.image.addEventListener("load", () => this._loaded());
    this.image.addEventListener("error", () => this._tell("open-failed"));
    new ResizeObserver(() => this.size && this._show("resize")).observe(this.canvas);
    this.canvas.addEventListener("wheel", (event) => this._wheeled(event), { passive: false });
    this.canvas.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the text
    for (const kind of ["pointerdown", "pointermove", "pointerup", "pointercancel"]) this.canvas.addEventListener(kind, (event) => this._moved(event));
  }

  addHandler(name, act) {
    this.handlers.set(name, [...(this.handlers.get(name) || []), act]);
  }

  /** Show the page whose deep zoom has that address. */
  async open(address) {
    this.close();
    this.address = address;
    try {
      const answer = await fetch(address);
      const [, width, height] = /Width="(\d+)" Height="(\d+)"/.exec(await answer.text());
      if (this.address !== address) return;
      this.wanted = new Point(Number(width), Number(height));
      this.image.src = `${BASE}pages/${/([^/]+)\.dzi/.exec(address)[1]}/part.jpg?box=0,0,${width},${height}`;
    } catch {
      if (this.address === address) this._tell("open-failed");
    }
  }

  close() {
    this.address = this.size = null;
    this.image.removeAttribute("src");
  }

  // The page as an item of the world.

  getContentSize() {
    return this.size;
  }

  imageToViewportCoordinates(x, y) {
    return new Point(x, y);
  }

  imageToViewportRectangle(x, y, width, height) {
    return { x, y, width, height };
  }

  viewerElementToImageCoordinates({ x, y }) {
    return new Point((x - this.x) / this.scale, (y - this.y) / this.scale);
  }

  imageToViewerElementCoordinates({ x, y }) {
    return new Point(x * this.scale + this.x, y * this.scale + this.y);
  }

  // The viewport.

  getBounds() {
    const { clientWidth, clientHeight } = this.canvas;
    return { x: -this.x / this.scale, y: -this.y / this.scale, width: clientWidth / this.scale, height: clientHeight / this.scale };
  }

  /** What is seen where the whole page is. */
  getHomeBounds() {
    const [width, height] = [this.canvas.clientWidth / this._home, this.canvas.clientHeight / this._home];
    return { x: (this.size.x - width) / 2, y: (this.size.y - height) / 2, width, height };
  }

  getZoom() {
    return this.scale;
  }

  viewportToImageZoom(zoom) {
    return zoom;
  }

  pixelFromPoint(point) {
    return this.imageToViewerElementCoordinates(point);
  }

  pointFromPixel(pixel) {
    return this.viewerElementToImageCoordinates(pixel);
  }

  panBy({ x, y }) {
    this._set(this.x - x * this.scale, this.y - y * this.scale, this.scale);
  }

  zoomBy(factor, place) {
    if (!this.size) return;
    const about = place || this._middle;
    const scale = Math.min(LARGEST, Math.max(0.8 * this._home, this.scale * factor));
    const at = this.pixelFromPoint(about);
    this._set(at.x - about.x * scale, at.y - about.y * scale, scale);
  }

  applyConstraints() {}

  goHome() {
    if (this.size) this.fitBounds({ x: 0, y: 0, width: this.size.x, height: this.size.y });
  }

  fitBounds({ x, y, width, height }) {
    const { clientWidth, clientHeight } = this.canvas;
    const scale = Math.min(LARGEST, clientWidth / width, clientHeight / height);
    this._set((clientWidth - width * scale) / 2 - x * scale, (clientHeight - height * scale) / 2 - y * scale, scale);
  }

  get _middle() {
    return this.pointFromPixel(new Point(this.canvas.clientWidth / 2, this.canvas.clientHeight / 2));
  }

  get _home() {
    return Math.min(this.canvas.clientWidth / this.size.x, this.canvas.clientHeight / this.size.y);
  }

  _loaded() {
    this.size = this.wanted;
    this.goHome();
    this._tell("open");
  }

  /** Put the page somewhere, as long as enough of it is in the view. */
  _set(x, y, scale) {
    const { clientWidth, clientHeight } = this.canvas;
    const held = (at, room, length) => Math.min(room * (1 - KEPT), Math.max(room * KEPT - length, at));
    this.scale = scale;
    this.x = held(x, clientWidth, this.size.x * scale);
    this.y = held(y, clientHeight, this.size.y * scale);
    this._show("update-viewport");
  }

  _show(what) {
    Object.assign(this.image.style, { width: `${this.size.x}px`, height: `${this.size.y}px` });
    this.image.style.transform = `translate(${this.x}px,${this.y}px) scale(${this.scale})`;
    this._tell(what);
  }

  _tell(name, event = {}) {
    for (const act of this.handlers.get(name) || []) act(event);
  }

  _wheeled(event) {
    event.preventDefault();
    if (!this.size) return;
    const frame = this.canvas.getBoundingClientRect();
    const at = new Point(event.clientX - frame.left, event.clientY - frame.top);
    this._tell("canvas-scroll");
    this.zoomBy(event.deltaY < 0 ? WHEEL : 1 / WHEEL, this.pointFromPixel(at));
  }

  _moved(event) {
    if (event.type === "pointerdown" && event.button === 0 && this.size) {
      this.from = { event, x: this.x, y: this.y };
      this.canvas.setPointerCapture(event.pointerId);
    }
    if (event.type === "pointercancel") this.from = null;
    if (!this.from) return;
    const by = [event.clientX - this.from.event.clientX, event.clientY - this.from.event.clientY];
    const click = Math.hypot(...by) < STILL;
    if (!click) this._set(this.from.x + by[0], this.from.y + by[1], this.scale);
    if (event.type !== "pointerup") return;
    const quick = click && event.timeStamp - this.from.event.timeStamp < QUICK;
    this.from = null;
    this._tell("canvas-click", { quick, originalEvent: event });
  }
}
