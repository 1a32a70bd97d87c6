/** Who decides: the name that the person gave, kept by the browser. */

import { escape } from "./letters.js";
import { kept } from "./storage.js";

const KEY = "galley:author";

/** The person's name; empty before it was given. */
export function author() {
  return kept.get(KEY) || "";
}

/** Ask for the name; resolves when one was given. What was refused for want of one is sent again. */
export function askAuthor(desk) {
  const dialog = document.createElement("dialog");
  dialog.className = "galley-dialog";
  dialog.setAttribute("aria-labelledby", "galley-author-title");
  dialog.innerHTML =
    `<form method="dialog"><h2 id="galley-author-title">${escape(desk.say("author.title"))}</h2>` +
    `<label>${escape(desk.say("author.name"))} <input name="name" required maxlength="80" autocomplete="name"></label>` +
    `<p>${escape(desk.say("author.why"))}</p><button>${escape(desk.say("author.done"))}</button></form>`;
  desk.element.append(dialog);
  const input = dialog.querySelector("input");
  input.value = author();
  return new Promise((resolve) => {
    dialog.addEventListener("cancel", (event) => author() || event.preventDefault());
    dialog.addEventListener("close", () => {
      if (input.value.trim()) kept.set(KEY, input.value.trim());
      if (!author()) return void dialog.showModal(); // blanks are no name, and browsers let a second Escape through
      dialog.remove();
      resolve(author());
      desk.tell("author", {});
      if (desk.outbox.pending) desk.outbox.flush();
    });
    dialog.showModal();
  });
}
