/** What bound somebody's capacity when, and what it could not pay for. */
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { widest } from "../chart/text";
import { time_axis } from "../chart/time_plot";
import type { Column, Happening, LedgerEntry } from "../data/contract";
import { row_of } from "../data/unpack";
import { choice, h, responsive, s, segments, term } from "../view/dom";
import { capital, short, unit_text, words } from "../view/format";
import type { Context } from "./context";
import { happening_text } from "./phrases";

interface Owner {
  kind: string;
  capacity: string;
}
interface Layer {
  name: string;
  values: Float32Array;
  class: string;
}

const most_layers = 6;

/** Kinds with a capacity: a column that has `.free` beside it. */
export function owners_of({ model }: Context): Owner[] {
  return model.kind_names().flatMap((kind) => {
    const columns = model.any_kind(kind)!.columns;
    return columns
      .filter((c) => columns.some((other) => other.name === `${c.name}.free`))
      .map((c) => ({ kind, capacity: c.name }));
  });
}

class LedgerView {
  private owner: Owner;
  private row = "";
  private arm = 0;
  private mean = false;
  private small_alone = false; // without the largest part, which may hide the others
  private readonly box = h("div", { class: "chart" });
  private readonly key = h("ul", { class: "legend" });
  private readonly said = h("p", { class: "said" });
  private readonly about = h("p", { class: "small" });
  private readonly refused = h("div", {});
  private move: (step: number) => void = () => {};
  private layers: Layer[] = [];

  constructor(
    private readonly context: Context,
    private readonly owners: Owner[],
    private readonly opened: (index: number) => void,
  ) {
    const { model, state } = context;
    this.owner = owners[0];
    const first = this.most_different() ?? this.most_refused();
    this.owner = first?.owner ?? owners.find((one) => one.kind === context.places) ?? owners[0];
    const rows = model.any_kind(this.owner.kind)!.rows;
    this.row = first?.row ?? this.busiest() ?? (rows.includes(state.now.row) ? state.now.row : rows[0]);
    this.arm = 0;
    this.mean = !model.report.histories.length;
  }

  /** How many things bind it at some time in the first arm, on average. */
  private parts_of(owner: Owner, row: string): number {
    [this.owner, this.row, this.arm, this.mean] = [owner, row, 0, true];
    return this.entries().filter((one) => this.course(one.kind, one.column.name, one.row)?.some((v) => v > 0)).length;
  }

  /** Where the arms differ most in what is bound, in parts of all there is, times how many things bind it: one claim alone tells little. Null where nothing differs. */
  private most_different(): { owner: Owner; row: string } | null {
    const { model } = this.context;
    const mean = (values: Float32Array | undefined) =>
      values?.length ? values.reduce((sum, v) => sum + (Math.abs(v) || 0), 0) / values.length : 0;
    let best: { owner: Owner; row: string } | null = null,
      most = 0.01;
    for (const owner of this.owners)
      for (const row of model.any_kind(owner.kind)!.rows)
        for (let arm = 1; arm < model.arms.length; ++arm) {
          const gap = mean(
            model.series(
              arm,
              owner.kind,
              row,
              model.column(arm, owner.kind, `${owner.capacity}.bound`)?.difference?.mean,
            ),
          );
          const share =
            gap /
            Math.max(mean(model.series(0, owner.kind, row, model.column(0, owner.kind, owner.capacity)?.mean)), 1e-12);
          const score = share * Math.min(this.parts_of(owner, row), most_layers);
          if (score > most) [most, best] = [score, { owner, row }];
        }
    return best;
  }
  /** Who was refused most often in the histories of the first arm, and for want of which capacity. */
  private most_refused(): { owner: Owner; row: string } | null {
    const { model } = this.context;
    const counts = new Map<string, { owner: Owner; row: string; n: number }>();
    for (const history of model.report.histories.filter((one) => one.arm === model.arms[0].name))
      for (const { explanation } of history.happenings.filter((one) => one.refused)) {
        const d = explanation?.decision,
          wish = d?.options.find((option) => option.name === d.wish);
        const short_of = d?.payments.find((payment, i) => (wish?.costs[i] ?? 0) > payment.free);
        const owner = this.owners.find((one) => one.kind === d?.actor_kind && one.capacity === short_of?.capacity);
        if (!d || !owner) continue;
        const key = `${owner.kind}.${owner.capacity}.${d.actor}`;
        counts.set(key, { owner, row: d.actor, n: (counts.get(key)?.n ?? 0) + 1 });
      }
    return [...counts.values()].sort((a, b) => b.n - a.n)[0] ?? null;
  }

  /** Of whom the most is bound, on average. */
  private busiest(): string | null {
    const kind = this.context.model.any_kind(this.owner.kind)!;
    const packed = kind.columns.find((c) => c.name === `${this.owner.capacity}.bound`)?.mean;
    if (!packed) return null;
    const sums = kind.rows.map((_, i) => row_of(packed, i).reduce((sum, v) => sum + (v || 0), 0));
    const best = sums.indexOf(Math.max(...sums));
    return sums[best] > 0 ? kind.rows[best] : null;
  }

  /** A column's course on a row: of the replicate that is told, or on average. */
  private course(kind: string, column: string, row: number): Float32Array | undefined {
    const { model, state } = this.context;
    const packed = this.mean
      ? model.column(this.arm, kind, column)?.mean
      : model.history(this.arm, state.now.replicate)?.paths[kind]?.[column];
    return packed && row >= 0 ? row_of(packed, row) : undefined;
  }

  private entries(): { kind: string; column: Column; entry: LedgerEntry; row: number; name: string }[] {
    const { model, labels } = this.context;
    const payer = model.row(this.arm, this.owner.kind, this.row);
    return model.arms[this.arm].kinds.flatMap((kind) =>
      kind.columns.flatMap((column) => {
        const entry = column.entry;
        if (!entry || entry.kind !== this.owner.kind || entry.capacity !== this.owner.capacity) return [];
        const payers =
          entry.payer === "this"
            ? kind.rows.map((_, i) => i)
            : (kind.columns.find((c) => c.name === entry.payer)?.values ?? []);
        return payers.flatMap((p, row) =>
          p === payer
            ? [
                {
                  kind: kind.name,
                  column,
                  entry,
                  row,
                  name: `${words(entry.rule.replace(/^.*\./, ""))}: ${labels.row(kind.rows[row])}`,
                },
              ]
            : [],
        );
      }),
    );
  }

  private collect(): void {
    const all = this.entries()
      .map((one) => ({ name: one.name, values: this.course(one.kind, one.column.name, one.row) }))
      .filter(
        (one): one is { name: string; values: Float32Array } =>
          one.values !== undefined && one.values.some((v) => v > 0),
      );
    const size = (values: Float32Array) => values.reduce((sum, v) => sum + (v || 0), 0);
    all.sort((a, b) => size(b.values) - size(a.values));
    if (this.small_alone && all.length > 1) all.shift();
    this.layers = all.slice(0, most_layers).map((one, i) => ({ ...one, class: `many-${i}` }));
    const rest = all.slice(most_layers);
    if (rest.length)
      this.layers.push({
        name: `${rest.length} smaller ones`,
        values: rest[0].values.map((_, t) => rest.reduce((sum, one) => sum + (one.values[t] || 0), 0)),
        class: "many-other",
      });
  }

  /** The capacity's note and unit, where the scenario gives them. */
  private describe(): void {
    const column = this.context.model.any_kind(this.owner.kind)!.columns.find((c) => c.name === this.owner.capacity);
    const facts = [column?.note, unit_text(column?.unit) && `in ${unit_text(column?.unit)}`].filter(Boolean).join(", ");
    this.about.textContent = `${facts ? `${capital(words(this.owner.capacity))}: ${facts}. ` : ""}${this.small_alone ? "Shown without the largest part, on a scale of their own." : "The largest part lies at the bottom; the line is all there is."}`;
  }

  private draw(width: number): void {
    const { model, state } = this.context;
    const index = model.row(this.arm, this.owner.kind, this.row);
    const total = this.course(this.owner.kind, this.owner.capacity, index);
    this.describe();
    this.collect();
    if (!total) {
      this.box.replaceChildren(h("p", { class: "small" }, "The run file keeps no course of this."));
      this.key.replaceChildren();
      this.move = () => {};
      return;
    }
    const sums = total.map((_, t) => this.layers.reduce((sum, layer) => sum + (layer.values[t] || 0), 0));
    const height = 260,
      bottom = height - 24;
    const with_total = !this.small_alone;
    const most = Math.max(
      ...Array.from(with_total ? total : []).filter(Number.isFinite),
      ...Array.from(sums).filter(Number.isFinite),
      1e-12,
    );
    const y = scaleLinear([0, most * 1.06], [bottom, 8]);
    const left = Math.max(58, widest(y.ticks(5).map((tick) => short(tick, 4))) + 12);
    const { x, ticks } = time_axis(model, left, width - 12);
    const at = (t: number) => x(model.time(t));
    const svg = s("svg", {
      class: "plot",
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `What binds ${words(this.owner.capacity)} of ${this.context.labels.row(this.row)} over time`,
    });
    for (const tick of y.ticks(5))
      svg.append(
        s("line", { class: "grid", x1: left, x2: width - 12, y1: y(tick), y2: y(tick) }),
        s("text", { class: "tick", x: left - 6, y: y(tick), dy: "0.32em", "text-anchor": "end" }, short(tick, 4)),
      );
    for (const tick of ticks)
      svg.append(
        s(
          "text",
          { class: "tick", x: Math.max(16, Math.min(tick.x, width - 16)), y: bottom + 16, "text-anchor": "middle" },
          tick.text,
        ),
      );
    const steps = Array.from({ length: model.length }, (_, t) => t);
    let below = new Float32Array(model.length);
    for (const layer of this.layers) {
      const low = below,
        high = below.map((v, t) => v + (layer.values[t] || 0));
      svg.append(
        s(
          "path",
          {
            class: `layer ${layer.class}`,
            d:
              area<number>()
                .x(at)
                .y0((t) => y(low[t]))
                .y1((t) => y(high[t]))(steps) ?? "",
          },
          s("title", {}, layer.name),
        ),
      );
      below = high;
    }
    if (with_total)
      svg.append(
        s("path", {
          class: "line total",
          d:
            line<number>()
              .x(at)
              .y((t) => y(total[t]))
              .defined((t) => Number.isFinite(total[t]))(steps) ?? "",
        }),
      );
    const playhead = s("line", { class: "playhead", y1: 8, y2: bottom });
    svg.append(playhead);
    this.box.replaceChildren(svg);
    this.key.replaceChildren(
      ...(with_total ? [h("li", {}, h("i", { class: "swatch total", "aria-hidden": "true" }), "all there is")] : []),
      ...this.layers.map((layer) =>
        h("li", {}, h("i", { class: `swatch ${layer.class}`, "aria-hidden": "true" }), layer.name),
      ),
    );
    this.move = (step) => {
      const place = at(step);
      playhead.setAttribute("x1", `${place}`);
      playhead.setAttribute("x2", `${place}`);
      const unit = unit_text(
        model.any_kind(this.owner.kind)!.columns.find((c) => c.name === this.owner.capacity)?.unit,
      );
      const bound = this.layers
        .filter((layer) => layer.values[step] > 0)
        .map((layer) => `${layer.name} ${short(layer.values[step], 4)}`);
      const free = total[step] - sums[step];
      if (!with_total) {
        this.said.textContent = `${this.context.labels.row(this.row)}, ${model.moment(model.time(step))}, without the largest part: ${bound.length ? bound.join(", ") : "nothing"}.`;
        return;
      }
      this.said.textContent = `${this.context.labels.row(this.row)}, ${model.moment(model.time(step))}: ${short(total[step], 4)} ${unit} in all; bound: ${bound.length ? bound.join(", ") : "nothing"}; ${free >= 0 ? `free: ${short(free, 4)}` : `${short(-free, 4)} ${unit} more is asked than there is: that is missing and called strain`}.`;
    };
    this.move(state.now.step);
  }

  private fill_refused(): void {
    const { model, state, labels } = this.context;
    const history = model.history(this.arm, state.now.replicate);
    const own = (history?.happenings ?? [])
      .map((one, i) => ({ one, i }))
      .filter(
        ({ one }) =>
          one.sort === "decision" && (one.explanation?.decision?.actor ?? one.row?.split("/").pop()) === this.row,
      );
    const refused = own.filter(({ one }) => one.refused);
    const item = ({ one, i }: { one: Happening; i: number }) =>
      h(
        "li",
        {},
        h(
          "a",
          {
            href: "#history",
            class: "link",
            onclick: (event) => {
              event.preventDefault();
              state.set({ history_arm: this.arm });
              this.opened(i);
            },
          },
          happening_text(one, this.context),
        ),
      );
    this.refused.replaceChildren(
      ...(this.mean || !history
        ? []
        : [
            h("h3", {}, `What ${labels.row(this.row)} could not pay for`),
            refused.length
              ? h("ul", { class: "chain" }, refused.map(item))
              : h(
                  "p",
                  {},
                  own.length
                    ? `In replicate ${state.now.replicate} none of its ${own.length} wish${own.length === 1 ? " was" : "es was"} refused for want of means; that it chose little may still come from what was free.`
                    : `In replicate ${state.now.replicate} it was asked for nothing.`,
                ),
            own.length > refused.length
              ? h(
                  "details",
                  { class: "more" },
                  h("summary", {}, `${own.length - refused.length} that it paid for`),
                  h("ul", { class: "chain" }, own.filter(({ one }) => !one.refused).map(item)),
                )
              : "",
          ]),
    );
  }

  section(): HTMLElement {
    const { model, state, labels } = this.context;
    const redraw = responsive(this.box, (width) => this.draw(width));
    const rows = h("div", {});
    const afresh = () => {
      redraw();
      this.fill_refused();
    };
    const offer_rows = () => {
      const names = model.any_kind(this.owner.kind)!.rows;
      if (!names.includes(this.row)) this.row = this.busiest() ?? names[0];
      const select = choice(
        "Of",
        names.map((row) => ({ value: row, text: labels.row(row) })),
        this.row,
        (row) => {
          this.row = row;
          afresh();
        },
      );
      rows.replaceChildren(select);
    };
    offer_rows();
    state.on(["step"], () => this.move(state.now.step));
    state.on(["replicate"], afresh);
    state.on(["row"], () => {
      if (state.now.row && this.owner.kind === this.context.places && state.now.row !== this.row) {
        this.row = state.now.row;
        offer_rows();
        afresh();
      }
    });
    const arms = model.arms.map((_, i) => ({ value: `${i}`, text: model.arm_label(i), swatch: `arm-${i % 6}` }));
    const small = h("input", {
      type: "checkbox",
      onchange: () => {
        this.small_alone = small.checked;
        afresh();
      },
    });
    const section = h(
      "section",
      { "aria-labelledby": "ledger" },
      h("h2", { id: "ledger" }, "The ledger: what bound whom"),
      h(
        "p",
        {},
        "A capacity is an amount that can be bound for a while. What is bound for one thing is not there for another: that is where what happens in one place can reach another one.",
      ),
      h(
        "div",
        { class: "controls" },
        rows,
        this.owners.length > 1 &&
          choice(
            "Capacity",
            this.owners.map((o, i) => ({
              value: `${i}`,
              text: `${words(o.capacity)}${this.owners.some((p) => p.kind !== o.kind) ? ` of a ${words(o.kind)}` : ""}`,
            })),
            `${this.owners.indexOf(this.owner)}`,
            (value) => {
              this.owner = this.owners[+value];
              offer_rows();
              afresh();
            },
          ),
        model.report.histories.length > 0 &&
          segments(
            "Shows",
            [
              { value: "one", text: "one replicate" },
              { value: "mean", text: "mean of all" },
            ],
            this.mean ? "mean" : "one",
            (value) => {
              this.mean = value === "mean";
              afresh();
            },
          ),
        arms.length > 1 &&
          segments("Arm", arms, "0", (value) => {
            this.arm = +value;
            afresh();
          }),
        h("label", { class: "check" }, small, h("span", {}, "without the largest part")),
      ),
      this.about,
      this.box,
      this.key,
      this.said,
      this.refused,
      h(
        "div",
        { class: "terms" },
        term(
          "Strain",
          "Where the coloured layers pass the line, more is asked than there is: claims take what they want, and what is missing is called strain.",
        ),
      ),
    );
    afresh();
    return section;
  }
}

export function ledger(context: Context, opened: (index: number) => void): HTMLElement | null {
  const owners = owners_of(context);
  return owners.length ? new LedgerView(context, owners, opened).section() : null;
}
