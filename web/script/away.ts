/* Nobody at the screen for a minute: the page is covered until somebody says that they are back. Quick exit stays. */

const AWAY_MS = 60_000;

export function watchAway(cover: HTMLButtonElement): void {
  let since = 0;
  const rest = document.querySelectorAll<HTMLElement>("main, .rail, .top > :not(.exit)");

  const hide = (away: boolean): void => {
    cover.hidden = !away;
    rest.forEach((one) => { one.inert = away; });
    if (away) cover.focus();
  };
  const leave = (): void => {
    since ||= Date.now();
    window.setTimeout(() => { if (since && Date.now() - since >= AWAY_MS) hide(true); }, AWAY_MS);
  };
  const back = (): void => {
    if (since && Date.now() - since >= AWAY_MS) hide(true); // clocks of hidden pages are slow
    since = 0;
  };

  window.addEventListener("blur", leave);
  window.addEventListener("focus", back);
  document.addEventListener("visibilitychange", () => { (document.visibilityState === "hidden" ? leave : back)(); });
  cover.addEventListener("click", () => {
    hide(false);
    document.getElementById("main")?.focus({ preventScroll: true });
  });
}
