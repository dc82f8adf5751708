/** Why an event happened: its chance, here and in the other arms, and what made it up. */
import { type Bar, bars } from "../chart/bars";
import type { Explanation, History, OtherArm, RatePart } from "../data/contract";
import { h } from "../view/dom";
import { listed, percent, short, words } from "../view/format";
import type { Context } from "./context";
import { leading_difference, values_elsewhere } from "./elsewhere";

const note_of = (part: RatePart): string => [part.note, part.source].filter(Boolean).join("; ");

const class_of = (arm: number): string => `arm-${arm % 6}`;

function step_name({ model }: Context): string {
  const { unit, step } = model.clock;
  return step === 1 && unit !== "step" ? `in this ${unit}` : "in this step";
}

/** Its chance here and in the other arms, causes and factors; `entry_link` makes a link to an entry of the calendar. */
export function why_happened(
  context: Context,
  history: History,
  e: Explanation,
  entry_link: (index: number) => HTMLElement,
): (Node | null)[] {
  const own = Math.max(context.model.arm_index(history.arm), 0);
  const opening =
    e.entry != null
      ? h("p", { class: "lead" }, "It came by date: the calendar's entry ", entry_link(e.entry), " makes it happen.")
      : h(
          "p",
          { class: "lead" },
          `It had a chance of `,
          h("strong", {}, percent(e.chance)),
          ` ${step_name(context)}${e.has_probability ? "" : `, at a rate of ${short(e.rate)} a ${context.model.clock.unit}`}. ${chances_elsewhere(context, e.other_arms ?? [])}`,
        );
  const rivals = e.rivals?.length
    ? h(
        "p",
        {},
        `Beside ${listed(e.rivals.map((r) => `${words(r.event)} (${percent(r.chance)})`))}, which could have come first, its chance was ${percent(e.chance_among_rivals)}.`,
      )
    : null;
  return [opening, rivals, causes_of(context, own, e), factors_of(context, own, e)];
}

function chances_elsewhere({ model }: Context, arms: OtherArm[]): string {
  return arms
    .map((other) => {
      const name = `In “${model.arm_label(Math.max(model.arm_index(other.arm), 0))}”`;
      if (!other.has_row) return `${name} there is no such thing.`;
      if (other.may_happen === false) return `${name} it could not happen then.`;
      return `${name} the chance was ${percent(other.chance)}, and it ${other.happened ? "happened, too" : "did not happen then"}.`;
    })
    .join(" ");
}

function causes_of(context: Context, own: number, e: Explanation): Node | null {
  const there = values_elsewhere(context, e, "causes");
  const first = leading_difference(context, e);
  const causes = (e.causes ?? [])
    .filter((cause) => (cause.share ?? 0) > 0 || there.some((arm) => arm.value(cause.name) > 0))
    .sort((a, b) => +(first?.name === b.name) - +(first?.name === a.name) || b.value - a.value);
  if (!causes.length) return null;
  const most = Math.max(
    ...causes.flatMap((cause) => [cause.value, ...there.map((arm) => arm.value(cause.name) || 0)]),
    1e-300,
  );
  const rung = e.cause ? h("p", { class: "small" }, `The draw says that it was ${words(e.cause)}.`) : null;
  const rows = causes.map(
    (cause): Bar => ({
      name: words(cause.name),
      note: note_of(cause),
      from: 0,
      to: cause.value / most,
      class: class_of(own),
      text: `${short(cause.value)} (${percent(cause.share)})${there.map((arm) => `; ${short(arm.value(cause.name))}`).join("")}`,
      others: there.map((arm) => ({ to: (arm.value(cause.name) || 0) / most, class: arm.class })),
    }),
  );
  return h(
    "div",
    {},
    h("h4", {}, "What drove it: causes add up"),
    first && h("p", {}, "What differs most: ", h("strong", {}, words(first.name)), ` ${first.text}.`),
    there.length > 0 && arms_key(context, own, there),
    bars(rows, "Causes"),
    causes.length > 1 ? rung : null,
  );
}

/** Which bar belongs to which arm. */
function arms_key({ model }: Context, own: number, there: { label: string; class: string }[]): HTMLElement {
  const first = { label: model.arm_label(own), class: class_of(own) };
  return h(
    "p",
    { class: "legend" },
    [first, ...there].map((arm) =>
      h("span", {}, h("i", { class: `swatch ${arm.class}`, "aria-hidden": "true" }), arm.label),
    ),
  );
}

function factors_of(context: Context, own: number, e: Explanation): Node | null {
  const factors = e.factors ?? [];
  if (!factors.length) return null;
  const there = values_elsewhere(context, e, "factors");
  const log = (value: number) => Math.log(Math.max(value, 1e-9));
  const most = Math.max(
    ...factors
      .flatMap((factor) => [log(factor.value), ...there.map((arm) => log(arm.value(factor.name)) || 0)])
      .map(Math.abs),
    Math.log(2),
  );
  const place = (value: number) => 0.5 + (log(value) || 0) / most / 2.02;
  const apart = (factor: RatePart) =>
    Math.max(0, ...there.map((arm) => Math.abs(log(factor.value) - log(arm.value(factor.name))) || 0));
  const rows = [...factors]
    .sort((a, b) => apart(b) - apart(a))
    .map(
      (factor): Bar => ({
        name: words(factor.name),
        note: note_of(factor),
        from: 0.5,
        to: place(factor.value),
        class: Math.abs(log(factor.value)) < 1e-9 ? "other" : class_of(own),
        text: `× ${short(factor.value)}${there.map((arm) => `; × ${short(arm.value(factor.name))}`).join("")}`,
        others: there.map((arm) => ({ to: place(arm.value(factor.name)), class: arm.class })),
      }),
    );
  return h(
    "div",
    {},
    h("h4", {}, "What damped or raised it: factors multiply"),
    there.length > 0 && arms_key(context, own, there),
    bars(rows, "Factors"),
    h("p", { class: "small" }, "Left of the middle: less likely; right: likelier."),
  );
}
