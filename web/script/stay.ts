/* A word before the session ends because nobody seems to be there. Any answer of the server puts the end off; this
   counts from the loading of the page and from what was kept of a form, so it warns too early rather than too late.
   Where it has ended, the page does not stay on the screen: what was typed was kept, and comes back. */

const BEFORE_MS = 2 * 60 * 1000;
const AFTER_MS = 5 * 1000;
const STILL_HERE = "jiwar:here";

/** Said when the server has just heard from this page. */
export function stillHere(): void {
  document.dispatchEvent(new Event(STILL_HERE));
}

export function watchStay(form: HTMLFormElement): void {
  const lasts = Number(form.dataset["stay"]) * 1000;
  let warning = 0;
  let end = 0;
  const wait = (): void => {
    form.hidden = true;
    window.clearTimeout(warning);
    window.clearTimeout(end);
    warning = window.setTimeout(() => { form.hidden = false; }, Math.max(0, lasts - BEFORE_MS));
    end = window.setTimeout(() => { window.location.replace(window.location.pathname + window.location.search); }, lasts + AFTER_MS);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form) })
      .then((answer) => { if (answer.ok && !answer.redirected) wait(); })
      .catch(() => undefined); // no connection, or too late: what is sent from here is kept for its owner
  });
  document.addEventListener(STILL_HERE, wait);
  wait();
}
