/* Whoever signs out, or leaves, in one tab leaves no page standing in another. One channel for the whole page:
   a second one would hear what the first says, and the page that leaves would be sent away by its own word. */

const SIGNED_OUT = "/";
const ON_ITS_WAY_MS = 500;
const others = new BroadcastChannel("left");

export function tellOthers(where: string): void {
  others.postMessage(where);
}

export function watchSignOut(form: HTMLFormElement): void {
  form.addEventListener("submit", () => { tellOthers(SIGNED_OUT); });
}

export function watchOthers(): void {
  others.addEventListener("message", (heard: MessageEvent<string>) => {
    document.documentElement.dataset["leaving"] = "";
    // the session ends with the other page's request: go only when that is on its way
    const wait = heard.data === SIGNED_OUT ? ON_ITS_WAY_MS : 0;
    window.setTimeout(() => { window.location.replace(heard.data); }, wait);
  });
}
