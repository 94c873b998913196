/* A word before the session ends because nobody seems to be there. Any answer of the server puts the end off;
   this counts from the loading of the page, so it warns too early rather than too late. */

const BEFORE_MS = 2 * 60 * 1000;

export function watchStay(form: HTMLFormElement): void {
  const wait = (): void => {
    form.hidden = true;
    window.setTimeout(() => { form.hidden = false; }, Math.max(0, Number(form.dataset["stay"]) * 1000 - BEFORE_MS));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form) })
      .then((answer) => { if (answer.ok && !answer.redirected) wait(); })
      .catch(() => undefined); // no connection, or too late: what is sent from here is kept for its owner
  });
  wait();
}
