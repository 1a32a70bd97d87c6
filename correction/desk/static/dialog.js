/** The lists of keys: each a `<dialog>` that is there as long as it is open, keeps keys to itself and gives the focus back. */

/**
 * Open a dialog in an element, named by the id of its heading; it is gone when it was closed, and then `closed` hears of it.
 */
export function openDialog(host, { name, html, labelledBy, closed = () => {} }) {
  const dialog = document.createElement("dialog");
  dialog.className = `galley-dialog ${name}`;
  dialog.setAttribute("aria-labelledby", labelledBy);
  dialog.innerHTML = html;
  host.append(dialog);
  const before = document.activeElement; // the browser gives the focus back to it, if it is still there
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
    closed();
  });
  dialog.showModal();
  return dialog;
}
