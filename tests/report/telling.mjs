// Asks src/data/telling.ts of the report page: node telling.mjs SOURCE < CASE.json
// CASE: {"histories": [...], "subject": {...} or null, "outcomes": {...}}. Prints what it opens, and the subject of the outcomes.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.env.PACKAGES, "package.json"));
const load = async (name) => {
  const built = await require("esbuild").build({
    entryPoints: [join(process.argv[2], name)],
    bundle: true,
    write: false,
    format: "esm",
    logLevel: "error",
  });
  return import(`data:text/javascript;base64,${Buffer.from(built.outputFiles[0].contents).toString("base64")}`);
};
const { most_telling } = await load("data/telling.ts");
const { subject_of } = await load("data/subject.ts");
const { histories, outcomes } = JSON.parse(readFileSync(0, "utf8"));
const subject = subject_of(outcomes ?? {});
const found = most_telling(histories, subject);
console.log(
  JSON.stringify({
    subject,
    found: found && {
      ...found,
      history: [found.history.arm, found.history.replicate],
    },
  }),
);
