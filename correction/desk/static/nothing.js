/** What stands in place of the desk or the board while no page was read: why, and the way to the library. */

import { escape } from "./letters.js";

/** Hide an element, or show it again; `say` gives the words of what stands there meanwhile. */
export function nothing(element, say, hides) {
  const { parentElement } = element;
  parentElement.querySelector(".galley-nothing")?.remove();
  element.hidden = hides; // with it go its keys
  if (!hides) return;
  const place = document.createElement("section");
  place.className = "galley-nothing";
  place.innerHTML =
    `<h2>${escape(say("nothing.title"))}</h2><p>${escape(say("nothing.why"))}</p>` +
    `<button type="button">${escape(say("nothing.way"))}</button>`;
  place.querySelector("button").addEventListener("click", () => {
    document.querySelector('button[role="tab"][data-tab-id="library"]').click();
  });
  parentElement.append(place);
}
