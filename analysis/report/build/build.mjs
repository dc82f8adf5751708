// Makes dist/template.html (the whole page, data apart) and dist/NOTICES.txt: node build/build.mjs [FOLDER]
// The same packages give the same bytes.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { make_atlas } from "./atlas.mjs";

const require = createRequire(import.meta.url);
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const out = process.argv[2] ?? join(root, "dist");

/** "import atlas from 'virtual:atlas'", and the notices likewise, as text. */
const virtual = (name, text) => ({
  name,
  setup(builder) {
    builder.onResolve({ filter: new RegExp(`^virtual:${name}$`) }, () => ({ path: name, namespace: name }));
    builder.onLoad({ filter: /.*/, namespace: name }, () => ({ contents: text, loader: "text" }));
  },
});

async function bundle(entry, options = {}) {
  const result = await build({
    entryPoints: [join(root, entry)],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: "iife",
    target: ["es2022", "chrome100", "firefox113", "safari16.4"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  return { text: result.outputFiles[0].text.trimEnd(), inputs: Object.keys(result.metafile.inputs) };
}

/** Licences of all that went into the page. */
function notices(inputs) {
  const names = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  for (const name of ["world-atlas", "i18n-iso-countries"]) names.add(name); // data that the map is made of
  const texts = [...names].sort().map((name) => {
    const folder = join(root, "node_modules", name);
    const facts = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = ["LICENSE", "LICENSE.txt", "LICENSE.md"].find((one) => existsSync(join(folder, one)));
    if (!file) throw new Error(`${name} has no licence file: say in build.mjs where its licence stands`);
    const licence = readFileSync(join(folder, file), "utf8");
    return `${name} ${facts.version} (${facts.license})\n\n${licence.trim()}\n`;
  });
  const map =
    "The shapes of states are Natural Earth's, 1:50 million, public domain (naturalearthdata.com), as the package world-atlas has them; changed here.\n";
  return `The report page contains these works.\n\n${map}\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const atlas = JSON.stringify(make_atlas());
const first = await bundle("src/main.ts", { plugins: [virtual("atlas", atlas), virtual("notices", "")] });
const licences = notices(first.inputs);
const script = (
  await bundle("src/main.ts", { plugins: [virtual("atlas", atlas), virtual("notices", licences)] })
).text.replaceAll("</script", "<\\/script");
const style = (await bundle("src/style.css")).text;
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
const page = readFileSync(join(root, "src/template.html"), "utf8")
  .replace("@POLICY@", () => policy)
  .replace("@STYLE@", () => style)
  .replace("@SCRIPT@", () => script);

mkdirSync(out, { recursive: true });
writeFileSync(join(out, "template.html"), page);
writeFileSync(join(out, "NOTICES.txt"), licences);
console.log(
  `template.html ${Buffer.byteLength(page)} bytes: script ${Buffer.byteLength(script)} (of which the map ${atlas.length}), style ${style.length}`,
);
