// Builds the assets of the workbench: `npm ci && npm run build`. Same sources, same bytes.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync, copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = join(here, "../src/kgtools/web/static");
const inlined = join(here, "../src/kgtools/export/page");

const common = { bundle: true, minify: true, format: "iife", target: "es2022", charset: "utf8", legalComments: "none", absWorkingDir: here };
await build({ ...common, entryPoints: ["src/app.js", "src/explore.js", "src/editor.js", "src/style.css"], outdir: out });
await build({ ...common, entryPoints: ["src/single.js", "src/single.css"], outdir: inlined });
copyFileSync(join(here, "src/icon.svg"), join(out, "icon.svg"));
writeFileSync(join(out, "LICENCES.txt"), licences());
writeFileSync(join(out, "MANIFEST.json"), `${JSON.stringify(manifest(), null, 1)}\n`);

// What is bundled, and under which licence.
function licences() {
  const lock = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
  const bundled = Object.entries(lock.packages).filter(([path, entry]) => path && !entry.dev).sort(([a], [b]) => (a < b ? -1 : 1));
  return bundled
    .map(([path, { version }]) => {
      const folder = join(here, path);
      const text = readdirSync(folder).filter((name) => /^licen[cs]e/i.test(name)).map((name) => readFileSync(join(folder, name), "utf8"));
      return `${path.replace(/^node_modules\//, "")} ${version}\n\n${text.join("\n").trim()}\n`;
    })
    .join("\n----\n\n");
}

function manifest() {
  const sources = ["build.mjs", "package.json", "package-lock.json", ...readdirSync(join(here, "src")).map((name) => `src/${name}`)];
  const built = readdirSync(out).filter((name) => name !== "MANIFEST.json").map((name) => [`static/${name}`, join(out, name)]);
  const others = readdirSync(inlined).map((name) => [`page/${name}`, join(inlined, name)]);
  const all = [...sources.map((name) => [`web/${name}`, join(here, name)]), ...built, ...others];
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, path]) => [name, createHash("sha256").update(readFileSync(path)).digest("hex")]));
}
