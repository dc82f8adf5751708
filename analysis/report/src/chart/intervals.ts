/** A number with its interval on a common scale: a dot and a bar, one below the other. */
import { type ScaleLinear, scaleLinear } from "d3-scale";
import { s } from "../view/dom";
import { range, short } from "../view/format";
import { canvas, tick_below } from "./axes";
import { widest } from "./text";

export interface IntervalRow {
  label: string;
  value: number;
  low: number | null;
  high: number | null;
  class: string;
  text: string;
}

/** As many as fit side by side. */
function ticks_that_fit(x: ScaleLinear<number, number>, width: number): number[] {
  const room = Math.max(70, widest(x.ticks(5).map((tick) => short(tick, 4))) + 16);
  return x.ticks(Math.max(2, Math.floor(width / room)));
}

export function intervals(
  width: number,
  rows: IntervalRow[],
  options: { label: string; zero: boolean },
): SVGSVGElement {
  const narrow = width < 760;
  const interval = (row: IntervalRow) => (row.low == null ? "" : range(row.low, row.high!));
  const beside = Math.max(...rows.map((row) => widest([row.text]) * 1.25 + widest([interval(row)]))) + 24; // what stands right of the bars
  const named = widest(rows.map((row) => row.label)) * 1.15;
  const left = narrow ? 8 : Math.min(named + 24, width * 0.35),
    right = width - (narrow ? 8 : beside);
  const stacked = narrow && named + beside > width; // name and numbers do not fit in one line
  const line = stacked ? 76 : narrow ? 58 : 40;
  const height = rows.length * line + 26;
  const all = rows.flatMap((row) => [row.value, row.low ?? row.value, row.high ?? row.value]).filter(Number.isFinite);
  if (options.zero) all.push(0);
  const x = scaleLinear([Math.min(...all), Math.max(...all)], [left + 8, right - 8]).nice(5);
  const svg = canvas(width, height, options.label, "plot intervals");
  const bottom = height - 22;
  for (const tick of ticks_that_fit(x, right - left)) {
    svg.append(s("line", { class: tick === 0 ? "zero" : "grid", x1: x(tick), x2: x(tick), y1: 2, y2: bottom }));
    svg.append(tick_below(x(tick), bottom + 15, short(tick, 4)));
  }
  rows.forEach((row, i) => {
    const y = i * line + line / 2 + (stacked ? 19 : narrow ? 10 : 0);
    const value = [
      row.text,
      row.low == null ? null : s("tspan", { class: "interval", dx: 8 }, range(row.low, row.high!)),
    ];
    if (narrow)
      svg.append(
        s("text", { class: "name", x: left, y: y - (stacked ? 35 : 16) }, row.label),
        s("text", { class: "value", x: right, y: y - 16, "text-anchor": "end" }, ...value),
      );
    else
      svg.append(
        s("text", { class: "name", x: left - 12, y, dy: "0.34em", "text-anchor": "end" }, row.label),
        s("text", { class: "value", x: right + 14, y, dy: "0.34em" }, ...value),
      );
    if (row.low != null && row.high != null)
      svg.append(
        s("rect", {
          class: `bar ${row.class}`,
          x: x(row.low),
          width: Math.max(2, x(row.high) - x(row.low)),
          y: y - 8,
          height: 16,
          rx: 2,
        }),
      );
    svg.append(s("circle", { class: `dot ${row.class}`, cx: x(row.value), cy: y, r: 5 }));
  });
  return svg;
}
