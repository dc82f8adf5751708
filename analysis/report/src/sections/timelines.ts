/** Any column of any row over time, each arm with its fan of uncertainty, and the paired difference. */
import { extent_of, type TimeBand, type TimeLine, type TimePlot, time_plot } from "../chart/time_plot";
import type { Column, EventSeries } from "../data/contract";
import type { Measure } from "../data/model";
import { networks_of } from "../data/networks";
import { same_matter, subject_of } from "../data/subject";
import { calendar_list } from "./calendar_list";
import { announce, choice, h, responsive, term } from "../view/dom";
import { capital, short, signed, unsaid_unit, words } from "../view/format";
import type { Context } from "./context";

const event_prefix = "event:";
const all_rows = "*"; // the mean over them
const many_rows = 12;

export class Timelines {
  private kind: string;
  private column = "";
  private row = "";
  private path = false;
  private own_axes = false; // of the differences, where there are several
  private plots: TimePlot[] = [];
  private readonly box = h("div", { class: "panels" });
  private readonly note = h("p", { class: "small" });
  private readonly now = h("p", { class: "said" });
  private readonly choices = h("div", { class: "controls" });

  constructor(private readonly context: Context) {
    const kinds = this.kinds();
    [this.kind, this.column, this.row] = this.headline() ??
      this.telling() ?? [kinds[0] ?? "", "", context.state.now.row];
    this.settle();
  }

  /** Kinds that have something that changes. */
  kinds(): string[] {
    const { model } = this.context;
    return model
      .kind_names()
      .filter(
        (name) =>
          model.any_kind(name)!.rows.length > 0 &&
          (this.columns_of(name).length > 0 || this.events_of(name).length > 0),
      );
  }
  /** The column and row in which the arms differ most, of those that chance moves (a network counts more); with one arm, in which most changes. */
  private telling(fits: (kind: string, row: string) => boolean = () => true): [string, string, string] | null {
    const { model } = this.context;
    let best: [string, string, string] | null = null,
      most = 0;
    const arm = model.arms.length > 1 ? 1 : 0;
    const joining = new Set(
      networks_of(this.context.model).map((network) => `${network.kind.name}.${network.columns[0].name}`),
    );
    for (const kind of model.arms[arm].kinds)
      for (const column of kind.columns) {
        if (column.sort !== "column" || column.entry || column.name.includes(".")) continue;
        const [low, high] = column.truth ? [0, 1] : extent_of(this.all_courses(kind.name, column.name));
        const joins = joining.has(`${kind.name}.${column.name}`) ? 3 : 1;
        kind.rows.forEach((row, i) => {
          if (!fits(kind.name, row) || !this.varies(arm, kind.name, column, i)) return;
          const score = (joins * this.spread(arm, kind.name, column.name, i)) / (high - low);
          const shown = kind.rows.length > many_rows && arm === 0 ? all_rows : row;
          if (score > most) [most, best] = [score, [kind.name, column.name, shown]];
        });
      }
    return best;
  }
  /** What the headline is about: its event so far if the row has it, else what differs most on that row. */
  private headline(): [string, string, string] | null {
    const subject = subject_of(this.context.model.arms[0].outcomes);
    if (!subject || !this.context.model.any_kind(subject.kind)?.rows.includes(subject.row)) return null;
    const event = this.events_of(subject.kind).find((one) => same_matter(subject.column, one.name));
    if (event) return [subject.kind, event_prefix + event.name, subject.row];
    return this.telling((kind, row) => kind === subject.kind && row === subject.row);
  }
  /** Means and quantiles of all rows, in all arms. */
  private all_courses(kind: string, column: string): Float32Array[] {
    const { model } = this.context;
    return model.arms.flatMap((_, arm) =>
      (model.kind(arm, kind)?.rows ?? []).flatMap((_, row) =>
        (["mean", 0, 4] as Measure[])
          .map((measure) => model.course(arm, kind, column, row, measure))
          .filter((one) => one !== undefined),
      ),
    );
  }
  /** By how much the arms differ at most; with one arm, by how much it changes. */
  private spread(arm: number, kind: string, column: string, row: number): number {
    const gap = this.context.model.course(arm, kind, column, row, "gap");
    if (gap) return Math.max(0, ...gap.map(Math.abs));
    const values = arm ? [] : (this.context.model.course(arm, kind, column, row) ?? []);
    return Math.max(...values) - Math.min(...values);
  }
  /** Whether replicates differ in it at some time. */
  private varies(arm: number, kind: string, column: Column, row: number): boolean {
    const course = (measure: Measure) => this.context.model.course(arm, kind, column.name, row, measure);
    if (column.truth) return course("mean")?.some((v) => v > 0 && v < 1) ?? false;
    const low = course(0),
      high = course(4);
    return low !== undefined && high !== undefined && high.some((v, t) => v > low[t]);
  }
  private columns_of(kind: string): Column[] {
    const all = this.context.model.arms.flatMap((_, arm) => this.context.model.kind(arm, kind)?.columns ?? []);
    return [...new Map(all.filter((c) => c.sort === "column").map((c) => [c.name, c])).values()];
  }
  private events_of(kind: string): EventSeries[] {
    const all = this.context.model.arms
      .flatMap((arm) => arm.events)
      .filter((event) => event.kind === kind && event.mean);
    return [...new Map(all.map((event) => [event.name, event])).values()];
  }
  private get meta(): Column | undefined {
    return this.columns_of(this.kind).find((c) => c.name === this.column);
  }

  /** Makes column and row fit the kind. */
  private settle(): void {
    const names = [
      ...this.columns_of(this.kind).map((c) => c.name),
      ...this.events_of(this.kind).map((e) => event_prefix + e.name),
    ];
    if (!names.includes(this.column)) this.column = names[0];
    const rows = this.context.model.any_kind(this.kind)?.rows ?? [];
    if (this.row === all_rows ? rows.length < 2 : !rows.includes(this.row)) this.row = rows[0] ?? "";
  }

  /** Of the row chosen, or the mean over all rows. */
  private over_rows(arm: number, course: (row: number) => Float32Array | undefined): Float32Array | undefined {
    const { model } = this.context;
    if (this.row !== all_rows) return course(model.row(arm, this.kind, this.row));
    const rows = (model.kind(arm, this.kind)?.rows ?? []).map((_, i) => course(i)).filter((one) => one !== undefined);
    return rows[0]?.map((_, t) => rows.reduce((sum, row) => sum + row[t], 0) / rows.length);
  }
  private course(arm: number, measure: Measure): Float32Array | undefined {
    return this.over_rows(arm, (row) => this.context.model.course(arm, this.kind, this.column, row, measure));
  }
  private mean(arm: number): Float32Array | undefined {
    if (!this.column.startsWith(event_prefix)) return this.course(arm, "mean");
    const event = this.column.slice(event_prefix.length);
    return this.over_rows(arm, (row) => this.context.model.firings(arm, this.kind, event, row));
  }
  private quantile(arm: number, which: number): Float32Array | undefined {
    return this.row === all_rows ? undefined : this.course(arm, which);
  }
  private one_path(arm: number): Float32Array | undefined {
    const { model, state } = this.context;
    const row = model.row(arm, this.kind, this.row);
    return this.path ? model.path(arm, state.now.replicate, this.kind, this.column, row) : undefined;
  }

  /** The first arm less this one: with its interval for a column, plain for an event. */
  private difference(arm: number): { mean: Float32Array; half?: Float32Array } | undefined {
    if (this.column.startsWith(event_prefix)) {
      const first = this.mean(0),
        other = this.mean(arm);
      return first && other ? { mean: first.map((value, i) => value - other[i]) } : undefined;
    }
    const mean = this.course(arm, "gap");
    return mean && { mean, half: this.row === all_rows ? undefined : this.course(arm, "half") };
  }

  private draw(width: number): void {
    const { model, state } = this.context;
    const arms = model.arms.map((_, arm) => arm).filter((arm) => this.mean(arm));
    const differences = arms
      .slice(1)
      .map((arm) => ({ arm, d: this.difference(arm) }))
      .filter((one) => one.d);
    const panels = arms.length + differences.length;
    const columns = width > 1000 ? Math.min(panels, 3) : width > 620 ? Math.min(panels, 2) : 1;
    const wide = Math.floor((width - (columns - 1) * 16) / columns);
    const range = this.meta?.truth
      ? ([0, 1] as [number, number])
      : extent_of(
          arms.flatMap((arm) =>
            [this.mean(arm)!, this.quantile(arm, 0), this.quantile(arm, 4), this.one_path(arm)].filter(
              (list) => list !== undefined,
            ),
          ),
        );
    const name = this.title();
    const picked = (step: number) => state.set({ step });
    const size = { width: wide, height: wide < 420 ? 200 : 240, picked };
    this.plots = [];
    const add = (caption: string, swatch: string, plot: TimePlot) => {
      this.plots.push(plot);
      return h(
        "figure",
        {},
        h("figcaption", {}, h("i", { class: `swatch ${swatch}`, "aria-hidden": "true" }), caption),
        plot.svg,
      );
    };
    const own = arms.map((arm) => {
      const colour = `arm-${arm % 6}`;
      const bands: TimeBand[] = [
        [0, 4, "wide"],
        [1, 3, "inner"],
      ].flatMap(([low, high, kind]) => {
        const a = this.quantile(arm, low as number),
          b = this.quantile(arm, high as number);
        return a && b ? [{ low: a, high: b, class: `${colour} ${kind}` }] : [];
      });
      const lines: TimeLine[] = [{ values: this.mean(arm)!, class: colour }];
      const path = this.one_path(arm);
      if (path) lines.push({ values: path, class: "path" });
      return add(
        model.arm_label(arm),
        colour,
        time_plot(model, {
          ...size,
          range,
          lines,
          bands,
          entries: model.arms[arm].calendar,
          label: `${name} in “${model.arm_label(arm)}” over time: ${this.ends(this.mean(arm)!)}`,
        }),
      );
    });
    const limits_of = (d: { mean: Float32Array; half?: Float32Array }) => [
      d.half ? d.mean.map((v, i) => v - d.half![i]) : d.mean,
      d.half ? d.mean.map((v, i) => v + d.half![i]) : d.mean,
    ];
    const common = extent_of([...differences.flatMap(({ d }) => limits_of(d!)), [0]]);
    const others = differences.map(({ arm, d }) => {
      const [low, high] = limits_of(d!);
      const none = d!.mean.every((v) => !v);
      const limits: [number, number] =
        none && (this.own_axes || differences.every((one) => one.d!.mean.every((v) => !v)))
          ? [-1, 1]
          : this.own_axes
            ? extent_of([low, high, [0]])
            : common;
      return add(
        `Difference: ${model.arm_label(0)} less ${model.arm_label(arm)}${none ? " (none)" : ""}`,
        "difference",
        time_plot(model, {
          ...size,
          range: limits,
          zero: true,
          lines: [{ values: d!.mean, class: "difference" }],
          bands: d!.half ? [{ low, high, class: "difference inner" }] : [],
          label: `Mean paired difference of ${name}: ${this.ends(d!.mean)}`,
        }),
      );
    });
    this.box.dataset.columns = `${columns}`;
    this.box.replaceChildren(...own, ...others);
    this.move();
  }

  private title(): string {
    const what = this.column.startsWith(event_prefix)
      ? `${words(this.column.slice(event_prefix.length))} so far`
      : words(this.column);
    return `${capital(what)}, ${this.row === all_rows ? `mean of all rows of ${words(this.kind)}` : this.context.labels.row(this.row)}`;
  }
  private ends(values: Float32Array): string {
    return `from ${short(values[0])} at the beginning to ${short(values[values.length - 1])} at the end`;
  }

  private move(): void {
    const { model, state } = this.context;
    for (const plot of this.plots) plot.move(state.now.step);
    const parts = model.arms.flatMap((_, arm) => {
      const value = this.mean(arm)?.[state.now.step];
      return value === undefined ? [] : [`${model.arm_label(arm)} ${short(value)}`];
    });
    const gaps = model.arms.slice(1).flatMap((_, i) => {
      const value = this.difference(i + 1)?.mean[state.now.step];
      return value === undefined
        ? []
        : [
            model.arms.length > 2
              ? `difference from ${model.arm_label(i + 1)} ${signed(value)}`
              : `difference ${signed(value)}`,
          ];
    });
    this.now.textContent = `${this.title()}, ${model.moment(model.time(state.now.step))}: ${[...parts, ...gaps].join(", ")}`;
  }

  private describe(): void {
    const { model } = this.context;
    const meta = this.meta;
    if (!meta) {
      this.note.textContent = "How often it has happened since the start, on average over all replicates.";
      return;
    }
    const unit = unsaid_unit(`${this.column} ${meta.note ?? ""}`, meta.unit);
    const about = `${meta.note ? `${capital(meta.note)}${/[.!?]$/.test(meta.note) ? "" : "."} ` : ""}${unit ? `In ${unit}. ` : ""}`;
    this.note.textContent =
      about +
      (meta.truth
        ? "The line is the share of replicates in which it is true."
        : this.row === all_rows
          ? "The line is the mean over all rows and replicates."
          : model.report.recorded
            ? `The line is the mean over all replicates; half of the recorded replicates (${model.report.recorded}) lie in the dark band, nine in ten in the light one.`
            : "The line is the mean over all replicates.");
  }

  /** The choices depend on one another: made anew when one changes. */
  private choose(focus = ""): void {
    const { model, labels, state } = this.context;
    this.settle();
    const options = [
      ...this.columns_of(this.kind).map((c) => ({
        value: c.name,
        text: words(c.name),
        group: c.entry ? "what it binds" : c.name.includes(".") ? "of a capacity" : "columns",
      })),
      ...this.events_of(this.kind).map((e) => ({
        value: event_prefix + e.name,
        text: words(e.name),
        group: "events so far",
      })),
    ];
    const names = model.any_kind(this.kind)!.rows;
    const rows = [
      ...(names.length > 1 ? [{ value: all_rows, text: `mean of all ${names.length}` }] : []),
      ...names.map((row) => ({ value: row, text: labels.row(row) })),
    ];
    const set = (which: "kind" | "column" | "row") => (value: string) => {
      this[which] = value;
      if (which === "row" && value !== all_rows && this.kind === this.context.places) state.set({ row: value });
      this.choose(which);
    };
    const selects = {
      kind: choice(
        "Of",
        this.kinds().map((k) => ({ value: k, text: words(k) })),
        this.kind,
        set("kind"),
      ),
      row: choice("Which", rows, this.row, set("row")),
      column: choice("Shows", options, this.column, set("column")),
    };
    const told = this.row === all_rows ? undefined : model.history(0, state.now.replicate);
    const axes = h("input", {
      type: "checkbox",
      checked: this.own_axes,
      onchange: () => {
        this.own_axes = axes.checked;
        this.redraw();
      },
    });
    const box = h("input", {
      type: "checkbox",
      checked: this.path,
      onchange: () => {
        this.path = box.checked;
        this.redraw();
      },
    });
    this.choices.replaceChildren(
      selects.kind,
      selects.row,
      selects.column,
      ...(told
        ? [h("label", { class: "check" }, box, h("span", {}, `with the path of replicate ${state.now.replicate}`))]
        : []),
      ...(model.arms.length > 2
        ? [h("label", { class: "check" }, axes, h("span", {}, "each difference on its own axis"))]
        : []),
    );
    if (focus) selects[focus as keyof typeof selects].select.focus();
    this.describe();
    this.redraw();
    if (focus) announce(this.now.textContent ?? "");
  }
  private redraw: () => void = () => {};

  /** What the dotted lines are. */
  private entries(): HTMLElement | null {
    return calendar_list(this.context, this.box);
  }

  section(): HTMLElement | null {
    if (!this.kinds().length) return null;
    this.redraw = responsive(this.box, (width) => this.draw(width));
    const { state, places } = this.context;
    state.on(["step"], () => this.move());
    state.on(["row"], () => {
      if (this.kind === places && state.now.row && state.now.row !== this.row) {
        this.row = state.now.row;
        this.choose();
      }
    });
    state.on(["replicate"], () => this.choose());
    this.choose();
    return h(
      "section",
      { "aria-labelledby": "lines" },
      h("h2", { id: "lines" }, "Over time"),
      this.choices,
      this.note,
      this.box,
      this.now,
      this.entries(),
      h(
        "div",
        { class: "terms" },
        term(
          "Fan",
          "Not one future but many: the wider the band, the more replicates differ. Dotted upright lines are entries of the calendar, things that happen on a given date; the full one is the slider.",
        ),
        this.context.model.arms.length > 1 &&
          term(
            "Paired difference",
            "In each pair the value in the first arm minus that in the other; the line is the mean over all pairs, the band its 95 % interval. Luck that both share cancels out, so it is far narrower than the fans.",
          ),
      ),
    );
  }
}

export const timelines = (context: Context): HTMLElement | null => new Timelines(context).section();
