/** Why a decision fell as it did: what it could do, how likely, and what it had to pay with. */
import { bars } from "../chart/bars";
import type { DecisionState, Explanation, OtherArm } from "../data/contract";
import { h } from "../view/dom";
import { capital, listed, percent, short, with_unit, words } from "../view/format";
import type { Context } from "./context";

function choice_there({ model }: Context, other: OtherArm): string {
  const where = `In “${model.arm_label(Math.max(model.arm_index(other.arm), 0))}”`;
  if (!other.has_row) return `${where} there is no such decision.`;
  if (!other.happened) return `${where} nobody was asked then.`;
  const option = words(other.option ?? "");
  return other.refused
    ? `${where} ${words(other.wish ?? "")} was refused and ${option} taken.`
    : `${where} ${option} was chosen.`;
}

/** What was wished and chosen, here and in the other arms; the options and what there was to pay with. */
export function why_decided(context: Context, e: Explanation, d: DecisionState): (Node | null)[] {
  const { labels } = context;
  const actor = labels.row(d.actor);
  const wish = d.options.find((option) => option.name === d.wish);
  const opening = h(
    "p",
    { class: "lead" },
    d.refused
      ? `${actor} wished for ${words(d.wish)} and could not pay for it; so it became ${words(d.option)}.`
      : `${actor} chose ${words(d.option)}${wish ? `, which had a chance of ${percent(wish.chance)}` : ""}.`,
  );
  const there = (e.other_arms ?? []).map((other) => choice_there(context, other)).join(" ");
  const options = d.options
    .filter((option) => option.offered)
    .map((option) => ({
      name: words(option.name),
      from: 0,
      to: option.chance,
      text: `${percent(option.chance)}, utility ${short(option.utility)}`,
      class: option.name === d.option ? "cause" : "other",
    }));
  return [
    opening,
    there ? h("p", {}, there) : null,
    h("div", {}, h("h4", {}, "What it could do, and how likely"), bars(options, "Options by chance")),
    payments_of(context, d),
  ];
}

function payments_of({ labels }: Context, d: DecisionState): Node | null {
  if (!d.payments.length) return null;
  const wish = d.options.find((option) => option.name === d.wish);
  return h(
    "div",
    {},
    h("h4", {}, "What it had"),
    h(
      "ul",
      { class: "plain" },
      d.payments.map((payment, i) => {
        const cost = wish?.costs[i] ?? 0;
        const bound = payment.entries.map(
          (entry) =>
            `${short(entry.amount, 4)} by ${words(entry.rule.replace(/^.*\./, ""))} on ${labels.row(entry.row)}${entry.in_this_step ? " (served before)" : ""}`,
        );
        return h(
          "li",
          { class: cost > payment.free ? "short" : "" },
          `${capital(words(payment.capacity))}: ${with_unit(short(payment.total, 4), payment.unit)} in all, ${short(payment.free, 4)} free; ${words(d.wish)} costs ${short(cost, 4)}${cost > payment.free ? ", more than there was" : ""}.`,
          bound.length ? ` Bound: ${listed(bound)}.` : "",
        );
      }),
    ),
  );
}
