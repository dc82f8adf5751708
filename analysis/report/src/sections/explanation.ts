/** Why one thing happened: its chance, what made it up, and what it hinged on, with links back along the chain. */
import type { DecisionState, Explanation, Happening, History, OtherArm, RatePart } from "../data/contract";
import { copy_button, h, s } from "../view/dom";
import { capital, count, listed, percent, short, with_unit, words } from "../view/format";
import type { Context } from "./context";
import { run_file } from "./method";
import { leading_difference, values_elsewhere } from "./elsewhere";
import { consequence, happening_text, rule_note, thing_text, when_text } from "./phrases";

interface Bar {
  name: string;
  note?: string;
  from: number;
  to: number;
  text: string;
  class: string;
  others?: { to: number; class: string }[];
}

/** Bars in which a name, a bar and a number stand in a row; below a bar thinner ones for other arms. */
function bars(rows: Bar[], label: string): HTMLElement {
  const box = (from: number, to: number, y: number, height: number, name: string) =>
    s("rect", { class: name, x: 100 * Math.min(from, to), width: Math.max(100 * Math.abs(to - from), 0.6), y, height });
  return h(
    "ul",
    { class: "bars", "aria-label": label },
    rows.map((row) => {
      const thin = row.others ?? [],
        tall = thin.length ? 6 : 8;
      const bar = s(
        "svg",
        { viewBox: `0 0 100 ${10 + 4 * thin.length}`, preserveAspectRatio: "none", "aria-hidden": "true" },
        s("line", { class: "grid", x1: 100 * row.from, x2: 100 * row.from, y1: 0, y2: 10 + 4 * thin.length }),
        box(row.from, row.to, 1, tall, row.class),
        ...thin.map((other, i) => box(row.from, other.to, 8 + 4 * i, 3, other.class)),
      );
      return h(
        "li",
        {},
        h("span", { class: "name" }, row.name, row.note && h("span", { class: "gloss" }, row.note)),
        bar,
        h("span", { class: "value" }, row.text),
      );
    }),
  );
}

const note_of = (part: RatePart): string => [part.note, part.source].filter(Boolean).join("; ");

export class ExplanationView {
  readonly element = h("div", { class: "explanation", tabindex: -1, role: "region", "aria-label": "Explanation" });
  private trail: number[] = [];
  private shown: History | undefined;

  constructor(
    private readonly context: Context,
    private readonly open: (index: number) => void,
  ) {}

  focus(): void {
    this.element.focus({ preventScroll: true });
    const box = this.element.getBoundingClientRect();
    if (box.top < 60 || box.top > innerHeight * 0.7)
      this.element.scrollIntoView({
        block: "start",
        behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
      });
    this.element.scrollTop = 0;
  }
  forget(): void {
    this.trail = [];
  }

  show(history: History | undefined, index: number): void {
    if (history !== this.shown) this.trail = [];
    this.shown = history;
    const what = history?.happenings[index];
    if (!history || !what) {
      this.element.replaceChildren(
        h("p", { class: "small" }, "Here stands why something happened, once it is chosen."),
      );
      return;
    }
    const at = this.trail.indexOf(index);
    this.trail = at >= 0 ? this.trail.slice(0, at + 1) : [...this.trail, index];
    const explanation = what.explanation;
    const follows = this.follows(history, index);
    const parts: (Node | null)[] = [
      this.path(history),
      h("h3", {}, `${capital(thing_text(what, this.context))}`),
      h(
        "p",
        { class: "small" },
        `${rule_note(what, this.context) ? `${capital(rule_note(what, this.context))}. ` : ""}${when_text(what, this.context)}${what.number === undefined ? "" : `; number ${what.number} among the ${what.sort}s of this arm`}`,
      ),
    ];
    if (what.sort === "entry")
      parts.push(
        h(
          "p",
          {},
          `${what.note ? `${what.note}. ` : ""}An entry of the calendar: it comes on its date in every replicate of this arm.`,
        ),
      );
    else if (!explanation) parts.push(...this.unexplained(history, what));
    else
      parts.push(
        ...(explanation.decision ? this.decision(explanation, explanation.decision) : this.event(explanation)),
        this.but_for(history, what, explanation),
      );
    parts.push(follows);
    this.element.replaceChildren(...parts.filter((part) => part !== null));
  }

  /** The command that explains it, to be copied. */
  private unexplained(history: History, what: Happening): Node[] {
    const { model } = this.context;
    if (what.number === undefined)
      return [h("p", {}, "It is not explained in this report. `hegemon explain` on the run file does it.")];
    const command = `hegemon explain ${run_file(model)} --arm ${history.arm} --replicate ${history.replicate} --${what.sort} ${what.number}`;
    return [
      h(
        "p",
        {},
        "This report explains only some of what happened, and not this. On the run file this command does it:",
      ),
      h("p", { class: "command" }, h("code", {}, command), copy_button(command)),
    ];
  }

  /** How one came here, each step a way back. */
  private path(history: History): HTMLElement | null {
    if (this.trail.length < 2) return null;
    const link = (index: number) =>
      this.link(index, history.happenings[index], thing_text(history.happenings[index], this.context));
    return h(
      "nav",
      { class: "trail", "aria-label": "The chain so far" },
      h(
        "ol",
        {},
        this.trail.map((index, i) =>
          h(
            "li",
            {},
            i === this.trail.length - 1
              ? h("span", { "aria-current": "step" }, thing_text(history.happenings[index], this.context))
              : link(index),
          ),
        ),
      ),
    );
  }

  private link(index: number, happening: Happening, text = happening_text(happening, this.context)): HTMLElement {
    return h(
      "a",
      {
        href: "#history",
        class: "link",
        onclick: (event) => {
          event.preventDefault();
          this.open(index);
        },
      },
      text,
    );
  }

  private per(): string {
    return `a ${this.context.model.clock.unit}`;
  }
  private step_name(): string {
    const { unit, step } = this.context.model.clock;
    return step === 1 && unit !== "step" ? `in this ${unit}` : "in this step";
  }

  // ---------------------------------------------------------------------------------------------- events

  private event(e: Explanation): (Node | null)[] {
    const by_date = e.entry != null ? this.shown!.happenings[e.entry] : null;
    const opening = by_date
      ? h(
          "p",
          { class: "lead" },
          "It came by date: the calendar's entry ",
          this.link(e.entry!, by_date, words(by_date.rule)),
          " makes it happen.",
        )
      : h(
          "p",
          { class: "lead" },
          `It had a chance of `,
          h("strong", {}, percent(e.chance)),
          ` ${this.step_name()}${e.has_probability ? "" : `, at a rate of ${short(e.rate)} ${this.per()}`}. ${this.others(e.other_arms ?? [])}`,
        );
    const rivals = e.rivals?.length
      ? h(
          "p",
          {},
          `Beside ${listed(e.rivals.map((r) => `${words(r.event)} (${percent(r.chance)})`))}, which could have come first, its chance was ${percent(e.chance_among_rivals)}.`,
        )
      : null;
    return [opening, rivals, this.causes(e), this.factors(e)];
  }

  private others(arms: OtherArm[]): string {
    const { model } = this.context;
    return arms
      .map((other) => {
        const name = `In “${model.arm_label(Math.max(model.arm_index(other.arm), 0))}”`;
        if (!other.has_row) return `${name} there is no such thing.`;
        if (other.may_happen === false) return `${name} it could not happen then.`;
        return `${name} the chance was ${percent(other.chance)}, and it ${other.happened ? "happened, too" : "did not happen then"}.`;
      })
      .join(" ");
  }

  private causes(e: Explanation): Node | null {
    const there = values_elsewhere(this.context, e, "causes");
    const first = leading_difference(this.context, e);
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
        class: this.own_class(),
        text: `${short(cause.value)} (${percent(cause.share)})${there.map((arm) => `; ${short(arm.value(cause.name))}`).join("")}`,
        others: there.map((arm) => ({ to: (arm.value(cause.name) || 0) / most, class: arm.class })),
      }),
    );
    return h(
      "div",
      {},
      h("h4", {}, "What drove it: causes add up"),
      first && h("p", {}, "What differs most: ", h("strong", {}, words(first.name)), ` ${first.text}.`),
      there.length > 0 && this.arms_key(there),
      bars(rows, "Causes"),
      causes.length > 1 ? rung : null,
    );
  }

  /** Of the arm of the history that is told. */
  private own_class(): string {
    return `arm-${Math.max(this.context.model.arm_index(this.shown!.arm), 0) % 6}`;
  }
  /** Which bar belongs to which arm. */
  private arms_key(there: { label: string; class: string }[]): HTMLElement {
    const own = this.context.model.arm_label(Math.max(this.context.model.arm_index(this.shown!.arm), 0));
    return h(
      "p",
      { class: "legend" },
      [{ label: own, class: this.own_class() }, ...there].map((arm) =>
        h("span", {}, h("i", { class: `swatch ${arm.class}`, "aria-hidden": "true" }), arm.label),
      ),
    );
  }

  private factors(e: Explanation): Node | null {
    const factors = e.factors ?? [];
    if (!factors.length) return null;
    const there = values_elsewhere(this.context, e, "factors");
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
          class: Math.abs(log(factor.value)) < 1e-9 ? "other" : this.own_class(),
          text: `× ${short(factor.value)}${there.map((arm) => `; × ${short(arm.value(factor.name))}`).join("")}`,
          others: there.map((arm) => ({ to: place(arm.value(factor.name)), class: arm.class })),
        }),
      );
    return h(
      "div",
      {},
      h("h4", {}, "What damped or raised it: factors multiply"),
      there.length > 0 && this.arms_key(there),
      bars(rows, "Factors"),
      h("p", { class: "small" }, "Left of the middle: less likely; right: likelier."),
    );
  }

  // ---------------------------------------------------------------------------------------------- decisions

  private decision(e: Explanation, d: DecisionState): (Node | null)[] {
    const { labels, model } = this.context;
    const actor = labels.row(d.actor);
    const wish = d.options.find((option) => option.name === d.wish);
    const opening = h(
      "p",
      { class: "lead" },
      d.refused
        ? `${actor} wished for ${words(d.wish)} and could not pay for it; so it became ${words(d.option)}.`
        : `${actor} chose ${words(d.option)}${wish ? `, which had a chance of ${percent(wish.chance)}` : ""}.`,
    );
    const there = (e.other_arms ?? [])
      .map(
        (other) =>
          `In “${model.arm_label(Math.max(model.arm_index(other.arm), 0))}” ${!other.has_row ? "there is no such decision" : !other.happened ? "nobody was asked then" : other.refused ? `${words(other.wish ?? "")} was refused and ${words(other.option ?? "")} taken` : `${words(other.option ?? "")} was chosen`}.`,
      )
      .join(" ");
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
      this.payments(d),
    ];
  }

  private payments(d: DecisionState): Node | null {
    if (!d.payments.length) return null;
    const wish = d.options.find((option) => option.name === d.wish);
    const { labels } = this.context;
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

  // ---------------------------------------------------------------------------------------------- the chain

  private but_for(history: History, what: Happening, e: Explanation): Node {
    const line = (test: Explanation["but_for"][number]) =>
      h(
        "li",
        {},
        "Without ",
        this.link(test.without, history.happenings[test.without]),
        ": ",
        consequence(test, what, this.context),
      );
    const decisive = e.but_for.filter((test) => !test.still),
      idle = e.but_for.filter((test) => test.still);
    const box = h("div", {}, h("h4", {}, "What it hinged on"));
    const tested = e.but_for.length;
    const taken =
      tested < e.earlier
        ? `Of ${count(e.earlier)} earlier things ${count(tested)} (the latest ones, and the calendar) were each taken away alone`
        : `Each of ${count(e.earlier)} earlier things was taken away alone`;
    if (!e.earlier) box.append(h("p", {}, "Nothing came before it that could be taken away."));
    else if (!decisive.length) box.append(h("p", {}, `${taken}, and it happened all the same.`));
    else
      box.append(
        h(
          "p",
          { class: "small" },
          `${taken}, with the same luck; ${decisive.length} decide${decisive.length === 1 ? "s" : ""} it.`,
        ),
        h("ul", { class: "chain" }, decisive.map(line)),
      );
    if (idle.length)
      box.append(
        h(
          "details",
          { class: "more" },
          h("summary", {}, `${idle.length} thing${idle.length === 1 ? "" : "s"} that did not decide it`),
          h("ul", { class: "chain" }, idle.map(line)),
        ),
      );
    return box;
  }

  /** What would not have happened without this one. */
  private follows(history: History, index: number): Node | null {
    const later = history.happenings
      .map((one, i) => ({ one, i }))
      .filter(({ one }) => one.explanation?.but_for.some((test) => test.without === index && !test.still));
    if (!later.length) return null;
    return h(
      "div",
      {},
      h("h4", {}, "What would not have come like this without it"),
      h(
        "ul",
        { class: "chain" },
        later.slice(0, 12).map(({ one, i }) => h("li", {}, this.link(i, one))),
      ),
      later.length > 12 ? h("p", { class: "small" }, `and ${later.length - 12} more`) : null,
    );
  }
}
