/* What folds out over a page folds in again: by Escape, and when the focus goes elsewhere. */

export function watchFolds(fold: HTMLDetailsElement): void {
  fold.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !fold.open) return;
    fold.open = false;
    fold.querySelector("summary")?.focus();
  });
  fold.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !fold.contains(event.relatedTarget)) fold.open = false;
  });
}
