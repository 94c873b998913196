// Measures the colours of styles/tokens.css, day and night, and fails where one is too faint.
//   node web/contrast.mjs
import { readFileSync } from "node:fs";

const colours = Object.fromEntries([...readFileSync(new URL("styles/tokens.css", import.meta.url), "utf8")
  .matchAll(/--([\w-]+):\s*light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, day, night]) => [name, [day, night]]));
const light = hex => [1, 3, 5].map(i => parseInt(hex.slice(i, i + 2), 16) / 255)
  .map(c => c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
  .reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
const contrast = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + .05) / (y + .05); };

const pairs = [
  ...["ink", "ink-soft", "teal", "accent"].flatMap(text => ["ground", "paper", "well"].map(on => [text, on, 4.5])),
  ...["teal-soft", "accent-soft"].flatMap(on => [["ink", on, 4.5], ["ink-soft", on, 4.5]]),
  ["teal", "teal-soft", 4.5], ["teal-deep", "teal-soft", 4.5], ["accent", "accent-soft", 4.5],
  ["on-teal", "teal", 4.5], ["on-teal", "teal-deep", 4.5], ["on-exit", "exit", 4.5],
  ["good", "paper", 4.5], ["good", "good-soft", 4.5], ["wrong", "paper", 4.5], ["wrong", "wrong-soft", 4.5],
  ...[1, 2, 3, 4].map(step => [`risk-${step}`, `risk-${step}-soft`, 7]),
  ...["edge", "mark", "focus"].flatMap(line => [[line, "ground", 3], [line, "paper", 3]]),
];
let low = 0;
for (const [front, back, need] of pairs) {
  const [day, night] = [0, 1].map(i => contrast(colours[front][i], colours[back][i]));
  const ok = Math.min(day, night) >= need;
  low += !ok;
  console.log(ok ? "ok " : "LOW", `${front} on ${back}`.padEnd(26), day.toFixed(1).padStart(5), night.toFixed(1).padStart(5), `  needs ${need}`);
}
process.exitCode = low ? 1 : 0;
