/** Dialogs: each a `<dialog>` that is there as long as it is open, keeps keys to itself and gives the focus back. */

/**
 * Open a dialog in an element, named by the words `label` or by the id of its heading; it is gone when it was closed,
 * after `closed` has heard what it was closed with.
 */
export function openDialog(host, { name, html, label = "", labelledBy = "", closed = () => {} }) {
  const dialog = document.createElement("dialog");
  dialog.className = `galley-dialog ${name}`.trim();
  if (labelledBy) dialog.setAttribute("aria-labelledby", labelledBy);
  else dialog.setAttribute("aria-label", label);
  dialog.innerHTML = html;
  host.append(dialog);
  const before = document.activeElement; // the browser gives the focus back to it, if it is still there
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
    closed(dialog.returnValue);
  });
  dialog.showModal();
  return dialog;
}
