/** Replacing what is ticked, a stretch of pages at a time, all as one act: one undo takes it back. */

import { insist } from "./api.js";
import { author } from "./author.js";
import { Finds } from "./finds.js";
import { newId } from "./ids.js";

const AT_ONCE = 400; // lines that are sent together
const PAGES_AT_ONCE = 20; // likewise: the person is told after each lot, and may stop there
const PATIENCE = 120000; // milliseconds

/**
 * Replace on all pages of `finds` that are not locked; `tell` hears how many pages are done of how many, and gives
 * false to stop. Resolves to {lines, places, pages, left: [{page, text, why, author}]}.
 */
export async function replaceAll(finds, tell) {
  const asked = finds.pages.filter((page) => !page.locked).map(changes).filter((page) => page.made.length);
  const batch = newId(asked.length > 1 ? "bx" : "b");
  const told = { lines: new Map(), places: 0, pages: 0, left: [] };
  for (const page of finds.pages.filter((each) => each.locked)) told.left.push({ page: page.page, why: "locked" });
  let done = 0;
  for (const some of stretches(asked)) {
    const pages = some.map(({ page, made }) => ({ page, made: made.map((each) => ({ ...each, batch })) }));
    const became = await insist("replace", { author: author(), pages }, PATIENCE);
    became.forEach((each, n) => take(told, each, some[n]));
    done += some.length;
    if (tell(done, asked.length) === false) break;
  }
  return told;
}

/** The decisions on a page: one for each line that has a ticked place. */
function changes(page) {
  const made = [];
  for (const line of page.lines) {
    const value = Finds.replaced(line);
    if (value === null || value === line.text) continue;
    made.push({ id: newId("d"), kind: "text", lines: [line.id], value, seen: [line.text] });
  }
  return { page: page.page, made, found: page };
}

function* stretches(pages) {
  let some = [];
  let lines = 0;
  for (const page of pages) {
    some.push(page);
    lines += page.made.length;
    if (lines < AT_ONCE && some.length < PAGES_AT_ONCE) continue;
    yield some;
    some = [];
    lines = 0;
  }
  if (some.length) yield some;
}

function take(told, became, { page, made, found }) {
  if (became.problem) {
    told.left.push({ page, why: became.problem });
    return;
  }
  const kept = new Set(became.kept || []);
  if (kept.size) told.pages++;
  for (const each of made.filter(({ id }) => kept.has(id))) {
    const line = found.lines.find(({ id }) => id === each.lines[0]);
    told.places += line.places.filter((place) => !place.off).length;
    told.lines.set(line.id, { page, text: each.value });
  }
  for (const each of became.conflicts || []) told.left.push({ page, why: "changed", text: each.text, author: each.author });
}
