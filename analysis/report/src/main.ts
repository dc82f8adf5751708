import { owners_of } from "./data/ledger";
import { Model } from "./data/model";
import { EmbeddedSource, type Source } from "./data/source";
import { kind_with_places, Labels } from "./map/places";
import { answer } from "./sections/answer";
import type { Context } from "./sections/context";
import { history } from "./sections/history";
import { ledger } from "./sections/ledger";
import { map } from "./sections/map";
import { method } from "./sections/method";
import { networks } from "./sections/network";
import { outcomes } from "./sections/outcomes";
import { parameters } from "./sections/parameters";
import { time_bar } from "./sections/time_bar";
import { timelines } from "./sections/timelines";
import { h } from "./view/dom";
import { number_of, units_text } from "./view/format";
import { State } from "./view/state";

function context_of(model: Model): Context {
  const places = kind_with_places(model);
  const kind = places ?? owners_of(model)[0]?.kind;
  const row = kind ? (model.any_kind(kind)!.rows[0] ?? "") : "";
  const state = new State({
    step: model.length - 1,
    arm: 0,
    row,
    replicate: model.replicates_told()[0] ?? 0,
    history_arm: 0,
    happening: -1,
  });
  return { model, state, labels: new Labels(model, places), places };
}

/** Paragraphs; what is set in is kept as it is: a command, a table. */
const opening = (text: string): HTMLElement[] =>
  text
    .split(/\n\s*\n/)
    .filter((one) => one.trim())
    .map((one) => h(one.split("\n").every((line) => /^\s\s|^$/.test(line)) ? "pre" : "p", {}, one));

function header({ model }: Context): HTMLElement {
  const { report } = model;
  const span = model.clock.start_date
    ? `${model.moment(model.first_time)} to ${model.moment(model.last_time)}`
    : `${number_of(model.clock.steps, "step")} of ${units_text(model.clock.step, model.clock.unit)}`;
  const name = (_: unknown, i: number) =>
    `“${model.arm_label(i)}”${i === 0 && model.arms[0].name === "base" ? " (as the scenario is written)" : ""}`;
  const many = (word: string) => number_of(report.replicates, word);
  const arms = model.arms.length > 1 ? `${model.arms.map(name).join(" beside ")}, ${many("pair")}` : many("replicate");
  return h(
    "header",
    {},
    h("h1", {}, report.title),
    h("p", { class: "subtitle" }, `${arms}; ${span}`),
    report.opening &&
      h("details", { class: "more" }, h("summary", {}, "What its author says of it"), opening(report.opening)),
  );
}

function page(context: Context): Node[] {
  const told = history(context);
  const moving = [
    map(context),
    timelines(context),
    ...networks(context),
    told?.section ?? null,
    ledger(context, (index) => told?.open(index)),
  ].filter((one) => one !== null);
  const still = [outcomes(context), parameters(context), method(context)].filter((one) => one !== null);
  const links = [...moving, ...still].flatMap((section) => {
    const title = section.querySelector("h2");
    return title ? [h("li", {}, h("a", { href: `#${title.id}` }, title.textContent))] : [];
  });
  return [
    header(context),
    answer(context),
    h("nav", { class: "contents", "aria-label": "Contents" }, h("ul", {}, links)),
    ...(moving.length ? [h("div", { class: "moving" }, time_bar(context), ...moving)] : []),
    ...still,
  ];
}

async function main(source: Source): Promise<void> {
  const place = document.getElementById("page")!;
  try {
    const context = context_of(new Model(await source.report()));
    place.replaceChildren(...page(context));
    document.documentElement.dataset.ready = "yes";
  } catch (problem) {
    place.replaceChildren(
      h("p", { class: "problem", role: "alert" }, problem instanceof Error ? problem.message : String(problem)),
    );
    console.error(problem);
  }
}

void main(new EmbeddedSource());
