/** Where a line stands in a page's view: its paragraph and its article, and those around it. */

/** {item, items, n, paragraph, paragraphs, p} of a line; `items` are those of the page, `n` and `p` places in them. */
export function whereIs(view, id) {
  for (const [n, item] of view.items.entries()) {
    for (const [p, paragraph] of item.paragraphs.entries()) {
      if (paragraph.lines.some((line) => line.id === id)) {
        return { item, items: view.items, n, paragraph, paragraphs: item.paragraphs, p };
      }
    }
  }
  return null;
}

/** The ids of an item's lines, or of a paragraph's. */
export function linesOf(part) {
  const paragraphs = part.paragraphs || [part];
  return paragraphs.flatMap((paragraph) => paragraph.lines.map((line) => line.id));
}

/** What an article is called: its headline, else how it begins. */
export function nameOf(item) {
  const head = item.paragraphs.filter((paragraph) => paragraph.role === "headline");
  const lines = (head.length ? head : item.paragraphs).flatMap((paragraph) => paragraph.lines);
  return lines.slice(0, 3).map((line) => line.text).join(" ").slice(0, 70);
}
