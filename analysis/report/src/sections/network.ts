/** Who has how much with whom: a kind whose rows join two rows of other kinds, or of one, by a share or influence. */
import { scaleLinear } from "d3-scale";
import { canvas, tick_below } from "../chart/axes";
import { widest } from "../chart/text";
import type { Column } from "../data/contract";
import { type Network, networks_of } from "../data/networks";
import { choice, h, responsive, s, scrolling, term } from "../view/dom";
import { capital, short, signed, unit_text, words } from "../view/format";
import { arm_choice } from "./arms";
import type { Context } from "./context";

const most_colours = 7;

class NetworkView {
  private column: string;
  private readonly box = h("div", { class: "chart" });
  private readonly holder = h("div", {});
  private readonly froms: number[];
  private readonly tos: number[];
  private chosen = -1; // a row of the kind that `from` points at
  private update: () => void = () => {};

  constructor(
    private readonly context: Context,
    private readonly network: Network,
  ) {
    this.column = network.columns[0].name;
    const total = (c: Column, row: number) =>
      (c.values ?? []).reduce<number>((sum, v, i) => sum + (v === row ? Math.abs(this.raw(0, i, 0)) || 0 : 0), 0);
    const rows = (c: Column) => [...new Set((c.values ?? []).filter((v): v is number => v !== null))];
    this.froms = rows(network.from).sort((a, b) => total(network.from, b) - total(network.from, a));
    this.tos = rows(network.to).sort((a, b) => this.to_name(a).localeCompare(this.to_name(b)));
  }

  /** Of a row that a reference points at. */
  private name(row: number, reference: Column): string {
    const kind = this.context.model.any_kind(reference.kind!);
    return this.context.labels.row(kind?.rows[row] ?? `${row}`);
  }
  private from_name(row: number): string {
    return this.name(row, this.network.from);
  }
  private to_name(row: number): string {
    return this.name(row, this.network.to);
  }

  /** Of row i of the joining kind, in an arm; NaN if that arm has it not. */
  private raw(arm: number, i: number, step: number): number {
    const { model } = this.context;
    const at = model.row(arm, this.network.kind.name, this.network.kind.rows[i]);
    return model.course(arm, this.network.kind.name, this.column, at)?.[step] ?? NaN;
  }
  private arm(): number {
    return Math.max(this.context.state.now.arm, 0);
  }
  private colour(from: number): string {
    const place = this.froms.indexOf(from);
    return place < most_colours ? `many-${place}` : "many-other";
  }

  /** Why bars end below 1, if they do. */
  private loss(): string {
    const { model } = this.context;
    const sum = (to: number, step: number) =>
      this.network.kind.rows.reduce(
        (total, _, i) => total + (this.network.to.values![i] === to ? this.raw(0, i, step) || 0 : 0),
        0,
      );
    const last = model.length - 1;
    const most = Math.max(...this.tos.map((to) => sum(to, 0)));
    const one = most > 0.9 && most < 1.1,
      less = this.tos.some((to) => sum(to, last) < 0.98);
    return one && less ? " Where a bar ends below 1 the rest is nobody's: what one loses need not go to another." : "";
  }

  /** One bar for each row that `to` points at, made of what each `from` has there. */
  private draw(width: number): void {
    const narrow = width < 560;
    const left = narrow ? 4 : Math.max(130, widest(this.tos.map((to) => this.to_name(to))) + 16),
      right = width - 12,
      line = narrow ? 44 : 30,
      height = this.tos.length * line + 26;
    const weights = this.network.kind.rows.map((_, i) => ({
      i,
      from: this.network.from.values![i],
      to: this.network.to.values![i],
    }));
    const ordered = (to: number) =>
      weights.filter((w) => w.to === to).sort((a, b) => this.froms.indexOf(a.from!) - this.froms.indexOf(b.from!));
    const { model, state } = this.context;
    let most = 0;
    model.arms.forEach((_, arm) => {
      for (const to of this.tos)
        for (const step of [0, model.length - 1])
          most = Math.max(
            most,
            ordered(to).reduce((sum, w) => sum + (this.raw(arm, w.i, step) || 0), 0),
          );
    });
    const x = scaleLinear([0, Math.max(most, 1e-9) * 1.04], [left, right]);
    const svg = canvas(
      width,
      height,
      `${capital(words(this.column))} by ${words(this.network.from.name)} in each ${words(this.network.to.name)}; the table below has the numbers`,
      "plot network",
    );
    for (const tick of x.ticks(5))
      svg.append(
        s("line", { class: "grid", x1: x(tick), x2: x(tick), y1: 0, y2: height - 22 }),
        tick_below(x(tick), height - 7, short(tick, 4)),
      );
    const parts = this.tos.flatMap((to, row) => {
      const y = row * line + (narrow ? 18 : 4),
        tall = narrow ? 20 : line - 8;
      svg.append(
        narrow
          ? s("text", { class: "name", x: left, y: y - 5 }, this.to_name(to))
          : s(
              "text",
              { class: "name", x: left - 8, y: y + tall / 2, dy: "0.34em", "text-anchor": "end" },
              this.to_name(to),
            ),
      );
      const list = ordered(to).map((w) => {
        const title = s("title");
        const rect = s("rect", { class: `part ${this.colour(w.from!)}`, y, height: tall }, title);
        svg.append(rect);
        return { ...w, rect, title };
      });
      const before = s("line", { class: "before", y1: y - 2, y2: y + tall + 2 });
      svg.append(before);
      return [{ list, before }];
    });
    const paint = () => {
      const arm = this.arm(),
        step = state.now.step;
      for (const { list, before } of parts) {
        let sum = 0;
        for (const one of list) {
          const value = this.raw(arm, one.i, step) || 0;
          one.rect.setAttribute("x", `${x(sum)}`);
          one.rect.setAttribute("width", `${Math.max(0, x(sum + Math.max(value, 0)) - x(sum))}`);
          one.rect.classList.toggle("faded", this.chosen >= 0 && this.chosen !== one.from);
          one.title.textContent = `${this.from_name(one.from!)} in ${this.to_name(one.to!)}: ${short(value)} ${unit_text(this.meta().unit)}, at the beginning ${short(this.raw(arm, one.i, 0))}`;
          sum += Math.max(value, 0);
        }
        const first = list[0] ? this.raw(arm, list[0].i, 0) || 0 : 0;
        before.setAttribute("x1", `${x(first)}`);
        before.setAttribute("x2", `${x(first)}`);
      }
    };
    this.update = paint;
    this.box.replaceChildren(svg);
    paint();
  }

  private meta(): Column {
    return this.network.columns.find((c) => c.name === this.column)!;
  }

  private table(): void {
    const step = this.context.state.now.step,
      arm = this.arm();
    const find = (from: number, to: number) =>
      this.network.kind.rows.findIndex(
        (_, i) => this.network.from.values![i] === from && this.network.to.values![i] === to,
      );
    const cell = (from: number, to: number) => {
      const i = find(from, to);
      const value = i < 0 ? NaN : this.raw(arm, i, step);
      return Number.isFinite(value) ? `${short(value)} (${signed(value - this.raw(arm, i, 0))})` : "none";
    };
    this.holder.replaceChildren(
      h("p", { class: "small" }, "In brackets: the change since the beginning."),
      scrolling(
        "Values of the network",
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", { scope: "col" }, capital(words(this.network.to.name))),
              this.froms.map((from) => h("th", { scope: "col" }, this.from_name(from))),
            ),
          ),
          h(
            "tbody",
            {},
            this.tos.map((to) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, this.to_name(to)),
                this.froms.map((from) => h("td", {}, cell(from, to))),
              ),
            ),
          ),
        ),
      ),
    );
  }

  section(id: string): HTMLElement {
    const { state, places } = this.context;
    const redraw = responsive(this.box, (width) => this.draw(width));
    const details = h(
      "details",
      { class: "more", ontoggle: () => details.open && this.table() },
      h("summary", {}, "The network as a table"),
      this.holder,
    );
    const refresh = () => {
      this.update();
      if (details.open) this.table();
    };
    state.on(["step", "arm"], refresh);
    const others = this.froms.slice(most_colours).map((from) => this.from_name(from));
    const grey =
      others.length > 0 &&
      h(
        "span",
        { class: "pick" },
        h("i", { class: "swatch many-other", "aria-hidden": "true" }),
        `others: ${others.join(", ")}`,
      );
    const picks = this.froms.slice(0, most_colours).map((from) => {
      const button = h(
        "button",
        {
          type: "button",
          class: "pick",
          "aria-pressed": "false",
          onclick: () => {
            this.chosen = this.chosen === from ? -1 : from;
            for (const other of picks)
              other.setAttribute("aria-pressed", `${other === button && this.chosen === from}`);
            this.update();
          },
        },
        h("i", { class: `swatch ${this.colour(from)}`, "aria-hidden": "true" }),
        this.from_name(from),
      );
      return button;
    });
    const section = h(
      "section",
      { "aria-labelledby": id },
      h("h2", { id }, `Who has ${words(this.column)} where`),
      h(
        "p",
        {},
        `One bar for each ${words(this.network.to.name)}, made of what each ${words(this.network.from.name)} has there, at the slider's point in time${this.meta().note ? ` (${this.meta().note})` : ""}. The upright stroke shows where the first part ended at the beginning.${this.loss()}`,
      ),
      h(
        "div",
        { class: "controls" },
        this.network.columns.length > 1 &&
          choice(
            "Shows",
            this.network.columns.map((c) => ({ value: c.name, text: words(c.name) })),
            this.column,
            (value) => {
              this.column = value;
              redraw();
              refresh();
            },
          ),
        arm_choice(this.context, "arm"),
      ),
      h(
        "div",
        { class: "picks", role: "group", "aria-label": `Show one ${words(this.network.from.name)} alone` },
        picks,
        grey,
      ),
      this.box,
      details,
      h(
        "div",
        { class: "terms" },
        term(
          words(this.network.kind.name),
          `A row of this kind joins a ${words(this.network.from.name)} with a ${words(this.network.to.name)}; there are ${this.network.kind.rows.length}. Means over all replicates of the arm chosen${places ? " (the first one, while the map shows a difference)" : ""}.`,
        ),
      ),
    );
    redraw();
    return section;
  }
}

/** Those with most to compare first. */
export const networks = (context: Context): HTMLElement[] =>
  networks_of(context.model).map((network, i) => new NetworkView(context, network).section(`network-${i}`));
