/** Where all this comes from: how it was made, how to make it again, how to cite it. */
import notices from "virtual:notices";
import type { Model } from "../data/model";
import { announce, h, scrolling } from "../view/dom";
import { count, listed } from "../view/format";
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
      : `${count(report.replicates)} replicates`;
  const file = report.scenario[0];
  const version = version_of(model);
  return `We ran ${runs} of the scenario “${report.title}”${file ? ` (${file.file}, SHA-256 beginning with ${file.sha256.slice(0, 16)})` : ""} with hegemon${version ? ` ${version}` : ""}, seed ${report.seed}; the digest of the results begins with ${report.digest.slice(0, 16)}.`;
}

export function method({ model }: Context): HTMLElement {
  const { report, clock } = model;
  const sentence = citation(model);
  const fact = (name: string, value: string | Node) => [h("dt", {}, name), h("dd", {}, value)];
  const failed = model.arms.reduce((sum, arm) => sum + arm.failed, 0);
  const copy = h(
    "button",
    {
      type: "button",
      onclick: () => {
        void navigator.clipboard?.writeText(sentence).then(() => {
          copy.textContent = "Copied";
          announce("Copied");
        });
      },
    },
    "Copy",
  );
  const opening = report.opening.split(/\n\s*\n/).filter(Boolean);
  return h(
    "section",
    { "aria-labelledby": "method" },
    h("h2", { id: "method" }, "How this was made"),
    h(
      "p",
      {},
      `Each replicate runs through ${count(clock.steps)} steps of ${clock.step === 1 ? `one ${clock.unit}` : `${clock.step} ${clock.unit}s`}, from ${model.moment(model.first_time)} to ${model.moment(model.last_time)}. What may happen is drawn at random at the rates that the scenario gives; its text below says everything that counts.`,
    ),
    opening.length > 0 &&
      h(
        "details",
        { class: "more" },
        h("summary", {}, "What its author says of it"),
        opening.map((paragraph) => h("p", {}, paragraph)),
      ),
    h("h3", {}, "For a paper"),
    h("p", { class: "cite" }, sentence),
    h("p", {}, navigator.clipboard ? copy : ""),
    h("h3", {}, "Provenance"),
    h(
      "dl",
      { class: "facts" },
      fact(
        "Replicates",
        `${count(report.replicates)} of each arm, of which ${count(report.recorded)} with all columns${failed ? `; ${count(failed)} failed` : ""}`,
      ),
      fact("Seed", report.seed),
      fact("Digest of the content", h("code", {}, report.digest)),
      Object.entries(report.provenance)
        .filter(([name]) => name !== "host")
        .flatMap(([name, value]) => fact(name.replaceAll("_", " "), name === "command" ? h("code", {}, value) : value)),
      report.scenario.flatMap((file) => fact(file.file, h("span", {}, "SHA-256 ", h("code", {}, file.sha256)))),
    ),
    h(
      "p",
      {},
      "Courses over time are kept in this page to about one part in 100,000 of the range of their column, so that it stays small; the run file has them in full.",
    ),
    h(
      "p",
      {},
      "The same scenario, seed and version give the same content to the bit, on every machine: ",
      h("code", {}, "hegemon verify RUN"),
      " runs it again and compares, ",
      h("code", {}, "hegemon describe RUN"),
      " writes up every equation.",
    ),
    report.scenario
      .filter((file) => file.text)
      .map((file) =>
        h(
          "details",
          { class: "more" },
          h("summary", {}, `Text of ${file.file}`),
          scrolling(`Text of ${file.file}`, h("pre", {}, file.text!)),
        ),
      ),
    h(
      "details",
      { class: "more" },
      h("summary", {}, "Licences of what this page is made of"),
      scrolling("Licences", h("pre", {}, notices)),
    ),
  );
}
