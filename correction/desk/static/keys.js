/** Keys: a table of what they do, asked by area, and listed for people by `?`. */

export class Keys {
  constructor(root) {
    this.table = []; // {combo, name, act}
    root.addEventListener("keydown", (event) => this._pressed(event));
  }

  /**
   * Let a key do something: `combo` is as "Ctrl+Shift+M" or "Enter", `name` the key of its description in the words.
   * `act` gets the event, and gives false when the key is to do what it would do anyway. The last one added goes first.
   */
  add(combo, name, act) {
    this.table.unshift({ combo, name, act });
  }

  /** The keys that have a description, as [combo, name], in the order in which they were added. */
  get list() {
    return this.table.filter((each) => each.name).map(({ combo, name }) => [combo, name]).reverse();
  }

  _pressed(event) {
    // While an input method composes, all keys are its own.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.target.closest("dialog")) return; // which has keys of its own, as Enter that sends its form
    const combo = combination(event);
    if ((combo === "Enter" || combo === "Space") && event.target.closest("button, a, summary")) return; // which they press
    for (const each of this.table) {
      if (each.combo === combo && each.act(event) !== false) {
        event.preventDefault();
        event.stopPropagation();
        return;
      }
    }
  }
}

function combination(event) {
  const held = [];
  if (event.ctrlKey || event.metaKey) held.push("Ctrl");
  if (event.altKey) held.push("Alt");
  // Where Alt makes other characters, or begins one, the key's own counts.
  const plain = event.altKey && (event.key > "~" || event.key === "Dead") && /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  const key = plain || (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  // Shift is part of the character that it gives, but for letters and named keys.
  if (event.shiftKey && (plain || event.key.length > 1 || /\p{L}/u.test(event.key))) held.push("Shift");
  return [...held, key === " " ? "Space" : key].join("+");
}
