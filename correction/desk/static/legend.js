/** What the marks in the text mean, at the foot of the desk, as far as the page has them. */

import { escape } from "./letters.js";

const SIGNS = [
  ["doubt unsure", "doubts.mark.unsure"],
  ["doubt differ", "doubts.mark.differ"],
  ["doubt odd", "doubts.mark.odd"],
  ["unclear", "marks.mark.unclear"],
  ["gap", "marks.mark.gap"],
  ["supplied", "marks.mark.supplied"],
];

/** Put the legend on a desk. */
export function legend(desk) {
  const list = document.createElement("ul");
  list.className = "legend";
  list.setAttribute("aria-label", desk.say("marks.legend"));
  list.innerHTML = SIGNS.map(([kind, key]) => `<li><mark class="${kind}">${escape(desk.say(key))}</mark></li>`).join("");
  desk.element.querySelector(".status").before(list);
  const show = () => {
    SIGNS.forEach(([kind], n) => (list.children[n].hidden = !desk.lines.pane.querySelector(`mark.${kind.replace(" ", ".")}`)));
    list.hidden = [...list.children].every((entry) => entry.hidden);
  };
  for (const happens of ["doubts", "marks", "open"]) desk.addEventListener(happens, show);
}
