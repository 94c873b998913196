/* Quick exit. Without script the button is a plain link; with it the page disappears at once,
   before the network answers, and its entry in the history is replaced. Shift pressed three
   times does the same. Escape is left alone: readers of screens and forms use it. */

import { tellOthers } from "./leaving";

const PRESSES = 3;
const WITHIN_MS = 1500;

function leave(link: HTMLAnchorElement): void {
  // The session ends over there while this page is gone already.
  void fetch(link.href, { keepalive: true, redirect: "manual" }).catch(() => undefined);
  document.documentElement.dataset["leaving"] = "";
  document.title = "";
  const elsewhere = link.dataset["exit"] ?? link.href;
  tellOthers(elsewhere);
  window.location.replace(elsewhere);
}

export function watchExit(link: HTMLAnchorElement): void {
  let presses: number[] = [];
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    const now = event.timeStamp;
    presses = [...presses.filter((then) => now - then < WITHIN_MS), now];
    if (presses.length >= PRESSES) leave(link);
  }, { capture: true });
}
