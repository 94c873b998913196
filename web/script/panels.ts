/* Parts of an opened file, each with an address of its own. htmx puts a part in its place; here the address, the mark of
   where one is, and the focus follow. The address is replaced, not added: going back leaves the file, in one step. */

import { watchFolds } from "./folds";

interface Swapped {
  ctx: { sourceElement?: Element; target?: Element; text?: string };
}

export function watchPanel(panel: HTMLElement, parts: HTMLElement): void {
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = (event as CustomEvent<Swapped>).detail;
    const link = ctx.sourceElement?.closest("a");
    if (!link || !/^\s*<!doctype/i.test(ctx.text ?? "")) return;
    event.preventDefault(); /* a whole page came: the session has ended, or the file is out of sight */
    location.assign(link.href);
  });
  document.addEventListener("htmx:after:swap", (event) => {
    const { ctx } = (event as CustomEvent<Swapped>).detail;
    const link = clicked;
    if (ctx.target !== panel || !link) return;
    history.replaceState(null, "", link);
    parts.querySelectorAll("a").forEach((one) => {
      if (one.pathname === location.pathname) one.setAttribute("aria-current", "page");
      else one.removeAttribute("aria-current");
    });
    panel.querySelectorAll<HTMLDetailsElement>("details.fold").forEach(watchFolds);
    panel.focus();
  });
  let clicked = "";
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.getAttribute("data-hx-target") === "#panel") clicked = link.href;
  });
}
