/* Passkeys. A form with data-passkey is shown where the browser knows them; its button asks the server
   for a challenge, lets the device sign it, and sends the form. All judging is the server's. */

type Bytes = { [name: string]: unknown };

const bytes = (text: string): ArrayBuffer => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
};

const text = (data: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** What the server sends has base64url where the browser wants bytes. */
function understood(options: Bytes): Bytes {
  const keys = options["publicKey"] as Bytes;
  const list = (name: string): Bytes[] => ((keys[name] ?? []) as Bytes[]).map((one) => ({ ...one, id: bytes(String(one["id"])) }));
  const user = keys["user"] as Bytes | undefined;
  return {
    publicKey: {
      ...keys,
      challenge: bytes(String(keys["challenge"])),
      ...(user ? { user: { ...user, id: bytes(String(user["id"])) }, excludeCredentials: list("excludeCredentials") } : {}),
      ...(user ? {} : { allowCredentials: list("allowCredentials") }),
    },
  };
}

function told(made: PublicKeyCredential): string {
  const given = made.response as unknown as Record<string, ArrayBuffer | null>;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = Object.fromEntries(names.flatMap((name) => (given[name] ? [[name, text(given[name])]] : [])));
  const results = made.getClientExtensionResults();
  return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: results });
}

async function sign(form: HTMLFormElement): Promise<void> {
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(form.dataset["challenge"] ?? "", { method: "POST", headers: { "X-CSRFToken": token } });
  const options = understood((await answer.json()) as Bytes);
  const made = form.dataset["passkey"] === "create"
    ? await navigator.credentials.create(options as CredentialCreationOptions)
    : await navigator.credentials.get(options as CredentialRequestOptions);
  const field = form.querySelector<HTMLInputElement>("[name=credential]");
  if (made && field) {
    field.value = told(made as PublicKeyCredential);
    form.submit();
  }
}

export function watchPasskey(form: HTMLFormElement): void {
  if (!("credentials" in navigator) || !window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sign(form).catch(() => {
      const words = form.querySelector<HTMLElement>(".passkey-failed");
      if (words) words.hidden = false;
    });
  });
}

/** The letters of an invitation stand behind the # of its link: they reach no server and no log, and do not stay. */
export function takeLetters(field: HTMLInputElement): void {
  if (window.location.hash.length < 2) return;
  field.value = decodeURIComponent(window.location.hash.slice(1));
  window.history.replaceState(null, "", window.location.pathname);
}
