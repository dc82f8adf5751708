/** States coloured by one of their columns, at the slider's point in time. */
import { type GeoProjection, geoArea, geoCentroid, geoPath } from "d3-geo";
import { canvas } from "../chart/axes";
import { type Colours, diverging, sequential } from "../chart/colours";
import { extent_of } from "../chart/time_plot";
import { atlas, type State as Shape, state_of } from "../map/atlas";
import { type Paint, paints_of } from "../map/paints";
import { widest } from "../chart/text";
import { around, core_of, is_wide, type Place, region, world } from "../map/projection";
import { choice, h, responsive, s, scrolling, segments, term } from "../view/dom";
import { capital, short, signed, unsaid_unit, with_unit } from "../view/format";
import { arm_choice } from "./arms";
import type { Context } from "./context";

/** A few values tower over the rest: on a plain scale all others would have one colour. */
function is_lopsided(values: number[]): boolean {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return (
    sorted.length > 20 && sorted[0] >= 0 && sorted[sorted.length - 1] > 8 * sorted[Math.floor(0.8 * sorted.length)]
  );
}

/** Where a state lies: the middle of its largest piece, so that islands overseas do not pull it away. */
function place_of(shape: Shape): Place {
  const geometry = shape.geometry as { type: string; coordinates: number[][][][] };
  if (geometry.type !== "MultiPolygon") return geoCentroid(shape);
  const pieces = geometry.coordinates.map((coordinates) => ({ type: "Polygon" as const, coordinates }));
  return geoCentroid(pieces.reduce((a, b) => (geoArea(a) > geoArea(b) ? a : b)));
}

/** Of columns lat and lon, if the rows give them. */
function given_place(context: Context, row: string): Place | null {
  const find = (...names: string[]) =>
    context.model.any_kind(context.places!)!.columns.find((c) => names.includes(c.name.toLowerCase()) && c.values);
  const lat = find("lat", "latitude"),
    lon = find("lon", "longitude");
  const index = context.model.any_kind(context.places!)!.rows.indexOf(row);
  const x = lon?.values?.[index],
    y = lat?.values?.[index];
  return x != null && y != null ? [x, y] : null;
}

type View = "region" | "world" | "around";

export class StateMap {
  private paint: Paint;
  private readonly paints: Paint[];
  private view: View;
  private marks: { row: string; element: SVGElement; title: SVGElement }[] = [];
  private readonly box = h("div", { class: "chart map" });
  private readonly key = h("div", { class: "chart key" });
  private readonly said = h("p", { class: "said" });
  private readonly holder = h("div", {});
  private colours: Colours = sequential([0, 1]);
  private readonly rows: string[];
  private readonly places: { row: string; shape?: Shape; place: Place }[];
  private readonly nowhere: string[];

  constructor(private readonly context: Context) {
    const { model, places } = context;
    const kind = model.any_kind(places!)!;
    this.rows = kind.rows;
    this.paints = paints_of(context);
    this.paint = this.paints.find((one) => !one.constant && !one.truth) ?? this.paints[0];
    const found = this.rows.map((row) => {
      const shape = state_of(row);
      return { row, shape, place: shape ? place_of(shape) : given_place(context, row) };
    });
    this.places = found.filter(
      (one): one is { row: string; shape: Shape | undefined; place: Place } => one.place !== null,
    );
    this.nowhere = found.filter((one) => !one.place).map((one) => one.row);
    this.view = is_wide(core_of(this.places.map((one) => one.place))) ? "world" : "region";
  }

  /** [row] at a shown step, in the arm chosen or as a difference. */
  value(row: string, step = this.context.state.now.step): number {
    const { arm } = this.context.state.now;
    return arm < 0 ? this.paint.gap(-arm, row, step) : this.paint.at(arm, row, step);
  }

  /** The same scale at all times, and in all arms, so that colours can be compared. */
  private rescale(): void {
    const { model, state } = this.context;
    const difference = state.now.arm < 0;
    const every = Math.max(1, Math.floor(model.length / 60));
    const steps = Array.from({ length: model.length }, (_, i) => i).filter(
      (i) => i % every === 0 || i === model.length - 1,
    );
    const arms = difference ? [-state.now.arm] : model.arms.map((_, arm) => arm);
    const all = arms.flatMap((arm) =>
      this.rows.map((row) =>
        steps.map((step) => (difference ? this.paint.gap(arm, row, step) : this.paint.at(arm, row, step))),
      ),
    );
    const most = Math.max(0, ...all.map((list) => Math.max(0, ...list.filter(Number.isFinite).map(Math.abs))));
    this.colours = difference
      ? diverging(most || 1)
      : sequential(this.paint.truth ? [0, 1] : extent_of(all), is_lopsided(all.flat()));
  }

  private text(row: string): string {
    const value = this.value(row);
    if (!Number.isFinite(value)) return `${this.context.labels.row(row)}: no value`;
    return `${this.context.labels.row(row)}: ${with_unit(this.context.state.now.arm < 0 ? signed(value) : short(value), this.paint.unit)}`;
  }

  private draw(width: number): void {
    const height = Math.round(Math.min(Math.max(width * 0.52, 260), 620));
    const spots = this.places.map((one) => one.place);
    const projection = this.projection(spots, width, height);
    const path = geoPath(projection);
    const svg = canvas(width, height, "Map. The choice “State” and the table below say the same in words.");
    if (this.view === "world") svg.append(s("path", { class: "sea", d: path({ type: "Sphere" }) ?? "" }));
    const shown = new Map(this.places.map((one) => [one.shape, one.row]));
    this.marks = [];
    const dots: SVGElement[] = [];
    const mark = (row: string, element: SVGElement) => {
      const title = s("title");
      element.append(title);
      element.addEventListener("click", () => this.context.state.set({ row }));
      this.marks.push({ row, element, title });
    };
    for (const shape of atlas()) {
      const row = shown.get(shape);
      const d = path(shape as never);
      if (d) {
        const element = s("path", { d, class: row ? "state" : "land" });
        if (row) mark(row, element);
        svg.append(element);
      }
    }
    for (const { row, shape, place } of this.places) {
      const at = projection(place);
      if (!at || !(at[0] > 0 && at[0] < width && at[1] > 0 && at[1] < height)) continue;
      const [[x0, y0], [x1, y1]] = shape
        ? path.bounds(shape as never)
        : [
            [0, 0],
            [0, 0],
          ];
      if (shape && Math.max(x1 - x0, y1 - y0) > (this.rows.length > 60 ? 5 : 14)) continue;
      const dot = s("circle", { class: "state spot", cx: at[0], cy: at[1], r: this.rows.length > 60 ? 3.5 : 6 });
      mark(row, dot);
      dots.push(dot);
    }
    svg.append(...dots);
    if (this.view !== "world" && (this.rows.length <= 40 || this.view === "around"))
      this.name_states(svg, projection, path, width, height);
    this.box.replaceChildren(svg);
    this.colour();
  }

  private projection(spots: Place[], width: number, height: number): GeoProjection {
    const chosen = this.places.find((one) => one.row === this.context.state.now.row)?.place;
    if (this.view === "world") return world(width, height);
    return this.view === "around" && chosen
      ? region(around(chosen, spots), width, height, 12)
      : region(core_of(spots), width, height);
  }

  /** Names where there is room for them, the chosen state first, then small ones, which have few places for a name. */
  private name_states(
    svg: SVGSVGElement,
    projection: GeoProjection,
    path: ReturnType<typeof geoPath>,
    width: number,
    height: number,
  ): void {
    const taken: number[][] = [];
    const area = (shape: Shape | undefined) => (shape ? path.area(shape as never) : 0);
    const first = (row: string) => +(row === this.context.state.now.row);
    const sorted = [...this.places].sort((a, b) => first(b.row) - first(a.row) || area(a.shape) - area(b.shape));
    const inside = (at: [number, number] | null): at is [number, number] =>
      at !== null && at[0] > 0 && at[0] < width && at[1] > 0 && at[1] < height;
    for (const { row, place, shape } of sorted) {
      const middle = projection(place),
        text = this.context.labels.row(row);
      // Of a state that reaches out of the picture the middle of what is seen.
      const at = inside(middle) ? middle : shape && area(shape) > 400 ? path.centroid(shape as never) : null;
      if (!inside(at)) continue;
      const half = widest([text]) / 2,
        tall = 9;
      const places = [
        [0, 0],
        [0, 15],
        [0, -15],
        [-half - 8, 0],
        [half + 8, 0],
        [0, 28],
        [0, -28],
        [-half, 14],
        [half, 14],
        [-half, -14],
        [half, -14],
      ];
      const spot = places
        .map(([right, down]) => ({
          x: Math.min(Math.max(at[0] + right, half + 3), width - half - 3),
          y: Math.min(Math.max(at[1] + down, tall + 2), height - tall - 2),
        }))
        .map(({ x, y }) => ({ x, y, box: [x - half, y - tall, x + half, y + tall] }))
        .find(
          ({ box }) =>
            !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]),
        );
      if (!spot) continue;
      taken.push(spot.box);
      svg.append(s("text", { class: "place", x: spot.x, y: spot.y, dy: "0.34em", "text-anchor": "middle" }, text));
    }
  }

  private colour(): void {
    const { state } = this.context;
    for (const { row, element, title } of this.marks) {
      const value = this.value(row);
      element.setAttribute("fill", Number.isFinite(value) ? this.colours.of(value) : "var(--missing)");
      element.classList.toggle("chosen", row === state.now.row);
      title.textContent = this.text(row);
    }
    if (this.rows.includes(state.now.row)) this.said.textContent = this.text(state.now.row);
  }

  private draw_key(width: number): void {
    const wide = Math.min(width, 420),
      { range } = this.colours;
    const smooth = 40,
      cell = wide / smooth;
    const svg = canvas(wide, 34, `Colours go from ${short(range[0])} to ${short(range[1])}`);
    for (let i = 0; i < smooth; ++i)
      svg.append(
        s("rect", { x: i * cell, y: 0, width: cell + 0.5, height: 12, fill: this.colours.at((i + 0.5) / smooth) }),
      );
    [range[0], this.colours.middle, range[1]].forEach((value, i) =>
      svg.append(
        s(
          "text",
          { class: "tick", x: [0, wide / 2, wide][i], y: 27, "text-anchor": ["start", "middle", "end"][i] },
          this.colours.diverging ? signed(value) : short(value),
        ),
      ),
    );
    this.key.replaceChildren(svg);
  }

  private table(): void {
    const { labels } = this.context;
    const rows = [...this.rows].sort((a, b) => labels.row(a).localeCompare(labels.row(b)));
    this.holder.replaceChildren(
      scrolling(
        "Values of the map",
        h(
          "table",
          {},
          h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "State"), h("th", { scope: "col" }, "Value"))),
          h(
            "tbody",
            {},
            rows.map((row) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, labels.row(row)),
                h("td", {}, Number.isFinite(this.value(row)) ? short(this.value(row)) : "none"),
              ),
            ),
          ),
        ),
      ),
    );
  }

  section(): HTMLElement {
    const { model, state, labels } = this.context;
    const redraw = responsive(this.box, (width) => this.draw(width));
    const rekey = responsive(this.key, (width) => this.draw_key(width));
    const note = h("p", { class: "small" });
    const table = h(
      "details",
      { class: "more", ontoggle: () => table.open && this.table() },
      h("summary", {}, "The map as a table"),
      this.holder,
    );
    const afresh = () => {
      this.rescale();
      const { text, note: about, unit, constant, truth } = this.paint;
      const unit_said = unsaid_unit(`${text} ${about ?? ""}`, unit);
      const difference =
        state.now.arm < 0
          ? ` Shown: “${model.arm_label(0)}” less “${model.arm_label(-state.now.arm)}”, pair by pair.`
          : "";
      note.textContent = `${capital(text)}${about ? `: ${about}` : ""}${unit_said ? `, in ${unit_said}` : ""}. ${constant ? "It does not change with time." : truth ? "Share of replicates in which it is true." : "Mean over all replicates."}${difference} The colours mean the same at all times${this.colours.lopsided ? "; they follow the cube root, so that small values differ, too" : ""}.`;
      rekey();
      this.colour();
      if (table.open) this.table();
    };
    state.on(["step", "row"], () => {
      this.colour();
      if (table.open) this.table();
    });
    state.on(["arm"], afresh);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", afresh);
    const options = this.paints.map(({ id, text, group }) => ({ value: id, text, group }));
    const state_choice = choice(
      "State",
      [
        { value: "", text: "none" },
        ...this.rows.map((row) => ({ value: row, text: labels.row(row) })).sort((a, b) => a.text.localeCompare(b.text)),
      ],
      state.now.row,
      (row) => state.set({ row }),
    );
    const views = h("div", {});
    const offer_views = () => {
      const near = this.places.some((one) => one.row === state.now.row);
      if (!near && this.view === "around") this.view = "region";
      const options = [
        { value: "region", text: "Region" },
        { value: "world", text: "World" },
        ...(near ? [{ value: "around", text: `Around ${labels.row(state.now.row)}` }] : []),
      ];
      views.replaceChildren(
        segments("View", options, this.view, (value) => {
          this.view = value as View;
          redraw();
        }),
      );
    };
    offer_views();
    state.on(["row"], () => {
      state_choice.select.value = state.now.row;
      offer_views();
      if (this.view !== "world") redraw();
    });
    const section = h(
      "section",
      { "aria-labelledby": "map" },
      h("h2", { id: "map" }, "On the map"),
      h(
        "div",
        { class: "controls" },
        choice("Colour by", options, this.paint.id, (value) => {
          this.paint = this.paints.find((one) => one.id === value)!;
          afresh();
        }),
        state_choice,
        views,
        arm_choice(this.context, "arm", true),
      ),
      note,
      h(
        "div",
        { class: "legend" },
        this.key,
        h("span", {}, h("i", { class: "swatch missing", "aria-hidden": "true" }), "no value"),
      ),
      this.box,
      this.said,
      table,
      this.nowhere.length > 0 &&
        h(
          "p",
          { class: "small" },
          `Not on the map, for want of a shape: ${this.nowhere.map((row) => labels.row(row)).join(", ")}.`,
        ),
      h(
        "div",
        { class: "terms" },
        term(
          "Borders",
          "Shapes: Natural Earth, 1:50 million, simplified. Where it draws who holds the ground, borders here follow the line of the United Nations: Crimea is drawn with Ukraine (General Assembly resolution 68/262), Northern Cyprus with Cyprus, Somaliland with Somalia. Kosovo has a shape of its own, without a word on its status. States too small to be seen are dots.",
        ),
      ),
    );
    afresh();
    return section;
  }
}

export const map = (context: Context): HTMLElement | null => (context.places ? new StateMap(context).section() : null);
