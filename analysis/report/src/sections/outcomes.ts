/** All outcomes in a table. */
import type { Outcome } from "../data/contract";
import type { Model } from "../data/model";
import { choice, h, scrolling, term } from "../view/dom";
import { count, percent, gap_text, mean_text, range, unit_text } from "../view/format";
import { outcome_label } from "./answer";
import type { Context } from "./context";

/** Headlines first; then by what their names begin with, the larger families first. */
function in_groups(model: Model): [string, Outcome][] {
  const all = Object.entries(model.arms[0].outcomes);
  const family = (name: string) => name.split("_")[0];
  const sizes = new Map<string, number>();
  for (const [name] of all) sizes.set(family(name), (sizes.get(family(name)) ?? 0) + 1);
  return all.sort(
    ([a, one], [b, other]) =>
      +other.headline - +one.headline || sizes.get(family(b))! - sizes.get(family(a))! || a.localeCompare(b),
  );
}

function table(model: Model, arm: number): HTMLTableElement {
  const comparison = model.comparison(arm);
  const heading = (text: string) => h("th", { scope: "col" }, text);
  const rows = in_groups(model).map(([name, outcome]) => {
    const d = comparison?.outcomes[name];
    const cells = d
      ? [
          mean_text(d.first_mean, outcome),
          mean_text(d.other_mean, model.arms[arm].outcomes[name]),
          gap_text(d.difference, d),
          d.low == null ? "none" : range(d.low, d.high!),
          percent(d.share_positive),
          percent(d.share_negative),
        ]
      : [
          mean_text(outcome.mean, outcome),
          outcome.low == null ? "none" : range(outcome.low, outcome.high!),
          count(outcome.count),
        ];
    return h(
      "tr",
      { class: outcome.headline ? "first" : null },
      h(
        "th",
        { scope: "row" },
        outcome_label(name, outcome),
        unit_text(outcome.unit) && h("span", { class: "unit" }, ` ${unit_text(outcome.unit)}`),
        h("code", {}, name),
      ),
      cells.map((cell) => h("td", {}, cell)),
    );
  });
  const head = comparison
    ? [
        "Outcome",
        model.arm_label(0),
        model.arm_label(arm),
        "Difference",
        "95 % interval",
        "Pairs with more",
        "Pairs with less",
      ]
    : ["Outcome", "Mean", "95 % interval", "Replicates"];
  return h("table", {}, h("thead", {}, h("tr", {}, head.map(heading))), h("tbody", {}, rows));
}

export function outcomes({ model }: Context): HTMLElement | null {
  if (!Object.keys(model.arms[0].outcomes).length) return null;
  const holder = h("div", {});
  const show = (arm: number) => holder.replaceChildren(scrolling("All outcomes", table(model, arm)));
  show(model.arms.length > 1 ? 1 : 0);
  const others = model.arms.map((_, i) => ({ value: `${i}`, text: model.arm_label(i) })).slice(1);
  return h(
    "section",
    { "aria-labelledby": "outcomes" },
    h("h2", { id: "outcomes" }, "All outcomes"),
    h(
      "p",
      {},
      "One number a replicate for each of them, here the means. Headlines stand first, then what belongs together.",
    ),
    others.length > 1 && choice("Compared with", others, "1", (value) => show(+value)),
    holder,
    model.arms.length > 1 &&
      h(
        "div",
        { class: "terms" },
        term(
          "Pairs with more",
          `Share of the pairs in which “${model.arm_label(0)}” has the greater number. “More” and “less” together may be small: then most pairs do not differ at all.`,
        ),
      ),
  );
}
