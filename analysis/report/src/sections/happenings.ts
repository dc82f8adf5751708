/** The list of what happened in one history: by time, what is routine left out at first, a choice of sorts. */
import type { Happening, History } from "../data/contract";
import { choice, h } from "../view/dom";
import { capital, count, words } from "../view/format";
import type { Context } from "./context";
import { by_time, happening_text, rule_note } from "./phrases";

const most_listed = 120; // at first
const routine_from = 40; // of one sort in one history
const telling = "",
  all = "*",
  events = "*events",
  decisions = "*decisions";

export const sort_of = (one: Happening): string => (one.sort === "entry" ? "calendar" : one.rule);

export class HappeningList {
  readonly list = h("ol", { class: "happenings" });
  readonly filter = h("div", {});
  readonly note = h("p", { class: "small" });
  private chosen = telling;
  private whole = false;
  private marked = -1;
  private history: History | undefined;

  constructor(
    private readonly context: Context,
    private readonly open: (index: number) => void,
  ) {}

  show(history: History | undefined): void {
    this.history = history;
    this.whole = false;
    this.marked = -1;
    this.fill();
  }

  /** Marks it; if it is newly chosen and not in the list, the list grows until it is. */
  highlight(happening: number): void {
    const one = happening === this.marked ? undefined : this.history?.happenings[happening];
    this.marked = happening;
    if (one && !this.list.querySelector(`[data-index="${happening}"]`)) {
      this.whole = true;
      if (!this.fits(one, this.routine())) this.chosen = all;
      this.fill();
    }
    this.mark();
  }
  private mark(): void {
    for (const button of this.list.querySelectorAll<HTMLElement>("button[data-index]")) {
      const chosen = button.dataset.index === `${this.marked}`;
      if (chosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      if (chosen) {
        const [row, box] = [button.getBoundingClientRect(), this.list.getBoundingClientRect()];
        this.list.scrollTop += row.top - box.top - this.list.clientHeight / 2;
      }
    }
  }

  private counts(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const one of this.history?.happenings ?? []) counts.set(sort_of(one), (counts.get(sort_of(one)) ?? 0) + 1);
    return counts;
  }
  /** Sorts that come so often that they would hide the rest; none, if nothing else happened. */
  private routine(): Set<string> {
    const counts = this.counts();
    const often = [...counts].filter(([name, n]) => n > routine_from && name !== "calendar").map(([name]) => name);
    return new Set(often.length < counts.size ? often : []);
  }
  private fits(one: Happening, routine: Set<string>): boolean {
    if (this.chosen === telling) return !routine.has(sort_of(one));
    if (this.chosen === all) return true;
    if (this.chosen === events || this.chosen === decisions)
      return one.sort === (this.chosen === events ? "event" : "decision");
    return sort_of(one) === this.chosen;
  }

  private set(chosen: string): void {
    this.chosen = chosen;
    this.whole = false;
    this.fill();
    this.filter.querySelector("select")?.focus();
  }

  private fill(): void {
    const happenings = this.history?.happenings ?? [],
      counts = this.counts(),
      routine = this.routine();
    if (!this.chosen.startsWith("*") && this.chosen && !counts.has(this.chosen)) this.chosen = telling;
    const shown = by_time(happenings).filter(({ one }) => this.fits(one, routine));
    const listed = this.whole ? shown : shown.slice(0, most_listed);
    const more =
      shown.length > listed.length &&
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "all",
            onclick: () => {
              this.whole = true;
              this.fill();
              this.list.querySelectorAll("button")[most_listed]?.focus();
            },
          },
          `Show all ${count(shown.length)}`,
        ),
      );
    this.list.replaceChildren(
      ...listed.map(({ one, index }) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              "data-index": index,
              title: rule_note(one, this.context) || null,
              onclick: () => this.open(index),
            },
            h("span", { class: `sort ${one.sort}${one.refused ? " refused" : ""}`, "aria-hidden": "true" }),
            happening_text(one, this.context),
          ),
        ),
      ),
      ...(more ? [more] : []),
    );
    this.note.replaceChildren(...this.left_out(counts, routine));
    this.filter.replaceChildren(this.choices(counts, routine));
    this.mark();
  }

  private choices(counts: Map<string, number>, routine: Set<string>): HTMLElement {
    const happenings = this.history?.happenings ?? [];
    const number = (sort: string) => happenings.filter((one) => one.sort === sort).length;
    const few = happenings.length - [...routine].reduce((sum, name) => sum + counts.get(name)!, 0);
    const sorts = [...counts]
      .sort(([a, m], [b, n]) => m - n || a.localeCompare(b))
      .map(([name, n]) => ({ value: name, text: `${words(name)} ${count(n)}`, group: "one sort alone" }));
    return choice(
      "Show",
      [
        ...(routine.size ? [{ value: telling, text: `all but what is routine ${count(few)}` }] : []),
        { value: routine.size ? all : telling, text: `everything ${count(happenings.length)}` },
        { value: events, text: `events ${count(number("event"))}` },
        { value: decisions, text: `decisions ${count(number("decision"))}` },
        ...sorts,
      ],
      this.chosen,
      (value) => this.set(value),
    );
  }

  /** What the list leaves out, and the way to it. */
  private left_out(counts: Map<string, number>, routine: Set<string>): (Node | string)[] {
    if (this.chosen !== telling || !routine.size) return [];
    const names = [...routine].sort((a, b) => counts.get(b)! - counts.get(a)!);
    const sum = names.reduce((total, name) => total + counts.get(name)!, 0);
    const listed = names
      .slice(0, 4)
      .map((name) => `${words(name)} ${count(counts.get(name)!)}`)
      .join(", ");
    return [
      capital(
        `${count(sum)} routine things are left out of the list (${listed}${names.length > 4 ? `, and ${names.length - 4} more sorts` : ""}). `,
      ),
      h("button", { type: "button", class: "inline", onclick: () => this.set(all) }, "List everything"),
    ];
  }
}
