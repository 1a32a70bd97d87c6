/** The scan with its lines, regions and reading order drawn over it, in OpenSeadragon. */

import { BASE } from "./api.js";

export const ZOOM = 1.4; // of a press of a key or button
const SVG = "http://www.w3.org/2000/svg";
const AGAIN = 3000; // milliseconds until a picture is asked for again that nobody gave
const BEYOND = 0.5; // of what is seen, on every side: as far as the drawing reaches, see `.overlay`
const GROWN = 1.5; // from which zoom on the drawing is made anew while the picture still moves
const SETTLED = 150; // milliseconds after which the picture stands
const MARGIN = 0.15; // of what is seen: a line nearer to the edge is brought further in

export class Sheet extends EventTarget {
  /** `place` is the element to fill. */
  constructor(place) {
    super();
    this.viewer = OpenSeadragon({
      element: place,
      showNavigationControl: false,
      showNavigator: true,
      navigatorSizeRatio: 0.16,
      animationTime: 0.2,
      springStiffness: 12,
      maxZoomPixelRatio: 4,
      visibilityRatio: 0.3,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: false },
      keyboardNavEnabled: false,
      drawer: "canvas",
      imageSmoothingEnabled: true,
    });
    this.overlay = document.createElementNS(SVG, "svg");
    this.overlay.setAttribute("class", "overlay");
    this.overlay.setAttribute("aria-hidden", "true");
    this.overlay.innerHTML = '<g><g class="regions"></g><g class="lines"></g><g class="order"></g><g class="drawn"></g></g>';
    this.viewer.canvas.append(this.overlay);
    for (const happens of ["update-viewport", "open", "resize"]) this.viewer.addHandler(happens, () => this._follow());
    // Before somebody zooms, the whole page stays in sight, whatever room there is for it.
    for (const happens of ["canvas-scroll", "canvas-pinch"]) this.viewer.addHandler(happens, () => (this.whole = false));
    this.viewer.addHandler("resize", () => this.whole && requestAnimationFrame(() => this.viewer.viewport.goHome(true)));
    this.viewer.addHandler("open-failed", () => {
      clearTimeout(this.again);
      this.again = setTimeout(() => this.view && this.viewer.open(this._source(this.view)), AGAIN);
    });
    this.viewer.addHandler("canvas-click", (event) => this._clicked(event));
  }

  /** Show a page: its picture, and over it what stands where. */
  show(view) {
    this.view = view;
    this.boxes = new Map();
    this.whole = true;
    this.laid = null; // where and how large the drawing was made
    this.viewer.open(this._source(view));
    this.draw(view);
  }

  /** Give up the picture, which may still load; `show` brings it back. */
  pause() {
    this.viewer.close();
  }

  /** Draw lines, regions and order anew. */
  draw(view) {
    this.view = view;
    const lines = view.items.flatMap((item) => item.paragraphs.flatMap((paragraph) => paragraph.lines));
    this.boxes = new Map(lines.map((line) => [line.id, line.box]));
    this._layer("lines").innerHTML = `<path d="${lines.map(({ box }) => outline(box)).join("")}"/>`; // one shape is quick to move
    this._layer("regions").innerHTML = view.regions.map(numbered).join("");
    this._layer("order").innerHTML = path(view.regions.filter((region) => region.item !== null));
    this._follow();
  }

  /** Draw something over all else, as SVG in pixels of the page. */
  sketch(svg) {
    this._layer("drawn").innerHTML = svg;
  }

  /** Let the regions of an article stand out. */
  choose(item) {
    for (const rect of this._layer("regions").querySelectorAll("rect")) {
      rect.classList.toggle("chosen", item !== null && rect.dataset.item === item);
    }
  }

  /** Show which line is worked on, and bring it into sight where it is not. */
  follow(id) {
    this._layer("lines").querySelector(".current")?.remove();
    const box = this.boxes.get(id);
    if (!box) return;
    this._layer("lines").insertAdjacentHTML("beforeend", rectangle(box, `class="current" data-line="${id}"`));
    this.reveal(box);
  }

  /** Bring a box of the page into sight, without turning the zoom. */
  reveal([left, top, right, bottom]) {
    const image = this.viewer.world.getItemAt(0);
    if (!image) return;
    const { viewport } = this.viewer;
    const wanted = image.imageToViewportRectangle(left, top, right - left, bottom - top);
    const seen = viewport.getBounds();
    const inner = [seen.x + seen.width * MARGIN, seen.y + seen.height * MARGIN, seen.width * (1 - 2 * MARGIN), seen.height * (1 - 2 * MARGIN)];
    const page = viewport.getHomeBounds();
    const x = within(shiftInto(wanted.x, wanted.width, inner[0], inner[2]), seen.x, seen.width, page.x, page.width);
    const y = within(shiftInto(wanted.y, wanted.height, inner[1], inner[3]), seen.y, seen.height, page.y, page.height);
    if (x || y) viewport.panBy(new OpenSeadragon.Point(x, y));
  }

  /** Zoom in or out by a factor, about the place of a mouse event or the middle. */
  zoom(factor, event = null) {
    const { viewport } = this.viewer;
    this.whole = false;
    const frame = this.viewer.canvas.getBoundingClientRect();
    const about = event && new OpenSeadragon.Point(event.clientX - frame.left, event.clientY - frame.top);
    viewport.zoomBy(factor, about && viewport.pointFromPixel(about));
    this.viewer.viewport.applyConstraints();
  }

  /** The whole page. */
  fit() {
    this.whole = true;
    this.viewer.viewport.goHome();
  }

  /** As wide as the column of a line, with a little around it. */
  fitLine(id) {
    const image = this.viewer.world.getItemAt(0);
    const box = this.boxes.get(id);
    if (!image || !box) return;
    const [left, top, right, bottom] = box;
    const room = (right - left) * 0.2;
    const height = Math.max(bottom - top, (right - left) * 0.6);
    const wanted = image.imageToViewportRectangle(left - room, (top + bottom - height) / 2, right - left + 2 * room, height);
    this.whole = false;
    this.viewer.viewport.fitBounds(wanted);
  }

  /** The place on the page, in pixels of its image, of a mouse or touch event. */
  place(event) {
    const frame = this.viewer.canvas.getBoundingClientRect();
    const point = new OpenSeadragon.Point(event.clientX - frame.left, event.clientY - frame.top);
    const { x, y } = this.viewer.world.getItemAt(0).viewerElementToImageCoordinates(point);
    return [Math.round(x), Math.round(y)];
  }

  _source(view) {
    return `${BASE}tiles/${view.id}.dzi`;
  }

  _layer(name) {
    return this.overlay.querySelector(`g.${name}`);
  }

  _follow() {
    const image = this.viewer.world.getItemAt(0);
    if (!image || !this.view) return;
    const zero = this.viewer.viewport.pixelFromPoint(image.imageToViewportCoordinates(0, 0), true);
    const zoom = this.viewer.viewport.viewportToImageZoom(this.viewer.viewport.getZoom(true));
    const shown = this.view.width / image.getContentSize().x; // the picture may be smaller than the page
    this._lay(zero, zoom / shown);
  }

  /** Lay the drawing so that the page's corner is at `zero`: moved as it is while the picture moves, then drawn anew. */
  _lay(zero, scale) {
    const { overlay, laid } = this;
    const grown = laid && scale / laid.scale;
    clearTimeout(this.settling);
    if (laid && this._moves(zero, laid) && grown < GROWN && grown > 1 / GROWN) {
      overlay.style.transform = `translate(${zero.x - laid.zero.x * grown}px,${zero.y - laid.zero.y * grown}px) scale(${grown})`;
      this.settling = setTimeout(() => this._draw(zero, scale), SETTLED);
    } else this._draw(zero, scale);
  }

  _moves(zero, laid) {
    const { clientWidth, clientHeight } = this.viewer.canvas;
    const [x, y] = [Math.abs(zero.x - laid.zero.x), Math.abs(zero.y - laid.zero.y)];
    return (x || y) && x < clientWidth * BEYOND && y < clientHeight * BEYOND;
  }

  _draw(zero, scale) {
    this.laid = { zero, scale };
    this.overlay.style.transform = "";
    const { clientWidth, clientHeight } = this.viewer.canvas;
    const corner = [zero.x + clientWidth * BEYOND, zero.y + clientHeight * BEYOND];
    this.overlay.firstChild.setAttribute("transform", `translate(${corner}) scale(${scale})`);
    this.overlay.style.setProperty("--hair", `${1 / scale}px`);
  }

  _clicked(event) {
    if (!event.quick || !this.view || !this.viewer.world.getItemAt(0)) return; // a page is being turned
    const [x, y] = this.place(event.originalEvent);
    if (!this.dispatchEvent(new CustomEvent("place", { detail: { x, y }, cancelable: true }))) return;
    for (const [id, [left, top, right, bottom]] of this.boxes) {
      if (x >= left && x < right && y >= top && y < bottom) {
        this.dispatchEvent(new CustomEvent("line", { detail: { id } }));
        return;
      }
    }
    const region = this.view.regions.find(({ box: [left, top, right, bottom] }) => x >= left && x < right && y >= top && y < bottom);
    if (region) this.dispatchEvent(new CustomEvent("region", { detail: { id: region.id } }));
  }
}

/** A region with its number in the reading order. */
function numbered({ box, role, item }, n) {
  const [left, top] = box;
  return `${rectangle(box, `class="${role}" data-item="${item || ""}"`)}<text x="${left}" y="${top}" dx="-.2em" dy="1em" text-anchor="end">${n + 1}</text>`;
}

function outline([left, top, right, bottom]) {
  return `M${left} ${top}H${right}V${bottom}H${left}Z`;
}

function rectangle([left, top, right, bottom], attributes) {
  return `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" ${attributes}/>`;
}

/** The reading order: a line from region to region. */
function path(regions) {
  const points = regions.map(({ box: [left, top, right, bottom] }) => `${(left + right) / 2},${(top + bottom) / 2}`);
  return points.length > 1 ? `<polyline points="${points.join(" ")}"/>` : "";
}

/** By how much to move what is seen so that a stretch lies in it; its beginning where it is too long. */
function shiftInto(start, length, from, room) {
  if (start < from || length > room) return start - from;
  return Math.max(0, start + length - from - room);
}

/** So much of a move as leaves no room beside the page, where what is seen is smaller than the page with its room. */
function within(by, start, length, from, room) {
  const most = Math.max(from, from + room - length);
  return by && Math.min(Math.max(start + by, from), most) - start;
}
