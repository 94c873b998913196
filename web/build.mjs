// Builds everything a page asks for into jiwar/static/jiwar: one style sheet, one small script,
// htmx as published, and the fonts. Names are stable; the server adds the hash.
//   node web/build.mjs
import { copyFile, mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const out = join(root, "jiwar", "static", "jiwar");
const packages = join(root, "node_modules");

const plex = (script) => (script === "arabic" ? "ibm-plex-sans-arabic" : "ibm-plex-sans");
const fonts = ["latin", "latin-ext", "arabic"].flatMap((script) => [400, 500, 600].map((weight) => ({
  from: join(packages, "@fontsource", plex(script), "files", `${plex(script)}-${script}-${weight}-normal.woff2`),
  to: join(out, "fonts", `plex-${script}-${weight}.woff2`),
})));

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
await Promise.all(fonts.map(({ from, to }) => copyFile(from, to)));
await copyFile(join(packages, "htmx.org", "dist", "htmx.min.js"), join(out, "htmx.js"));
await copyFile(join(packages, "htmx.org", "LICENSE"), join(out, "htmx.LICENSE"));
await copyFile(join(packages, "@fontsource", "ibm-plex-sans", "LICENSE"), join(out, "fonts", "LICENSE"));
