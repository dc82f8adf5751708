/** The page's first words: what the run says, in one sentence and one picture. */
import { histogram } from "../chart/histogram";
import { type IntervalRow, intervals } from "../chart/intervals";
import type { Comparison, Histogram, Outcome, OutcomeDifference } from "../data/contract";
import type { Model } from "../data/model";
import { h, responsive, term } from "../view/dom";
import {
  capital,
  count,
  gap_text,
  mean_text,
  percent,
  range,
  short,
  unit_text,
  unsaid_unit,
  with_unit,
  words,
} from "../view/format";
import { in_sentence, more_text, period } from "./claim";
import type { Context } from "./context";

/** Outcomes that the scenario marks as headlines; if there is none, the first by name that varies. */
export function headlines(model: Model): string[] {
  const all = Object.entries(model.arms[0].outcomes);
  const marked = all.filter(([, outcome]) => outcome.headline).map(([name]) => name);
  if (marked.length) return marked;
  const open = all.find(([, outcome]) => outcome.low !== outcome.high) ?? all[0];
  return open ? [open[0]] : [];
}

export const outcome_label = (name: string, outcome: Outcome): string => capital(outcome.note || words(name));

const sure = (d: OutcomeDifference): boolean => d.low != null && d.high != null && (d.low > 0 || d.high < 0);

/** The first one says where and when it holds. */
function sentence(context: Context, name: string, place: number): string {
  const { model } = context;
  const outcome = model.arms[0].outcomes[name];
  const label = outcome_label(name, outcome);
  const unit = unsaid_unit(label, outcome.unit);
  const others = model.report.comparisons.filter((one) => one.outcomes[name]);
  const first = with_unit(mean_text(outcome.mean, outcome), unit);
  const about = place === 0 ? `In this model, ${period(model)}: ${in_sentence(context, label)}, ` : `${label}: `;
  const opening = `${about}${first}${model.report.replicates > 1 ? " on average" : " in the one replicate"}${model.arms[0].name === "base" ? "" : ` in “${model.arm_label(0)}”`}`;
  const rest = others.map(
    (one) =>
      `; ${mean_text(one.outcomes[name].other_mean, model.arms[model.arm_index(one.other)].outcomes[name])} in “${model.arm_label(model.arm_index(one.other))}”: ${more_text(one.outcomes[name])}`,
  );
  return `${opening}${rest.join("")}.`;
}

/** How sure, and in how many pairs. */
function explanation(model: Model, one: Comparison, name: string): string {
  const d = one.outcomes[name];
  if (d.difference == null) return "There are too few pairs to compare.";
  const interval = d.low == null ? "" : ` (95 % interval ${range(d.low, d.high!)})`;
  if (d.share_positive === 0 && d.share_negative === 0)
    return d.pairs === 1
      ? "The one pair of replicates does not differ in this."
      : `Not one of the ${count(d.pairs)} pairs of replicates differs in this.`;
  const name_there = `“${model.arm_label(model.arm_index(one.other))}”`;
  if (d.pairs === 1)
    return `In this one pair that is ${d.difference ? `${short(Math.abs(d.difference))} ${d.difference > 0 ? "more" : "less"} than in` : "the same as in"} ${name_there}; one pair tells nothing of the average.`;
  const opening = sure(d)
    ? `Compared with ${name_there} that is ${mean_text(Math.abs(d.difference), d)} ${d.difference > 0 ? "more" : "less"} on average${d.low == null ? "" : ` (95 % interval of the difference ${range(d.low, d.high!)})`}.`
    : `The difference from ${name_there} is ${gap_text(d.difference, d)} on average${interval}: none at all would fit as well.`;
  return `${opening} ${pairs_text(d, model)}`;
}

/** "In 72 % of the 500 pairs with the same luck it is higher in “The scenario”, in 0.4 % lower, in the others the same." */
function pairs_text(d: OutcomeDifference, model: Model): string {
  const here = `in “${model.arm_label(0)}”`;
  const pairs = `${count(d.pairs)} pairs with the same luck`;
  if (d.share_positive === 1 || d.share_negative === 1)
    return `It is ${d.share_positive === 1 ? "higher" : "lower"} ${here} in every one of the ${pairs}.`;
  const [one, other] = d.share_positive >= d.share_negative ? ["higher", "lower"] : ["lower", "higher"];
  const [much, little] = [Math.max(d.share_positive, d.share_negative), Math.min(d.share_positive, d.share_negative)];
  return `In ${percent(much)} of the ${pairs} it is ${one} ${here}, in ${little ? percent(little) : "none"} ${other}${1 - much - little > 1e-9 ? ", in the others the same" : ""}.`;
}

function rows_of(model: Model, name: string): { arms: IntervalRow[]; differences: IntervalRow[] } {
  const arms = model.arms.flatMap((arm, i): IntervalRow[] => {
    const o = arm.outcomes[name];
    return o?.mean == null
      ? []
      : [
          {
            label: model.arm_label(i),
            value: o.mean,
            low: o.low,
            high: o.high,
            class: `arm-${i % 6}`,
            text: mean_text(o.mean, o),
          },
        ];
  });
  const differences = model.report.comparisons.flatMap((one): IntervalRow[] => {
    const d = one.outcomes[name];
    return d?.difference == null
      ? []
      : [
          {
            label:
              model.report.comparisons.length > 1
                ? `less “${model.arm_label(model.arm_index(one.other))}”`
                : "Difference",
            value: d.difference,
            low: d.low,
            high: d.high,
            class: "difference",
            text: gap_text(d.difference, d),
          },
        ];
  });
  return { arms, differences };
}

function picture(context: Context, name: string): HTMLElement | null {
  const { model } = context;
  const outcome = model.arms[0].outcomes[name];
  const label = outcome_label(name, outcome);
  const { arms, differences } = rows_of(model, name);
  if (!arms.length) return null; // no replicate has such a number
  const box = h("div", { class: "chart" });
  const described = (row: IntervalRow) =>
    `${row.label} ${row.text}${row.low == null ? "" : `, 95 % interval ${range(row.low, row.high!)}`}`;
  const draw = responsive(box, (width) => {
    const all = [...arms, ...differences];
    box.replaceChildren(intervals(width, all, { label: `${label}: ${all.map(described).join("; ")}`, zero: true }));
  });
  draw();
  const bars = [...arms, ...differences].some((row) => row.low != null);
  const caption =
    `${model.report.replicates > 1 ? "Dots are means over replicates" : "Dots are what the one replicate has"}${bars ? ", bars their 95 % intervals" : ""}${unit_text(outcome.unit) ? `, in ${unit_text(outcome.unit)}` : ""}.` +
    (differences.length && model.report.replicates > 1 ? " The difference is taken pair by pair." : "");
  return h("figure", {}, h("figcaption", {}, h("strong", {}, label)), box, h("p", { class: "small" }, caption));
}

/** A histogram with its caption. */
function distribution(
  bins: { histogram: Histogram; class: string }[],
  caption: string,
  label: string,
  zero: boolean,
): HTMLElement {
  const box = h("div", { class: "chart" });
  responsive(box, (width) => box.replaceChildren(histogram(width, 150, bins, label, zero)));
  return h("figure", {}, h("figcaption", {}, caption), box);
}

/** How replicates are spread, and the differences in pairs. */
function spread({ model }: Context, name: string): HTMLElement | null {
  const own = model.arms.flatMap((arm, i) => {
    const found = arm.outcomes[name]?.histogram;
    return found ? [{ histogram: found, class: `arm-${i % 6}` }] : [];
  });
  if (!own.length || model.report.replicates < 2) return null;
  const label = outcome_label(name, model.arms[0].outcomes[name]);
  const where = own.length > 1 ? "each arm" : "the replicates";
  const values = distribution(
    own,
    "How many replicates have which value",
    `How often each value of “${label}” occurs, in ${where}`,
    false,
  );
  if (model.arms.length > 1) values.append(legend(model));
  const gaps = model.report.comparisons.flatMap((one) => {
    const found = one.outcomes[name]?.histogram;
    if (!found) return [];
    const there = model.report.comparisons.length > 1 ? ` from “${model.arm_label(model.arm_index(one.other))}”` : "";
    const caption = `Differences${there}: how many pairs have them (right of 0: more in “${model.arm_label(0)}”)`;
    const said = `How often each difference of “${label}”${there} occurs among the pairs`;
    return [distribution([{ histogram: found, class: "difference" }], caption, said, true)];
  });
  return h("div", { class: "pair" }, values, gaps);
}

export const legend = (model: Model): HTMLElement =>
  h(
    "p",
    { class: "legend" },
    model.arms.map((_, i) =>
      h("span", {}, h("i", { class: `swatch arm-${i % 6}`, "aria-hidden": "true" }), model.arm_label(i)),
    ),
  );

export function answer(context: Context): HTMLElement {
  const { model } = context;
  const names = headlines(model);
  const section = h("section", { class: "answer", "aria-labelledby": "answer" });
  names.forEach((name, i) => {
    const outcome = model.arms[0].outcomes[name];
    const words = h(
      "div",
      {},
      i === 0
        ? h("h2", { id: "answer", class: "headline" }, sentence(context, name, i))
        : h("h3", { class: "headline second" }, sentence(context, name, i)),
      model.report.comparisons
        .filter((one) => one.outcomes[name])
        .map((one) => h("p", {}, explanation(model, one, name))),
    );
    if (!model.report.comparisons.length && outcome.low != null)
      words.append(
        h(
          "p",
          {},
          `${outcome.low === outcome.high ? `The same in all ${count(outcome.count)} replicates` : `The mean over ${count(outcome.count)} replicates, with a 95 % interval of ${range(outcome.low, outcome.high!)}`}${outcome.missing ? `; ${count(outcome.missing)} have no such number` : ""}.`,
        ),
      );
    section.append(h("div", { class: "claim" }, words, picture(context, name)));
    const more = spread(context, name);
    if (more)
      section.append(
        i === 0 && model.report.comparisons.length === 0
          ? more
          : h("details", { class: "more" }, h("summary", {}, "How much single replicates differ"), more),
      );
  });
  section.append(
    h(
      "div",
      { class: "terms" },
      term(
        "Replicate",
        "One run of the scenario from beginning to end, with its own luck. Chance decides anew in each; only many together say what is likely.",
      ),
      model.arms.length > 1 &&
        term(
          "Arm and pair",
          "An arm is a version of the scenario: as it is written, which is called “The scenario” here, or with something changed. Equal replicates of two arms share all random numbers. They are a pair, like twins who grow up with one thing different, so what differs between them comes from that one thing.",
        ),
      term(
        "95 % interval",
        "If the whole run were made again with other luck, an interval made in this way would hold the true mean 95 times out of 100. It says how exact the average is, not how different single replicates are. It gets narrower with more replicates, and says nothing about whether the model is right.",
      ),
      term(
        "A model",
        "All numbers are of this model: if things worked as the scenario says, this would follow. How sure the numbers in it are stands below, under “What goes in”.",
      ),
    ),
  );
  return section;
}
