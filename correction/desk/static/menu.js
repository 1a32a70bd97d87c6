/** Menus: acts by digit or letter, arrows, or the beginning of a name; Escape gives up. */

import { escape } from "./letters.js";

/**
 * Ask for one of several choices, on the desk or the board: [{key, name, note, value}]; `key` is the letter or digit that takes it at once.
 * With `search` there is a field that keeps those whose names have what is typed. `at` is a place on the screen,
 * `now` the value that holds now.
 * Resolves to the value; null when it was given up. The focus is back where it was.
 */
export function choose(desk, { title, choices, at = null, search = false, now = null }) {
  const dialog = document.createElement("dialog");
  dialog.className = "galley-dialog galley-menu";
  dialog.setAttribute("aria-label", title);
  const field = search ? `<input aria-label="${escape(title)}" autocomplete="off" spellcheck="false">` : "";
  dialog.innerHTML = `<h2>${escape(title)}</h2>${field}<ul role="menu">${choices.map((each, n) => entry(each, n, now)).join("")}</ul>`;
  desk.element.append(dialog);
  return new Promise((resolve) => {
    let taken = null;
    const take = (button) => {
      if (!button) return;
      taken = choices[Number(button.dataset.n)].value;
      dialog.close();
    };
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(taken);
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
      else take(event.target.closest("button"));
    });
    dialog.addEventListener("input", () => filter(dialog));
    dialog.addEventListener("keydown", (event) => pressed(event, dialog, choices, take));
    dialog.showModal();
    stand(dialog, at);
    (dialog.querySelector("input") || dialog.querySelector("[aria-current]") || dialog.querySelector("button")).focus();
  });
}

function entry({ key, name, note, value }, n, now) {
  const sign = key ? `<kbd>${escape(key.toUpperCase())}</kbd> ` : "";
  const more = note ? ` <small>${escape(note)}</small>` : "";
  return `<li role="none"><button type="button" role="menuitem" data-n="${n}"${value === now ? ' aria-current="true"' : ""}>${sign}<span>${escape(name)}</span>${more}</button></li>`;
}

function pressed(event, dialog, choices, take) {
  if (event.isComposing || event.keyCode === 229) return;
  event.stopPropagation();
  const shown = [...dialog.querySelectorAll("li:not([hidden]) button")];
  const here = shown.indexOf(document.activeElement);
  const typing = event.target.tagName === "INPUT";
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const next = event.key === "ArrowDown" ? here + 1 : Math.max(here, 0) - 1;
    shown.at(next % Math.max(1, shown.length))?.focus();
  } else if (event.key === "Enter" && typing) {
    take(shown[0]);
  } else if (!typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const n = choices.findIndex(({ key }) => key && key.toLowerCase() === event.key.toLowerCase());
    if (n < 0) return;
    take(dialog.querySelector(`[data-n="${n}"]`));
  } else {
    return;
  }
  event.preventDefault();
}

/** Keep the choices that have what is typed in their names. */
function filter(dialog) {
  const wanted = dialog.querySelector("input").value.trim().toLowerCase();
  for (const row of dialog.querySelectorAll("li")) row.hidden = !row.textContent.toLowerCase().includes(wanted);
}

/** Put a menu where it was asked for, as far as it is on the screen there. */
function stand(dialog, at) {
  if (!at) return;
  const { width, height } = dialog.getBoundingClientRect();
  dialog.style.margin = "0";
  dialog.style.left = `${Math.max(0, Math.min(at.x, innerWidth - width - 8))}px`;
  dialog.style.top = `${Math.max(0, Math.min(at.y, innerHeight - height - 8))}px`;
}
