/* A part of a page that does not arrive. The words stand in the page already, translated, in a
   <template>; here they are only put where they are heard. What was typed stays untouched. */

export function watchParts(place: HTMLElement, words: HTMLTemplateElement): void {
  const tell = (): void => place.replaceChildren(words.content.cloneNode(true));
  document.addEventListener("htmx:response:error", tell);
  document.addEventListener("htmx:error", tell);
}
