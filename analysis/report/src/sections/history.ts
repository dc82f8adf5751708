/** One replicate told in full: what happened when, and why. */
import { canvas, playhead, tick_below, time_axis } from "../chart/axes";
import { widest } from "../chart/text";
import type { Happening, History } from "../data/contract";
import { subject_of } from "../data/subject";
import { most_telling, type Telling } from "../data/telling";
import { announce, choice, h, responsive, s, term } from "../view/dom";
import { capital, count, words } from "../view/format";
import { arm_choice } from "./arms";
import type { Context } from "./context";
import { ExplanationView } from "./explanation";
import { HappeningList, sort_of } from "./happenings";
import { happening_text, opened_because } from "./phrases";

const marks: Record<string, string> = {
  event: "M-5,0a5,5 0 1,0 10,0a5,5 0 1,0 -10,0",
  decision: "M0,-6L6,0L0,6L-6,0Z",
  entry: "M0,-6L6,5L-6,5Z",
};
const most_lanes = 16;

export class HistoryView {
  private readonly box = h("div", { class: "chart" });
  private readonly told = h("p", { class: "small" });
  private readonly why = h("p", { class: "why" });
  private readonly list: HappeningList;
  private readonly explanation: ExplanationView;
  private dots: SVGElement[] = [];
  private move: (step: number) => void = () => {};

  constructor(private readonly context: Context) {
    this.explanation = new ExplanationView(context, (index) => this.open(index));
    this.list = new HappeningList(context, (index) => this.open(index));
  }

  private history(): History | undefined {
    const { model, state } = this.context;
    return model.history(state.now.history_arm, state.now.replicate);
  }

  /** Opens a happening: the slider goes there, the explanation stands beside the list and has the focus. */
  open(index: number): void {
    const happening = this.history()?.happenings[index];
    if (!happening) return;
    this.context.state.set({ happening: index, step: this.context.model.shown_index(happening.step) });
    this.explanation.focus();
    announce(`Explained: ${happening_text(happening, this.context)}`);
  }

  /** Opens the one that tells most, and says why; without moving the slider or the focus. */
  private begin(telling: Telling | null): void {
    this.context.state.set({ happening: telling?.index ?? -1 });
    this.why.textContent = telling ? opened_because(telling, this.context) : "";
    this.why.hidden = !telling;
  }
  private telling(histories: History[]): Telling | null {
    return most_telling(histories, subject_of(this.context.model.arms[0].outcomes));
  }

  private lanes(happenings: Happening[]): string[] {
    const counts = new Map<string, number>();
    for (const one of happenings) counts.set(sort_of(one), (counts.get(sort_of(one)) ?? 0) + 1);
    const events = new Set(happenings.filter((one) => one.sort === "event").map((one) => one.rule));
    const rare_first = (a: string, b: string) => +events.has(b) - +events.has(a) || counts.get(a)! - counts.get(b)!;
    const rules = [...counts.keys()]
      .filter((name) => name !== "calendar")
      .sort(rare_first)
      .slice(0, most_lanes)
      .sort();
    return [...(counts.has("calendar") ? ["calendar"] : []), ...rules];
  }

  private draw(width: number): void {
    const { model, state } = this.context;
    const happenings = this.history()?.happenings ?? [];
    const lanes = this.lanes(happenings);
    const narrow = width < 560,
      left = narrow ? 10 : Math.max(130, widest(lanes.map(words)) + 22),
      tall = narrow ? 40 : 28,
      height = lanes.length * tall + 30;
    const { x, ticks } = time_axis(model, left, width - 12);
    const svg = canvas(width, height, "What happened when; the list below says the same in words");
    for (const tick of ticks)
      svg.append(
        s("line", { class: "grid", x1: tick.x, x2: tick.x, y1: 0, y2: height - 24 }),
        tick_below(tick.centre, height - 8, tick.text),
      );
    const y_of = (i: number) => i * tall + (narrow ? 26 : tall / 2);
    lanes.forEach((lane, i) => {
      svg.append(
        s("line", { class: "lane", x1: left, x2: width - 12, y1: y_of(i), y2: y_of(i) }),
        narrow
          ? s("text", { class: "name", x: left, y: y_of(i) - 11 }, words(lane))
          : s("text", { class: "name", x: left - 14, y: y_of(i), dy: "0.34em", "text-anchor": "end" }, words(lane)),
      );
    });
    this.dots = [];
    const taken = new Set<string>(); // of many in one spot one is drawn
    happenings.forEach((one, index) => {
      const lane = lanes.indexOf(sort_of(one));
      const spot = `${lane} ${one.refused} ${Math.round(x(one.time) / 2)}`;
      if (lane < 0 || taken.has(spot)) return;
      taken.add(spot);
      const dot = s(
        "path",
        {
          class: `mark ${one.sort}${one.refused ? " refused" : ""}`,
          d: marks[one.sort],
          transform: `translate(${x(one.time)},${y_of(lane)})`,
        },
        s("title", {}, happening_text(one, this.context)),
      );
      dot.addEventListener("click", () => this.open(index));
      this.dots[index] = dot;
      svg.append(dot);
    });
    const move = playhead(svg, 0, height - 24);
    this.move = (step) => move(x(model.time(step)));
    this.move(state.now.step);
    this.box.replaceChildren(svg);
    this.highlight();
  }

  private highlight(): void {
    const { happening } = this.context.state.now;
    this.dots.forEach((dot, index) => dot.classList.toggle("chosen", index === happening));
    this.list.highlight(happening);
  }

  private tell(): void {
    const { replicate } = this.context.state.now;
    const history = this.history(),
      happenings = history?.happenings ?? [];
    this.list.show(history);
    const cut = (history?.happenings_total ?? happenings.length) - happenings.length;
    const sorts = new Set(happenings.map(sort_of)).size,
      hidden = sorts - this.lanes(happenings).length;
    this.told.textContent = happenings.length
      ? `${count(happenings.length)} things happened in replicate ${replicate}${cut > 0 ? ` (${count(cut)} later ones are left out here)` : ""}. Choose one to see why.${hidden > 0 ? ` The picture leaves ${hidden} of ${sorts} sorts of things out, those that happen most often.` : ""}`
      : `Nothing happened in replicate ${replicate}: no event, no decision, no entry of the calendar.`;
  }

  section(): HTMLElement {
    const { model, state } = this.context;
    const first = this.telling(model.report.histories.filter((one) => one.arm === model.arms[0].name));
    if (first) state.set({ replicate: first.history.replicate });
    const redraw = responsive(this.box, (width) => this.draw(width));
    const afresh = () => {
      this.tell();
      redraw();
    };
    state.on(["replicate", "history_arm"], () => {
      this.explanation.forget();
      state.set({ happening: -1 });
      afresh();
      this.begin(this.telling([this.history()].filter((one) => one !== undefined)));
    });
    state.on(["happening"], () => {
      this.why.hidden = true;
      this.explanation.show(this.history(), state.now.happening);
      this.highlight();
    });
    state.on(["step"], () => this.move(state.now.step));
    const replicates = model.replicates_told().map((r) => ({ value: `${r}`, text: `${r}` }));
    afresh();
    this.explanation.show(this.history(), -1);
    this.begin(first);
    const told = model.replicates_told().length;
    return h(
      "section",
      { "aria-labelledby": "history" },
      h("h2", { id: "history" }, "One history, told in full"),
      h(
        "p",
        {},
        model.report.replicates === 1
          ? "The one replicate is told here with everything that happened."
          : `Of ${count(model.report.replicates)} replicates, ${told === 1 ? "one is" : `${told} are`} told here with everything that happened. They are the first ones, not chosen for what they show; another one may have gone quite differently.`,
      ),
      h(
        "div",
        { class: "controls" },
        choice("Replicate", replicates, `${state.now.replicate}`, (value) => state.set({ replicate: +value })),
        arm_choice(this.context, "history_arm"),
        this.list.filter,
      ),
      this.box,
      this.told,
      this.list.note,
      this.why,
      h("div", { class: "beside" }, this.list.list, this.explanation.element),
      h(
        "div",
        { class: "terms" },
        term(
          "Event, decision, calendar",
          capital(
            "circles are events, which chance brings about at some rate; diamonds are decisions, in which somebody chooses what to do (hollow: refused, for want of means), at the end of a step; triangles are entries of the calendar, which come on their date in every replicate.",
          ),
        ),
        term(
          "Without it",
          "The same replicate was run again with one thing taken away and the same luck. “Would not have happened” is therefore no guess but what this model does. Taking a thing away changes chances; whether it decides depends also on the draw.",
        ),
      ),
    );
  }
}

/** The section, and what opens a happening in it; null where nothing happened. */
export function history(context: Context): { section: HTMLElement; open: (index: number) => void } | null {
  if (!context.model.report.histories.some((one) => one.happenings.length)) return null;
  const view = new HistoryView(context);
  return { section: view.section(), open: (index) => view.open(index) };
}
