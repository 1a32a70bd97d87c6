/** The caret of a line, which is lost with a dialog that had a field: browsers give back the focus alone. */

/** Let the caret be where it was when a dialog is left, so that what is typed next goes there. */
export function caret({ element, lines }) {
  let left = null;
  lines.pane.addEventListener("focusout", ({ target }) => {
    if (lines.lines.get(lines.current)?.field === target) left = { id: lines.current, selection: lines.selection };
  });
  const closed = () => {
    const field = document.activeElement;
    if (lines.lines.get(lines.current)?.field !== field || field.selectionEnd) return;
    if (getSelection().anchorNode === field.parentNode) return;
    lines.focus(lines.current, ...(left?.id === lines.current ? left.selection : [0]));
  };
  new MutationObserver(closed).observe(element, { childList: true }); // where dialogs come and go
}
