/* What is being written is kept every few seconds. The server seals it and gives it back to the same user alone.
   Nothing is kept in the browser. Where it cannot be kept, nothing is said: the words are still in the form. */

import { stillHere } from "./stay";

const PAUSE_MS = 3000;
const LARGEST_ON_LEAVING = 60_000; // what a browser lets a page send while it goes

export function watchDraft(form: HTMLFormElement): void {
  const words = form.querySelector<HTMLElement>("[data-kept]");
  let waiting = 0;
  let changed = false;

  const data = (): FormData => {
    const told = new FormData(form);
    for (const [name, value] of [...told]) if (value instanceof File) told.delete(name); // words are kept, files never
    told.set("at", window.location.pathname);
    const names = [document.querySelector("h1"), document.querySelector(".crumb .code")];
    told.set("heading", names.flatMap((one) => one?.textContent?.trim() || []).join(" · "));
    return told;
  };
  const keep = (leaving: boolean): void => {
    window.clearTimeout(waiting);
    waiting = 0;
    if (!changed || "leaving" in document.documentElement.dataset) return;
    changed = false;
    void fetch(form.dataset["draft"] ?? "", { method: "POST", body: data(), keepalive: leaving, redirect: "manual" })
      .then((answer) => {
        if (answer.status !== 204) return;
        if (words) words.hidden = false;
        stillHere();
      })
      .catch(() => { changed = true; });
  };

  form.addEventListener("input", () => {
    changed = true;
    if (words) words.hidden = true;
    waiting ||= window.setTimeout(() => keep(false), PAUSE_MS);
  });
  form.addEventListener("submit", () => { changed = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(new Blob([...data().values()]).size < LARGEST_ON_LEAVING);
  });
}
