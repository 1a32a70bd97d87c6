/**
 * What was found: pages with their lines and places, in order, with a tick for each place that is to be replaced.
 *
 * Places are {start, end, put, off} in code points of the line's text; `off` says that it is not to be replaced.
 */

import { stream } from "./api.js";
import { shift } from "./line.js";

export class Finds {
  constructor() {
    this.clear();
  }

  /** Forget everything, and end the search that is under way. */
  clear() {
    this.ended?.abort();
    this.pages = []; // {page, name, locked, lines: [{id, text, vertical, places, note}], problem}
    this.count = 0; // places
    this.step = null; // how far the search is: {done, of, more, end, problem}
  }

  /** Look for what is wanted; `tell` hears of every page and step. Throws Problem. */
  async look(wanted, tell) {
    this.clear();
    const ended = (this.ended = new AbortController());
    try {
      for await (const step of stream("find", wanted, ended.signal)) {
        if (ended.signal.aborted) return;
        this.step = step;
        if (step.page) this._take(step);
        tell(step);
      }
    } catch (error) {
      if (!ended.signal.aborted) throw error;
    }
  }

  /** End the search; what was found stays. */
  stop() {
    this.ended?.abort();
    if (this.step) this.step = { ...this.step, end: true };
  }

  /** All places in order: {page, line, place}, with the page and line that they are in. */
  get places() {
    return this.pages.flatMap((page) => page.lines.flatMap((line) => line.places.map((place) => ({ page, line, place }))));
  }

  /** The lines of a page that have something. */
  linesOf(page) {
    return this.pages.find((each) => each.page === page)?.lines || [];
  }

  /** A line was typed into: its places move with it, and those that were touched are gone. */
  typed(page, id, before, after) {
    const line = this.linesOf(page).find((each) => each.id === id);
    if (!line) return;
    const marks = line.places.map((place) => ({ ...place, offset: place.start, length: place.end - place.start }));
    line.places = shift(marks, before, after).map((mark) => ({ ...mark, start: mark.offset, end: mark.offset + mark.length }));
    line.text = after;
    this.count = this.places.length;
  }

  /** What a line becomes by its ticked places; null where none is. */
  static replaced(line) {
    const letters = [...line.text];
    const ticked = line.places.filter((place) => !place.off);
    if (!ticked.length) return null;
    for (const place of ticked.toReversed()) letters.splice(place.start, place.end - place.start, place.put);
    return letters.join("");
  }

  _take(step) {
    const lines = (step.lines || []).map((line) => ({ ...line, places: line.places.map((place) => ({ ...place })) }));
    this.pages.push({ page: step.page, name: step.name, locked: step.locked || false, lines, problem: step.problem || "" });
    this.count += lines.reduce((sum, line) => sum + line.places.length, 0);
  }
}
