/** Marks what was found in the text of the page, over the other marks and without touching them. */

import { units } from "./letters.js";

export class Marker {
  /** Without the browser's highlights nothing is marked; the list still shows all. */
  constructor(desk, finds) {
    this.desk = desk;
    this.finds = finds;
    this.here = null;
    // The words under a field are written anew whenever marks change.
    new MutationObserver(() => this._later()).observe(desk.lines.pane, { childList: true, subtree: true });
  }

  /** Mark all places of the page; `here` is the one that the person is at. */
  show(here = this.here) {
    this.here = here;
    if (!globalThis.CSS?.highlights) return;
    const all = new Highlight();
    const one = new Highlight();
    for (const line of this.finds.linesOf(this.desk.view?.id)) {
      const mirror = this.desk.lines.lines.get(line.id)?.mirror;
      if (!mirror || this.desk.lines.lines.get(line.id).text !== line.text) continue;
      for (const place of line.places) {
        const range = stretch(mirror, units(line.text, place.start), units(line.text, place.end));
        if (range) (place === here ? one : all).add(range);
      }
    }
    CSS.highlights.set("galley-found", all);
    CSS.highlights.set("galley-here", one);
  }

  _later() {
    if (this.waits || !this.finds.pages.length) return;
    this.waits = true;
    requestAnimationFrame(() => {
      this.waits = false;
      this.show();
    });
  }
}

/** A range of characters of an element, over the elements within. */
function stretch(element, start, end) {
  const range = document.createRange();
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = 0;
  let begun = false;
  for (let node = nodes.nextNode(); node; at += node.length, node = nodes.nextNode()) {
    if (!begun && start < at + node.length) {
      range.setStart(node, start - at);
      begun = true;
    }
    if (begun && end <= at + node.length) {
      range.setEnd(node, end - at);
      return range;
    }
  }
  return null;
}
