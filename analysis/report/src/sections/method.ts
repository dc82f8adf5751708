/** Where all this comes from: how it was made, how to make it again, how to cite it. */
import notices from "virtual:notices";
import type { Model } from "../data/model";
import { copy_button, h, scrolling } from "../view/dom";
import { capital, count, listed, number_of, units_text, words } from "../view/format";
import type { Context } from "./context";

const version_of = (model: Model): string =>
  Object.entries(model.report.provenance).find(([key]) => key === "hegemon_version")?.[1] ?? "";

/** The run file, by what its command says; else a word to be replaced. */
export function run_file(model: Model): string {
  const named = /(?:^|\s)(?:-o|--output)[\s=]+("[^"]+"|'[^']+'|\S+)/.exec(model.report.provenance.command ?? "");
  return named ? named[1] : "RUN";
}

/** The sentence for a paper. */
export function citation(model: Model): string {
  const { report } = model;
  const arms = model.arms.map((arm) => `“${arm.name}”`);
  const runs =
    model.arms.length > 1
      ? `${count(report.replicates)} paired replicates of each of ${listed(arms)}`
      : number_of(report.replicates, "replicate");
  const file = report.scenario[0];
  const version = version_of(model);
  return `We ran ${runs} of the scenario “${report.title}”${file ? ` (${file.file}, SHA-256 beginning with ${file.sha256.slice(0, 16)})` : ""} with hegemon${version ? ` ${version}` : ""}, seed ${report.seed}; the digest of the results begins with ${report.digest.slice(0, 16)}.`;
}

/** What the page leaves out of a long or large run. */
export function left_out(model: Model): string[] {
  const { report, clock } = model;
  const said: string[] = [];
  if (clock.shown.length < clock.steps)
    said.push(`Of ${count(clock.steps)} steps, courses over time show ${count(clock.shown.length)}, evenly spread.`);
  const cut = new Map<string, string>();
  for (const { name, rows, rows_total } of model.arms.flatMap((arm) => arm.kinds))
    if (rows_total !== undefined && rows_total > rows.length)
      cut.set(name, `of ${count(rows_total)} rows of ${words(name)} the first ${count(rows.length)}`);
  if (cut.size) said.push(`${capital(listed([...cut.values()]))} are shown; means of all rows are of these.`);
  if (report.recorded && report.recorded < report.replicates)
    said.push(`Bands are those of the first ${count(report.recorded)} replicates; means are over all.`);
  return said;
}

const provenance = ({ report }: Model): Node[] => {
  const fact = (name: string, value: string | Node) => [h("dt", {}, name), h("dd", {}, value)];
  const told = Object.entries(report.provenance).filter(([name]) => name !== "host");
  return [
    fact("Seed", report.seed),
    fact("Digest of the content", h("code", {}, report.digest)),
    ...told.map(([name, value]) => fact(words(name), name === "command" ? h("code", {}, value) : value)),
    ...report.scenario.map((file) => fact(file.file, h("span", {}, "SHA-256 ", h("code", {}, file.sha256)))),
  ].flat();
};

const hidden_text = (title: string, name: string, text: string): HTMLElement =>
  h("details", { class: "more" }, h("summary", {}, title), scrolling(name, h("pre", {}, text)));

export function method({ model }: Context): HTMLElement {
  const { report, clock } = model;
  const sentence = citation(model);
  const failed = model.arms.reduce((sum, arm) => sum + arm.failed, 0);
  const steps = `${number_of(clock.steps, "step")} of ${units_text(clock.step, clock.unit)}`;
  const span = `from ${model.moment(model.first_time)} to ${model.moment(model.last_time)}`;
  const run = `Each replicate runs through ${steps}, ${span}. What may happen is drawn at random at the rates that the scenario gives; its text below says everything that counts.`;
  const kept =
    "Courses over time are kept in this page with three digits or more, but for few values near 0, so that it stays small; the run file has them in full.";
  const failures = failed
    ? `${number_of(failed, "replicate")} failed, and ${failed === 1 ? "is" : "are"} missing from then on.`
    : "";
  return h(
    "section",
    { "aria-labelledby": "method" },
    h("h2", { id: "method" }, "How this was made"),
    h("p", {}, [run, failures].filter(Boolean).join(" ")),
    h("h3", {}, "For a paper"),
    h("p", { class: "cite" }, sentence),
    h("p", {}, copy_button(sentence)),
    h("h3", {}, "Provenance"),
    h("dl", { class: "facts" }, provenance(model)),
    h("p", { class: "left-out" }, [...left_out(model), kept].join(" ")),
    h(
      "p",
      {},
      "The same scenario, seed and version give the same content to the bit, on every machine: ",
      h("code", {}, "hegemon verify RUN"),
      " runs it again and compares, ",
      h("code", {}, "hegemon describe RUN"),
      " writes up every equation.",
    ),
    report.scenario.filter((file) => file.text).map(({ file, text }) => hidden_text(`Text of ${file}`, file, text!)),
    hidden_text("Licences of what this page is made of", "Licences", notices),
  );
}
