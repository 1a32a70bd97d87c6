/**
 * Paragraphs and articles: divided, merged, moved, told what they are; each act is one decision or one batch.
 *
 * `act` is how every part of the desk changes the shape of a page: what is typed goes first, a page that is accepted
 * is left alone, and the page is shown anew at the line that the person was at.
 */

import { newId } from "./ids.js";
import { choose } from "./menu.js";
import { linesOf, nameOf, whereIs } from "./whereabouts.js";

const ROLES = ["body", "headline", "kicker", "deck", "subhead", "inset", "credit", "caption", "jump", "furniture"];
export const TYPES = ["article", "advert", "notice", "obituary", "table", "serial", "picture"];
// What changes more than a line's text.
const SHAPE = new Set("role item type order join split regions region add drop cut fuse undo comment".split(" "));
const DRAWN = new Set([...SHAPE].filter((kind) => !["undo", "comment"].includes(kind)));
export const SAME = "="; // the item of the last line that a decision names

export class Structure {
  constructor(desk) {
    this.desk = desk;
    this.menu = []; // what a line's menu offers besides: {key, name, note, act}
    const add = (combo, name, act) => this.addAtLine(combo, name, act);
    add("Ctrl+D", "divide", () => this.divide());
    add("Ctrl+M", "merge", () => this.merge());
    add("Alt+N", "article.new", () => this.begin());
    add("Alt+M", "article.merge", () => this.mergeArticle());
    add("Alt+R", "role", () => this.askRole());
    add("Alt+T", "type", () => this.askType());
    add("Alt+I", "to.paragraph", () => this.askArticle((at) => linesOf(at.paragraph)));
    add("Alt+Shift+I", "to.line", () => this.askArticle(() => [desk.lines.current]));
    for (const [held, what] of [["Alt+Shift", "line"], ["Ctrl+Shift", "paragraph"], ["Ctrl+Alt+Shift", "article"]]) {
      add(`${held}+ArrowUp`, `up.${what}`, () => this.move(what, -1));
      add(`${held}+ArrowDown`, `down.${what}`, () => this.move(what, 1));
    }
    desk.addEventListener("news", ({ detail }) => this._heard(detail));
    desk.outbox.addEventListener("kept", ({ detail }) => this._kept(detail));
  }

  /** Let something be done to the page's shape by a key and by the menu at a line. */
  add(combo, name, act) {
    const { desk } = this;
    const able = () => desk.drawing || void desk.inTurn.begin(() => this.locked() || act()).catch((error) => desk.report(error.message));
    this.desk.keys.add(combo, `structure.${name}`, able);
    this.menu.push({ name: `structure.${name}`, note: combo, act: able });
  }

  /** The same of what is done at a line, so not on a page without any. */
  addAtLine(combo, name, act) {
    this.add(combo, name, () => this.desk.lines.current && act());
  }

  /** Decide on the page's shape, by one batch; `line` has the focus then. Tells whether it was done. */
  async act(made, line = this.desk.lines.current, selection = null) {
    if (this.locked()) return false;
    return this.desk.inTurn.take(() => this._act(made, line, selection));
  }

  async _act(made, line, selection) {
    const { desk } = this;
    const batch = made.length > 1 ? newId("b") : "";
    this.acting = true;
    const ids = await Promise.all(made.map((each) => desk.outbox.decide({ ...each, batch })));
    this.acting = false;
    if (desk.outbox.acts.some((act) => ids.includes(act.id))) return desk.report(desk.say("structure.later")), false;
    if (desk.outbox.state === "refused") return false;
    desk.report("");
    await desk.reload(line, selection);
    return true;
  }

  /** Whether nothing may be done since the page is accepted; says so. */
  locked() {
    const { states } = this.desk;
    if (states.locked) states.refuse();
    return states.locked;
  }

  /** Let a paragraph begin at the line. */
  divide() {
    const id = this.desk.lines.current;
    if (linesOf(this._here().paragraph)[0] === id) return this._say("first");
    return this.act([{ kind: "split", lines: [id] }]);
  }

  /** Let the paragraph go on from the one before it. */
  merge() {
    const { paragraph, paragraphs, p } = this._here();
    if (!p) return this._say("first.paragraph");
    const lines = linesOf(paragraph);
    const before = paragraphs[p - 1];
    const made = [{ kind: "join", lines: [lines[0]] }];
    if (before.role !== paragraph.role) made.unshift({ kind: "role", lines, value: before.role });
    return this.act(made);
  }

  /** Let an article begin at the line, with all that follows it in its own. */
  begin() {
    const { item, paragraph } = this._here();
    const id = this.desk.lines.current;
    if (!item.id) return this.act([{ kind: "item", lines: linesOf(paragraph), value: newId("i") }]);
    const lines = linesOf(item);
    if (lines[0] === id) return this._say("first.article");
    return this.act([{ kind: "item", lines: lines.slice(lines.indexOf(id)), value: newId("i") }]);
  }

  /** Put the article into the one before it. */
  mergeArticle() {
    const { item, items, n } = this._here();
    const before = items.slice(0, n).findLast((each) => each.id);
    if (!before || !item.id) return this._say("none.before");
    return this.act([{ kind: "item", lines: [...linesOf(item), linesOf(before).at(-1)], value: SAME }]);
  }

  async askRole() {
    const { desk } = this;
    const choices = ROLES.map((role, n) => ({ key: String(n), name: desk.say(`role.${role}`), value: role }));
    const role = await choose(desk, { title: desk.say("structure.role"), choices, at: this.place });
    if (role) this.act([{ kind: "role", lines: linesOf(this._here().paragraph), value: role }]);
  }

  async askType() {
    const { desk } = this;
    if (!this._here().item.id) return this._say("no.article");
    const choices = TYPES.map((type, n) => ({ key: String(n + 1), name: desk.say(`type.${type}`), value: type }));
    const type = await choose(desk, { title: desk.say("structure.type"), choices, at: this.place });
    if (type) this.act([{ kind: "type", lines: [linesOf(this._here().item)[0]], value: type }]);
    return undefined;
  }

  /** Ask for the article that lines go to; `which` gives them. */
  async askArticle(which) {
    const { desk } = this;
    const here = this._here();
    const others = desk.view.items.filter((item) => item.id && item !== here.item);
    const choices = others.map((item) => ({ name: nameOf(item), value: item }));
    choices.push({ name: `— ${desk.say("type.furniture")}`, value: "furniture" });
    choices.push({ name: `— ${desk.say("structure.to.new")}`, value: "new" });
    const to = await choose(desk, { title: desk.say("structure.to"), choices, at: this.place, search: true });
    if (!to) return;
    const lines = which(here);
    if (to === "furniture") await this.act([{ kind: "item", lines, value: null }]);
    else if (to === "new") await this.act([{ kind: "item", lines, value: newId("i") }]);
    else await this.act(goingTo(lines, linesOf(to).at(-1)));
  }

  /** Move the line, its paragraph or its article over the one before or behind it. */
  move(what, step) {
    const at = this._here();
    const [mine, beside] = this[`_${what}`](at, step);
    if (!beside) return this._say("end");
    const other = step < 0 ? [beside[0]] : [beside.at(-1)];
    const lines = step < 0 ? [...mine, ...other] : [...other, ...mine];
    return this.act([{ kind: "order", lines, value: step < 0 ? "before" : "after" }]);
  }

  _line({ item }, step) {
    const lines = linesOf(item);
    const id = this.desk.lines.current;
    const other = lines[lines.indexOf(id) + step];
    return [[id], other && [other]];
  }

  _paragraph({ paragraph, paragraphs, p }, step) {
    const other = paragraphs[p + step];
    return [linesOf(paragraph), other && linesOf(other)];
  }

  _article({ item, items, n }, step) {
    const others = step < 0 ? items.slice(0, n).reverse() : items.slice(n + 1);
    const other = item.id && others.find((each) => each.id);
    return [linesOf(item), other && linesOf(other)];
  }

  _here() {
    return whereIs(this.desk.view, this.desk.lines.current);
  }

  /** Where menus stand: under the line. */
  get place() {
    const { left, bottom } = this.desk.lines.lines.get(this.desk.lines.current).row.getBoundingClientRect();
    return { x: left, y: bottom };
  }

  _say(key) {
    this.desk.report(this.desk.say(`structure.${key}`));
  }

  /** What could not be done at once was done now, as the server is there again: the page is shown anew. */
  _kept({ sent, got }) {
    if (this.acting || !sent.some(({ id, kind }) => DRAWN.has(kind) && got.kept.includes(id))) return;
    this.desk.reload().catch((error) => this.desk.report(error.message));
  }

  /** Others have changed the page's shape: it is shown anew. */
  _heard({ decisions }) {
    const { desk } = this;
    if (!decisions.some(({ id, kind }) => SHAPE.has(kind) && !desk.outbox.own.has(id))) return;
    desk.reload().catch((error) => desk.report(error.message));
  }
}

/** The decisions by which lines go into the article of another line, behind it. */
function goingTo(lines, last) {
  return [
    { kind: "item", lines: [...lines, last], value: SAME },
    { kind: "order", lines: [last, ...lines], value: "after" },
  ];
}
