/* What stands on a page this once is copied with one press. Without the script it is selected with one, and copied by hand. */

export function watchCopy(button: HTMLButtonElement): void {
  const text = document.getElementById(button.dataset["copy"] ?? "")?.textContent?.trim();
  const done = button.querySelector<HTMLElement>("[data-copied]");
  if (!text || !("clipboard" in navigator)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text).then(() => { if (done) done.textContent = done.dataset["copied"] ?? ""; }).catch(() => undefined);
  });
}
