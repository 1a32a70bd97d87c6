/**
 * Characters that the keyboard lacks, in a grid at the caret: chosen by arrows, by a name's letters, by code point.
 *
 * What is chosen goes to the caret, or over what is selected, as one step of the browser's undo.
 */

import { get } from "./api.js";
import { groups, name, search } from "./characters.js";
import { escape, units } from "./letters.js";
import { kept } from "./storage.js";

const LATELY = "galley:characters";
const KEPT = 12; // characters that were lately used

export class Palette {
  constructor(desk) {
    this.desk = desk;
    this.own = [];
    get("characters").then(({ own }) => (this.own = own)).catch((error) => console.warn(error.message));
    desk.keys.add("F2", "palette.key.open", () => this.open());
    desk.keys.add("Ctrl+J", "palette.key.open", () => this.open());
  }

  /** Show the grid at the caret of the current line. */
  open() {
    const { lines } = this.desk;
    if (!lines.current) return false;
    if (this.desk.structure.locked()) return true;
    const place = { id: lines.current, selection: lines.selection };
    this.dialog = this._dialog(place);
    this.desk.element.append(this.dialog);
    this._fill("");
    this.dialog.showModal();
    this._stand(lines.lines.get(place.id));
    return true;
  }

  _dialog(place) {
    const { desk } = this;
    const dialog = document.createElement("dialog");
    dialog.className = "galley-palette";
    dialog.setAttribute("aria-label", desk.say("palette.title"));
    dialog.innerHTML =
      `<input type="text" role="combobox" aria-expanded="true" aria-controls="galley-characters" autocomplete="off" spellcheck="false"` +
      ` aria-label="${escape(desk.say("palette.search"))}" placeholder="${escape(desk.say("palette.search"))}">` +
      '<div id="galley-characters" role="listbox"></div><p class="name" aria-live="polite"></p>';
    dialog.querySelector("[role=listbox]").setAttribute("aria-label", desk.say("palette.title"));
    dialog.addEventListener("keydown", (event) => this._pressed(event, place));
    dialog.addEventListener("input", (event) => this._fill(event.target.value));
    dialog.addEventListener("click", (event) => {
      const chosen = event.target.closest("[role=option]");
      if (chosen) this._insert(chosen.dataset.character, place);
      else if (event.target === dialog) dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (document.activeElement === document.body) desk.lines.focus(place.id, ...place.selection);
    });
    return dialog;
  }

  _fill(query) {
    const { desk, own } = this;
    const script = desk.view.language.startsWith("zh") ? "han" : desk.view.script;
    const shown = query.trim() ? [["found", search(query, own)]] : groups(script, own, lately());
    let n = 0;
    const option = (each) => `<span role="option" id="galley-character-${n++}" aria-selected="false" data-character="${escape(each)}" title="${escape(this._name(each))}">${/\s/.test(each) ? "␣" : escape(each)}</span>`;
    const group = ([key, characters]) =>
      `<div role="group" aria-label="${escape(desk.say(`palette.group.${key}`))}">${characters.map(option).join("")}</div>`;
    const list = this.dialog.querySelector("[role=listbox]");
    list.innerHTML = shown.map(group).join("");
    this._choose(list.querySelector("[role=option]"));
    if (!n) this.dialog.querySelector(".name").textContent = desk.say("palette.nothing");
  }

  _name(character) {
    return name(character, this.desk.props.language === "zh");
  }

  _choose(option) {
    if (!option) return;
    this.dialog.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.dialog.querySelector("input").setAttribute("aria-activedescendant", option.id);
    this.dialog.querySelector(".name").textContent = this._name(option.dataset.character);
  }

  _pressed(event, place) {
    event.stopPropagation(); // no key of the desk meanwhile
    if (event.isComposing || event.keyCode === 229) return;
    const chosen = this.dialog.querySelector("[aria-selected=true]");
    const options = [...this.dialog.querySelectorAll("[role=option]")];
    const at = options.indexOf(chosen);
    const to = {
      ArrowRight: () => options[at + 1],
      ArrowLeft: () => options[at - 1],
      ArrowDown: () => row(options, chosen, 1),
      ArrowUp: () => row(options, chosen, -1),
    };
    if (event.key === "F2") this.dialog.close();
    else if (event.key === "Enter" && chosen) this._insert(chosen.dataset.character, place);
    else if (to[event.key]) this._choose(to[event.key]());
    else if (event.key !== "Enter") return;
    event.preventDefault();
  }

  _insert(character, { id, selection }) {
    this.dialog.close();
    this.desk.lines.type(id, character, ...selection);
    kept.set(LATELY, JSON.stringify([character, ...lately().filter((each) => each !== character)].slice(0, KEPT)));
  }

  /** Place the grid beside the caret, inside of the window. */
  _stand(line) {
    const caret = caretBox(line.mirror, units(line.text, this.desk.lines.selection[1]));
    const { width, height } = this.dialog.getBoundingClientRect();
    const below = caret.bottom + 6 + height <= innerHeight;
    this.dialog.style.left = `${Math.max(4, Math.min(caret.left, innerWidth - width - 4))}px`;
    this.dialog.style.top = `${Math.max(4, below ? caret.bottom + 6 : caret.top - height - 6)}px`;
  }
}

/** The option over or under another, nearest to it. */
function row(options, from, step) {
  const at = from.getBoundingClientRect();
  const beyond = options.map((option) => [option, option.getBoundingClientRect()]).filter(([, box]) => (box.top - at.top) * step > 2);
  const away = ([, box]) => Math.abs(box.top - at.top) * 1000 + Math.abs(box.left - at.left);
  return beyond.sort((one, other) => away(one) - away(other))[0]?.[0];
}

/** Where a place of a text stands on the screen; a mirror shows the text as its field does. */
function caretBox(mirror, unit) {
  const walker = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT);
  let left = unit;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left > node.length) {
      left -= node.length;
      continue;
    }
    const range = document.createRange();
    range.setStart(node, left);
    range.setEnd(node, left);
    const box = range.getClientRects()[0];
    if (box) return box;
  }
  return mirror.getBoundingClientRect();
}

function lately() {
  return JSON.parse(kept.get(LATELY) || "[]");
}
