/**
 * The way to the desk from anywhere: `?item=` in the address, a link of a screen, the browser's back and forward.
 *
 * Gradio draws a tab when it is first looked at, so the desk may not be there yet: what is asked for waits in
 * `window.galleyAsked` until the desk takes it up.
 */

import { ofTab } from "./storage.js";

export const TAB = "galley:screen"; // in the tab's storage: the screen that was left to load everything anew
const LOOK = 30; // milliseconds between two looks whether Gradio has drawn its tabs

const named = () => new URLSearchParams(location.search).get("item");

/** Turn to a screen, as soon as it is there. */
function turn(screen) {
  const tab = document.querySelector(`button[role="tab"][data-tab-id="${screen}"]`);
  if (!tab) return setTimeout(() => turn(screen), LOOK);
  tab.click();
  return undefined;
}

/** Turn to the desk and have it open a page, line or article. */
function go(item) {
  window.galleyAsked = item;
  const tab = document.querySelector('button[role="tab"][data-tab-id="desk"]');
  if (!tab) return setTimeout(() => go(window.galleyAsked), LOOK);
  if (tab.getAttribute("aria-selected") !== "true") tab.click();
  window.dispatchEvent(new Event("galley:asked"));
  return undefined;
}

addEventListener("galley:open", (event) => go(event.detail.item));
addEventListener("popstate", () => named() && go(named()));
const left = ofTab.get(TAB);
ofTab.remove(TAB);
if (left && left !== "desk") turn(left);
else if (named()) go(named());
else if (left) turn(left);
