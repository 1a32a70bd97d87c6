/**
 * The way to the desk from anywhere: `?item=` in the address, a link of a screen, the browser's back and forward.
 *
 * Gradio draws a tab when it is first looked at, so the desk may not be there yet: what is asked for waits in
 * `window.galleyAsked` until the desk takes it up.
 */

const LOOK = 30; // milliseconds between two looks whether Gradio has drawn its tabs

const named = () => new URLSearchParams(location.search).get("item");

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
if (named()) go(named());
