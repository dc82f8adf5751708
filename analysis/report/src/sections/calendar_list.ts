/** What the dotted lines of the plots are: the calendar's entries; the one that has the focus or the pointer is lit. */
import type { Entry } from "../data/contract";
import type { Model } from "../data/model";
import { h } from "../view/dom";
import { words } from "../view/format";
import type { Context } from "./context";

const most_shown = 24; // the others fold away

/** Which arms have it, where not all do. */
function arms_of(model: Model, entry: Entry): string {
  const have = model.arms.flatMap((arm, i) =>
    arm.calendar.some((one) => one.name === entry.name) ? [`“${model.arm_label(i)}”`] : [],
  );
  return have.length === model.arms.length ? "" : `, only in ${have.join(", ")}`;
}

/** `plots` holds the lines; a click moves the slider to the entry. Null without a calendar. */
export function calendar_list({ model, state }: Context, plots: HTMLElement): HTMLElement | null {
  const all = [...new Map(model.arms.flatMap((arm) => arm.calendar).map((entry) => [entry.name, entry])).values()].sort(
    (a, b) => a.time - b.time,
  );
  if (!all.length) return null;
  const light = (name: string, lit: boolean) => {
    for (const line of plots.querySelectorAll<SVGElement>("line.entry"))
      if (line.dataset.entry === name) line.classList.toggle("lit", lit);
  };
  const item = (entry: Entry) => {
    const on = () => light(entry.name, true),
      off = () => light(entry.name, false);
    return h(
      "li",
      {},
      h(
        "button",
        {
          type: "button",
          onfocus: on,
          onblur: off,
          onpointerenter: on,
          onpointerleave: off,
          onclick: () => state.set({ step: model.shown_index(entry.step) }),
        },
        h("span", { class: "date" }, model.moment(entry.time)),
        h("span", {}, h("strong", {}, words(entry.name)), entry.note ? `: ${entry.note}` : "", arms_of(model, entry)),
      ),
    );
  };
  const list = (entries: Entry[]) => h("ul", { class: "entries" }, entries.map(item));
  return h(
    "div",
    {},
    h("h3", {}, "Dotted lines: the calendar"),
    list(all.slice(0, most_shown)),
    all.length > most_shown &&
      h("details", { class: "more" }, h("summary", {}, `${all.length - most_shown} more`), list(all.slice(most_shown))),
  );
}
