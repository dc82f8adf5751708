/** What bound somebody's capacity when, and what it could not pay for. */
import { type Layer, layers_plot, sums_of } from "../chart/layers";
import { type Account, bindings_of, busiest, type Owner, owners_of, telling_account } from "../data/ledger";
import { choice, h, responsive, segments, term } from "../view/dom";
import { capital, short, unit_text, unsaid_unit, words } from "../view/format";
import { arm_choice } from "./arms";
import type { Context } from "./context";
import { refusals } from "./refusals";

const most_layers = 6;

class LedgerView {
  private account: Account;
  private mean: boolean; // or the replicate that is told
  private small_alone = false; // without the largest part, which may hide the others
  private readonly box = h("div", { class: "chart" });
  private readonly key = h("ul", { class: "legend" });
  private readonly said = h("p", { class: "said" });
  private readonly about = h("p", { class: "small" });
  private readonly refused = h("div", {});
  private readonly rows = h("div", {});
  private move: (step: number) => void = () => {};
  private readonly redraw = responsive(this.box, (width) => this.draw(width));

  constructor(
    private readonly context: Context,
    private readonly owners: Owner[],
    private readonly open: (index: number) => void,
  ) {
    const { model, state, places } = context;
    this.account = telling_account(model, owners, places, state.now.row, most_layers);
    this.mean = !model.report.histories.length;
  }

  /** A column's course on a row: of the replicate that is told, or on average. */
  private course(kind: string, column: string, row: number): Float32Array | undefined {
    const { model, state } = this.context;
    const { history_arm, replicate } = state.now;
    return this.mean
      ? model.course(history_arm, kind, column, row)
      : model.path(history_arm, replicate, kind, column, row);
  }

  /** What binds it at some time, the largest first; the smallest together. */
  private layers(): Layer[] {
    const { model, state, labels } = this.context;
    const size = (values: Float32Array) => values.reduce((sum, v) => sum + (v || 0), 0);
    const all = bindings_of(model, this.account, state.now.history_arm)
      .flatMap(({ kind, column, rule, row }) => {
        const values = this.course(kind, column, row);
        const name = `${words(rule)}: ${labels.row(model.kind(state.now.history_arm, kind)!.rows[row])}`;
        return values?.some((v) => v > 0) ? [{ name, values }] : [];
      })
      .sort((a, b) => size(b.values) - size(a.values))
      .slice(this.small_alone ? 1 : 0);
    const layers = all.slice(0, most_layers).map((one, i) => ({ ...one, class: `many-${i}` }));
    const rest = all.slice(most_layers).map((one) => ({ ...one, class: "many-other" }));
    if (!rest.length) return layers;
    const values = Float32Array.from(sums_of(rest, model.length));
    return [...layers, { name: `${rest.length} smaller ones`, values, class: "many-other" }];
  }

  private get column() {
    const { kind, capacity } = this.account.owner;
    return this.context.model.any_kind(kind)!.columns.find((c) => c.name === capacity);
  }
  private get name(): string {
    return this.context.labels.row(this.account.row);
  }

  /** The capacity's note and unit, where the scenario gives them. */
  private describe(): void {
    const unit = unsaid_unit(this.column?.note ?? "", this.column?.unit);
    const facts = [this.column?.note, unit && `in ${unit}`].filter(Boolean).join(", ");
    const about = facts ? `${capital(words(this.account.owner.capacity))}: ${facts}. ` : "";
    const how = this.small_alone
      ? "Shown without the largest part, on a scale of their own."
      : "The largest part lies at the bottom; the line is all there is.";
    this.about.textContent = about + how;
  }

  private draw(width: number): void {
    const { model, state } = this.context;
    const { owner, row } = this.account;
    const total = this.course(owner.kind, owner.capacity, model.row(state.now.history_arm, owner.kind, row));
    this.describe();
    if (!total) {
      this.box.replaceChildren(h("p", { class: "small" }, "The run file keeps no course of this."));
      this.key.replaceChildren();
      this.said.textContent = "";
      this.move = () => {};
      return;
    }
    const layers = this.layers();
    const label = `What binds ${words(owner.capacity)} of ${this.name} over time`;
    const plot = layers_plot(model, width, layers, this.small_alone ? null : total, label);
    this.box.replaceChildren(plot.svg);
    const item = (name: string, swatch: string) =>
      h("li", {}, h("i", { class: `swatch ${swatch}`, "aria-hidden": "true" }), name);
    this.key.replaceChildren(
      ...(this.small_alone ? [] : [item("all there is", "total")]),
      ...layers.map((layer) => item(layer.name, layer.class)),
    );
    this.move = (step) => {
      plot.move(step);
      this.said.textContent = this.tell(layers, total[step], step);
    };
    this.move(state.now.step);
  }

  /** At the slider's point in time: "Russia, 28 Dec 2024: 24,840 in all; bound: ...; free: 12" */
  private tell(layers: Layer[], total: number, step: number): string {
    const { model } = this.context;
    const unit = unit_text(this.column?.unit);
    const amount = (value: number) => `${short(value, 4)}${unit ? ` ${unit}` : ""}`;
    const parts = layers.filter((layer) => layer.values[step] > 0);
    const bound = parts.map((layer) => `${layer.name} ${short(layer.values[step], 4)}`).join(", ") || "nothing";
    const whose = `${this.name}, ${model.moment(model.time(step))}`;
    if (this.small_alone) return `${whose}, without the largest part: ${bound}.`;
    const free = total - parts.reduce((sum, layer) => sum + layer.values[step], 0);
    const left =
      free >= 0
        ? `free: ${short(free, 4)}`
        : `${amount(-free)} more is asked than there is: that is missing and called strain`;
    return `${whose}: ${amount(total)} in all; bound: ${bound}; ${left}.`;
  }

  private afresh(): void {
    this.redraw();
    this.refused.replaceChildren(...(this.mean ? [] : refusals(this.context, this.account.row, this.open)));
  }

  /** Also when the capacity is of another kind. */
  private offer_rows(): void {
    const { model, labels } = this.context;
    const names = model.any_kind(this.account.owner.kind)!.rows;
    if (!names.includes(this.account.row)) this.account.row = busiest(model, this.account.owner) ?? names[0];
    const options = names.map((row) => ({ value: row, text: labels.row(row) }));
    this.rows.replaceChildren(
      choice("Of", options, this.account.row, (row) => {
        this.account.row = row;
        this.afresh();
      }),
    );
  }

  private controls(): HTMLElement {
    const whose = (owner: Owner) =>
      this.owners.some((one) => one.kind !== owner.kind) ? ` of a ${words(owner.kind)}` : "";
    const capacities = this.owners.map((owner, i) => ({
      value: `${i}`,
      text: `${words(owner.capacity)}${whose(owner)}`,
    }));
    const capacity = choice("Capacity", capacities, `${this.owners.indexOf(this.account.owner)}`, (value) => {
      this.account = { ...this.account, owner: this.owners[+value] };
      this.offer_rows();
      this.afresh();
    });
    const means = [
      { value: "one", text: "one replicate" },
      { value: "mean", text: "mean of all" },
    ];
    const shows = segments("Shows", means, this.mean ? "mean" : "one", (value) => {
      this.mean = value === "mean";
      this.afresh();
    });
    const small = h("input", {
      type: "checkbox",
      onchange: () => {
        this.small_alone = small.checked;
        this.afresh();
      },
    });
    return h(
      "div",
      { class: "controls" },
      this.rows,
      this.owners.length > 1 && capacity,
      this.context.model.report.histories.length > 0 && shows,
      arm_choice(this.context, "history_arm"),
      h("label", { class: "check" }, small, h("span", {}, "without the largest part")),
    );
  }

  /** Follows the reader's choices elsewhere on the page. */
  private listen(): void {
    const { state, places } = this.context;
    state.on(["step"], () => this.move(state.now.step));
    state.on(["replicate", "history_arm"], () => this.afresh());
    state.on(["row"], () => {
      if (!state.now.row || this.account.owner.kind !== places || state.now.row === this.account.row) return;
      this.account.row = state.now.row;
      this.offer_rows();
      this.afresh();
    });
  }

  section(): HTMLElement {
    this.offer_rows();
    this.listen();
    const section = h(
      "section",
      { "aria-labelledby": "ledger" },
      h("h2", { id: "ledger" }, "The ledger: what bound whom"),
      h("p", {}, purpose),
      this.controls(),
      this.about,
      this.box,
      this.key,
      this.said,
      this.refused,
      h("div", { class: "terms" }, term("Strain", strain)),
    );
    this.afresh();
    return section;
  }
}

const purpose =
  "A capacity is an amount that can be bound for a while. What is bound for one thing is not there for another: that is where what happens in one place can reach another one.";
const strain =
  "Where the coloured layers pass the line, more is asked than there is: claims take what they want, and what is missing is called strain.";

/** `open`: shows the explanation of a happening of the replicate that is told. */
export function ledger(context: Context, open: (index: number) => void): HTMLElement | null {
  const owners = owners_of(context.model);
  return owners.length ? new LedgerView(context, owners, open).section() : null;
}
