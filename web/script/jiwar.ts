/* The whole script of the desk. Every page works without it. */

import { watchAway } from "./away";
import { watchCopy } from "./copy";
import { watchDraft } from "./drafts";
import { watchExit } from "./exit";
import { watchPanel } from "./panels";
import { watchParts } from "./parts";
import { takeLetters, watchPasskey } from "./passkey";
import { watchFolds } from "./folds";
import { watchOthers, watchSignOut } from "./leaving";
import { watchStay } from "./stay";

const exit = document.querySelector<HTMLAnchorElement>("a[data-exit]");
if (exit) {
  watchOthers();
  watchExit(exit);
}
document.querySelectorAll<HTMLFormElement>("form[data-leave]").forEach(watchSignOut);

const place = document.getElementById("messages");
const words = document.querySelector<HTMLTemplateElement>("template#not-loaded");
if (place && words) watchParts(place, words);

const panel = document.getElementById("panel");
const parts = document.querySelector<HTMLElement>("nav[data-parts]");
if (panel && parts) watchPanel(panel, parts);

document.querySelectorAll<HTMLButtonElement>("button[data-away]").forEach(watchAway);
document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach(watchPasskey);
document.querySelectorAll<HTMLFormElement>("form[data-stay]").forEach(watchStay);
document.querySelectorAll<HTMLInputElement>("input[name=token]").forEach(takeLetters);
document.querySelectorAll<HTMLButtonElement>("button[data-copy]").forEach(watchCopy);
document.querySelectorAll<HTMLFormElement>("form[data-draft]").forEach(watchDraft);
document.querySelectorAll<HTMLDetailsElement>("details.me, details.fold").forEach(watchFolds);
