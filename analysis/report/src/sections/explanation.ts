/** Why one thing happened: its chance, what made it up, and what it hinged on, with links back along the chain. */
import type { Explanation, Happening, History } from "../data/contract";
import { copy_button, h } from "../view/dom";
import { capital, count, words } from "../view/format";
import type { Context } from "./context";
import { run_file } from "./method";
import { consequence, happening_text, rule_note, thing_text, when_text } from "./phrases";
import { why_decided } from "./why_decision";
import { why_happened } from "./why_event";

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
        ...(explanation.decision
          ? why_decided(this.context, explanation, explanation.decision)
          : why_happened(this.context, history, explanation, (at) =>
              this.link(at, history.happenings[at], words(history.happenings[at].rule)),
            )),
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
