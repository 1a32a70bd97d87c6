/** The desk begins as soon as somebody looks at it, with the page that was asked for, else the first. */

import { get } from "./api.js";
import { mount } from "./desk.js";
import { plainViewer } from "./plain_viewer.js";
import { nothing } from "./nothing.js";

/** Fill an element with the desk; `props` has the project's key. */
export async function start(element, props) {
  const plain = !globalThis.OpenSeadragon;
  globalThis.OpenSeadragon ??= plainViewer;
  const desk = await mount(element, { key: props.key_of_project, language: language() });
  window.galleyDesk = desk;
  const show = async (item) => {
    try {
      const found = await get(`find/${encodeURIComponent(item)}`);
      nothing(element, (key) => desk.say(key), !found);
      if (found) await desk.open(found.page, found.line);
    } catch (error) {
      // A line that there is not may have a page that there is.
      if (error.status === 404 && item.includes(":")) await show(item.split(":")[0]);
      desk.report(error.message);
    }
  };
  const open = (item) => {
    window.galleyAsked = null;
    return desk.inTurn.take(() => show(item)); // what was asked for last is what is shown
  };
  addEventListener("galley:asked", () => window.galleyAsked && open(window.galleyAsked));
  await open(window.galleyAsked || "first");
  if (plain && desk.view) desk.report(desk.say("plain"));
  // Of a project without pages the first may have been read since.
  const look = (seen) => seen.at(-1).isIntersecting && desk.inTurn.begin(() => (desk.view ? arrive(desk) : void open("first")));
  new IntersectionObserver(look).observe(element.parentElement);
}

/** Keys are the desk's as soon as it is turned to: the caret goes where it was. */
function arrive(desk) {
  const { current, order } = desk.lines;
  if (document.activeElement.matches('body, [role="tab"]')) desk.go(current || order[0]);
}

/** The language of the screens: the one that was chosen, else the browser's. */
export function language() {
  const chosen = document.cookie.match(/(?:^|; )galley-language=(\w+)/)?.[1] || navigator.language;
  return chosen.startsWith("zh") ? "zh" : "en";
}
