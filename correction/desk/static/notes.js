/** What reading noted on the page, as that the scan breaks off: folded up in the bar, and not there where nothing is. */

import { escape } from "./letters.js";

/** Let a desk show the notes of its page. */
export function notes(desk) {
  const place = document.createElement("details");
  place.className = "notes";
  desk.element.querySelector(".bar .grow").before(place);
  const close = () => (place.open = false);
  desk.addEventListener("open", ({ detail: { view, again } }) => {
    place.hidden = !view.notes.length;
    if (!again) close();
    const entries = view.notes.map((note) => `<li>${escape(note)}</li>`).join("");
    place.innerHTML = `<summary>${escape(desk.say("notes", view.notes.length))}</summary><ul lang="en">${entries}</ul>`;
  });
  desk.addEventListener("line", close);
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    desk.go(desk.lines.current);
    event.stopPropagation();
  });
}
