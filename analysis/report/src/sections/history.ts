/** One replicate told in full: what happened when, and why. */
import { time_axis } from "../chart/time_plot";
import type { Happening, History } from "../data/contract";
import { announce, choice, h, responsive, s, segments, term } from "../view/dom";
import { capital, count, words } from "../view/format";
import type { Context } from "./context";
import { ExplanationView } from "./explanation";
import { happening_text } from "./phrases";

const marks: Record<string, string> = { event: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0", decision: "M0,-6L6,0L0,6L-6,0Z", entry: "M0,-6L6,5L-6,5Z" };
const most_lanes = 16;
const most_listed = 150; // at first
const many = 300; // then decisions are not listed at first
const sort_prefix = "sort:", occurrences = "sort:events", decisions = "sort:decisions";

export class HistoryView {
  private readonly box = h("div", { class: "chart" });
  private readonly list = h("ol", { class: "happenings" });
  private readonly told = h("p", { class: "small" });
  private rule = "";
  private whole = false;
  private readonly filter = h("div", {});
  private readonly explanation: ExplanationView;
  private dots: SVGElement[] = [];
  private playhead: { move: (index: number) => void } | null = null;

  constructor(private readonly context: Context) {
    this.explanation = new ExplanationView(context, (index) => this.open(index));
  }

  private history(): History | undefined {
    const { model, state } = this.context;
    return model.history(state.now.history_arm, state.now.replicate);
  }

  /** Opens a happening: the slider goes there, the explanation stands beside the list and has the focus. */
  private open(index: number): void {
    const happening = this.history()?.happenings[index];
    if (!happening) return;
    this.context.state.set({ happening: index, step: this.context.model.shown_index(happening.step) });
    this.explanation.focus();
    announce(`Explained: ${happening_text(happening, this.context)}`);
  }

  /** What to begin with: a rare event that hinged on much, on the calendar best of all. */
  private telling(): number {
    const happenings = this.history()?.happenings ?? [];
    const of_rule = new Map<string, number>();
    for (const one of happenings) of_rule.set(one.rule, (of_rule.get(one.rule) ?? 0) + 1);
    const scores = happenings.map((one) => {
      if (one.explanation?.entry != null) return 0; // it came by date
      const decisive = (one.explanation?.but_for ?? []).filter((test) => !test.still);
      const by_calendar = decisive.some((test) => happenings[test.without]?.sort === "entry");
      return (decisive.length * (one.sort === "event" ? 10 : 1) * (by_calendar ? 5 : 1)) / of_rule.get(one.rule)!;
    });
    const most = scores.reduce((a, b) => Math.max(a, b), 0);
    return most > 0 ? scores.indexOf(most) : -1;
  }

  private lanes(happenings: Happening[]): string[] {
    const key = (one: Happening) => (one.sort === "entry" ? "calendar" : one.rule);
    const counts = new Map<string, number>();
    for (const one of happenings) counts.set(key(one), (counts.get(key(one)) ?? 0) + 1);
    const events = new Set(happenings.filter((one) => one.sort === "event").map((one) => one.rule));
    const rare_first = (a: string, b: string) => +events.has(b) - +events.has(a) || counts.get(a)! - counts.get(b)!;
    const rules = [...counts.keys()].filter((name) => name !== "calendar").sort(rare_first).slice(0, most_lanes).sort();
    return [...(counts.has("calendar") ? ["calendar"] : []), ...rules];
  }

  private draw(width: number): void {
    const { model, state } = this.context;
    const happenings = this.history()?.happenings ?? [];
    const lanes = this.lanes(happenings);
    const narrow = width < 560, left = narrow ? 10 : 130, tall = narrow ? 40 : 28, height = lanes.length * tall + 30;
    const { x, ticks } = time_axis(model, left, width - 12);
    const svg = s("svg", { class: "plot", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "What happened when; the list below says the same in words" });
    for (const tick of ticks) svg.append(s("line", { class: "grid", x1: tick.x, x2: tick.x, y1: 0, y2: height - 24 }), s("text", { class: "tick", x: Math.max(16, Math.min(tick.x, width - 16)), y: height - 8, "text-anchor": "middle" }, tick.text));
    const y_of = (i: number) => i * tall + (narrow ? 26 : tall / 2);
    lanes.forEach((lane, i) => {
      svg.append(s("line", { class: "lane", x1: left, x2: width - 12, y1: y_of(i), y2: y_of(i) }),
        narrow ? s("text", { class: "name", x: left, y: y_of(i) - 11 }, words(lane)) : s("text", { class: "name", x: left - 14, y: y_of(i), dy: "0.34em", "text-anchor": "end" }, words(lane)));
    });
    this.dots = [];
    const taken = new Set<string>(); // of many in one spot one is drawn
    happenings.forEach((one, index) => {
      const lane = lanes.indexOf(one.sort === "entry" ? "calendar" : one.rule);
      const spot = `${lane} ${one.refused} ${Math.round(x(one.time) / 2)}`;
      if (lane < 0 || taken.has(spot)) return;
      taken.add(spot);
      const dot = s("path", { class: `mark ${one.sort}${one.refused ? " refused" : ""}`, d: marks[one.sort], transform: `translate(${x(one.time)},${y_of(lane)})` }, s("title", {}, happening_text(one, this.context)));
      dot.addEventListener("click", () => this.open(index));
      this.dots[index] = dot;
      svg.append(dot);
    });
    const line = s("line", { class: "playhead", y1: 0, y2: height - 24 });
    svg.append(line);
    this.playhead = { move: (index) => { const place = x(model.time(index)); line.setAttribute("x1", `${place}`); line.setAttribute("x2", `${place}`); } };
    this.playhead.move(state.now.step);
    this.box.replaceChildren(svg);
    this.highlight();
  }

  private highlight(): void {
    const { happening } = this.context.state.now;
    this.dots.forEach((dot, index) => dot.classList.toggle("chosen", index === happening));
    for (const button of this.list.querySelectorAll("button")) {
      const chosen = happening >= 0 && button.dataset.index === `${happening}`;
      if (chosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      if (chosen) this.list.scrollTop = Math.max(0, button.offsetTop - this.list.offsetTop - this.list.clientHeight / 2);
    }
  }

  private fill(): void {
    const { state } = this.context;
    const history = this.history();
    const happenings = history?.happenings ?? [];
    const rules = [...new Set(happenings.map((one) => (one.sort === "entry" ? "calendar" : one.rule)))].sort();
    if (!rules.includes(this.rule) && !this.rule.startsWith(sort_prefix)) this.rule = "";
    const fits = (one: Happening) => !this.rule || (this.rule.startsWith(sort_prefix) ? (one.sort === "decision") === (this.rule === decisions) : (one.sort === "entry" ? "calendar" : one.rule) === this.rule);
    const shown = happenings.map((one, index) => ({ one, index })).filter(({ one }) => fits(one));
    const left = rules.length - this.lanes(happenings).length;
    const listed = this.whole ? shown : shown.slice(0, most_listed);
    const more = shown.length > listed.length && h("li", {}, h("button", { type: "button", class: "all", onclick: () => { this.whole = true; this.fill(); this.list.querySelectorAll("button")[most_listed]?.focus(); } }, `Show all ${count(shown.length)}`));
    this.list.replaceChildren(...listed.map(({ one, index }) =>
      h("li", {}, h("button", { type: "button", "data-index": index, onclick: () => this.open(index) },
        h("span", { class: `sort ${one.sort}${one.refused ? " refused" : ""}`, "aria-hidden": "true" }), happening_text(one, this.context)))), ...(more ? [more] : []));
    const left_out = (history?.happenings_total ?? happenings.length) - happenings.length;
    this.told.textContent = happenings.length
      ? `${count(happenings.length)} things happened in replicate ${state.now.replicate}${left_out > 0 ? ` (${count(left_out)} later ones are left out here)` : ""}. Choose one to see why.${left > 0 ? ` The picture leaves ${left} of ${rules.length} sorts of things out, those that happen most often; the list has them all.` : ""}`
      : `Nothing happened in replicate ${state.now.replicate}: no event, no decision, no entry of the calendar.`;
    this.filter.replaceChildren(choice("Show", [{ value: "", text: "everything" }, { value: occurrences, text: "events and calendar" }, { value: decisions, text: "decisions" }, ...rules.map((rule) => ({ value: rule, text: words(rule) }))], this.rule, (value) => { this.rule = value; this.fill(); this.filter.querySelector("select")?.focus(); }));
    this.highlight();
  }

  section(): HTMLElement {
    const { model, state } = this.context;
    const redraw = responsive(this.box, (width) => this.draw(width));
    const afresh = () => { this.fill(); redraw(); };
    state.on(["replicate", "history_arm"], () => { this.explanation.forget(); state.set({ happening: -1 }); afresh(); state.set({ happening: this.telling() }); });
    state.on(["happening"], () => { this.explanation.show(this.history(), state.now.happening); this.highlight(); });
    state.on(["step"], () => this.playhead?.move(state.now.step));
    const replicates = model.replicates_told().map((r) => ({ value: `${r}`, text: `${r}` }));
    const arms = model.arms.map((_, i) => ({ value: `${i}`, text: model.arm_label(i), swatch: `arm-${i % 6}` }));
    if ((this.history()?.happenings.length ?? 0) > many) this.rule = occurrences;
    afresh();
    this.explanation.show(this.history(), -1);
    state.set({ happening: this.telling() });
    return h("section", { "aria-labelledby": "history" }, h("h2", { id: "history" }, "One history, told in full"),
      h("p", {}, `Of ${count(model.report.replicates)} replicates, ${model.replicates_told().length === 1 ? "one is" : `${model.replicates_told().length} are`} told here with everything that happened. They are the first ones, not chosen for what they show; another one may have gone quite differently.`),
      h("div", { class: "controls" }, choice("Replicate", replicates, `${state.now.replicate}`, (value) => state.set({ replicate: +value })),
        model.arms.length > 1 && segments("Arm", arms, `${state.now.history_arm}`, (value) => state.set({ history_arm: +value })), this.filter),
      this.box, this.told,
      h("div", { class: "beside" }, this.list, this.explanation.element),
      h("div", { class: "terms" },
        term("Event, decision, calendar", capital("circles are events, which chance brings about at some rate; diamonds are decisions, in which somebody chooses what to do (hollow: refused, for want of means); triangles are entries of the calendar, which come on their date in every replicate.")),
        term("Without it", "The same replicate was run again with one thing taken away and the same luck. “Would not have happened” is therefore no guess but what this model does. Taking a thing away changes chances; whether it decides depends also on the draw.")));
  }
}

export const history = (context: Context): HTMLElement | null => (context.model.report.histories.length ? new HistoryView(context).section() : null);
