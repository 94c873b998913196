// Builds everything a page asks for into jiwar/static/jiwar: one style sheet, one small script,
// htmx as published, and the fonts. Names are stable; the server adds the hash.
//   node web/build.mjs
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "jiwar", "static", "jiwar");
const packages = join(root, "node_modules");

// A page is read on a phone with a bad line: the letters that nearly every page needs come first, in small files; the rest
// stay as published, and are asked for by the page that has them. Which letters come first stands in styles/fonts.css
// alone, as the unicode-range by which the browser asks for the small file.
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
const faces = (await readFile(join(here, "styles", "fonts.css"), "utf8")).split("@font-face");
const lettersOf = (name) => [...faces.find((face) => face.includes(`/${name}.woff2`)).matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g)]
  .map(([, from, to = from]) => range(parseInt(from, 16), parseInt(to, 16))).join("");
const families = {
  latin: { family: "ibm-plex-sans", isParted: true },
  "latin-ext": { family: "ibm-plex-sans", isParted: false },
  arabic: { family: "ibm-plex-sans-arabic", isParted: true },
};
const fonts = Object.entries(families).flatMap(([script, { family, isParted }]) => [400, 500, 600].map((weight) => ({
  from: join(packages, "@fontsource", family, "files", `${family}-${script}-${weight}-normal.woff2`),
  to: join(out, "fonts", `${script}-${weight}.woff2`),
  more: isParted && join(out, "fonts", `${script}-more-${weight}.woff2`),
  first: isParted && lettersOf(`${script}-${weight}`),
})));

async function placeFont({ from, to, more, first }) {
  await copyFile(from, more || to);
  if (first) await writeFile(to, await subsetFont(await readFile(from), first, { targetFormat: "woff2" }));
}

/** `--x: light-dark(day, night)` becomes a day block and, on screens, a night block. */
function dayAndNight(css) {
  const pair = /(--[\w-]+):\s*light-dark\(([^,()]+),\s*([^()]+)\);/g;
  const night = [...css.matchAll(pair)].map(([, name, , dark]) => `${name}: ${dark};`).join(" ");
  const day = css.replace(pair, "$1: $2;");
  return `${day}
@layer tokens {
  @media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { ${night} } }
  @media screen { :root[data-theme="dark"] { ${night} } }
}`;
}

const tokens = {
  name: "tokens",
  setup(step) {
    step.onLoad({ filter: /tokens\.css$/ }, async ({ path }) => ({
      contents: dayAndNight(await readFile(path, "utf8")),
      loader: "css",
    }));
  },
};

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
await build({
  entryPoints: [
    { in: join(here, "script", "jiwar.ts"), out: "jiwar" },
    { in: join(here, "styles", "jiwar.css"), out: "jiwar" },
  ],
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome109", "firefox113", "safari16"],
  external: ["./fonts/*"],
  plugins: [tokens],
  logLevel: "warning",
});
await Promise.all(fonts.map(placeFont));
await copyFile(join(packages, "htmx.org", "dist", "htmx.min.js"), join(out, "htmx.js"));
await copyFile(join(packages, "htmx.org", "LICENSE"), join(out, "htmx.LICENSE"));
await copyFile(join(packages, "@fontsource", "ibm-plex-sans", "LICENSE"), join(out, "fonts", "LICENSE"));
