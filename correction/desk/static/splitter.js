/** The border between scan and text, moved by mouse or arrow keys; and the size of the text. Both are remembered. */

import { kept } from "./storage.js";

const SHARE = "galley:share";
const SIZE = "galley:size";
const SIZES = [12, 36]; // pixels

/** Let the border and the text's size be set. */
export function splitter(element) {
  const border = element.querySelector(".splitter");
  const set = (share) => {
    const held = Math.min(0.8, Math.max(0.15, share));
    element.style.setProperty("--share", `${(held * 100).toFixed(1)}%`);
    border.setAttribute("aria-valuenow", String(Math.round(held * 100)));
    kept.set(SHARE, String(held));
  };
  const share = () => Number(kept.get(SHARE) || 0.5);
  border.setAttribute("aria-orientation", "vertical");
  set(share());
  border.addEventListener("pointerdown", (event) => border.setPointerCapture(event.pointerId));
  border.addEventListener("pointermove", (event) => {
    if (!border.hasPointerCapture(event.pointerId)) return;
    const frame = border.parentElement.getBoundingClientRect();
    set((event.clientX - frame.left) / frame.width);
  });
  border.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") set(share() - 0.02);
    if (event.key === "ArrowRight") set(share() + 0.02);
  });
  size(element, 0);
}

/** Make the text larger or smaller by so many pixels. */
export function size(element, by) {
  const now = Number(kept.get(SIZE) || 17) + by;
  const held = Math.min(SIZES[1], Math.max(SIZES[0], now));
  element.style.setProperty("--size", `${held}px`);
  kept.set(SIZE, String(held));
}
