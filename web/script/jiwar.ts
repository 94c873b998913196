/* The whole script of the desk. Every page works without it. */

import { watchDraft } from "./drafts";
import { watchExit } from "./exit";
import { watchParts } from "./parts";
import { takeLetters, watchPasskey } from "./passkey";
import { watchStay } from "./stay";

const exit = document.querySelector<HTMLAnchorElement>("a[data-exit]");
if (exit) watchExit(exit);

const place = document.getElementById("messages");
const words = document.querySelector<HTMLTemplateElement>("template#not-loaded");
if (place && words) watchParts(place, words);

document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach(watchPasskey);
document.querySelectorAll<HTMLFormElement>("form[data-stay]").forEach(watchStay);
document.querySelectorAll<HTMLInputElement>("input[name=token]").forEach(takeLetters);
document.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach(watchDraft);
