/** A plot along time: bands, lines, marks of the calendar, and a line where the slider stands. */
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import type { Entry } from "../data/contract";
import type { Model } from "../data/model";
import { s } from "../view/dom";
import { canvas, draw_upright, playhead, tick_below, time_axis, upright_ticks } from "./axes";

export interface TimeLine {
  values: ArrayLike<number>;
  class: string;
}
export interface TimeBand {
  low: ArrayLike<number>;
  high: ArrayLike<number>;
  class: string;
}
export interface TimePlotOptions {
  width: number;
  height: number;
  range: [number, number]; // of the values
  lines: TimeLine[];
  bands: TimeBand[];
  entries?: Entry[];
  zero?: boolean; // a line at 0
  label: string; // for those who do not see it
  left?: number;
  picked?: (index: number) => void; // a shown step was pointed at
}
export interface TimePlot {
  svg: SVGSVGElement;
  move: (index: number) => void;
}

const margin = { top: 8, right: 10, bottom: 28 };

/** Least and greatest of many, with a little room. */
export function extent_of(lists: ArrayLike<number>[]): [number, number] {
  let low = Infinity,
    high = -Infinity;
  for (const list of lists)
    for (let i = 0; i < list.length; ++i) {
      if (list[i] < low) low = list[i];
      if (list[i] > high) high = list[i];
    }
  if (!(low <= high)) return [0, 1];
  if (low === high) return low === 0 ? [0, 1] : [Math.min(low - Math.abs(low) / 10, low), high + Math.abs(high) / 10];
  if (low >= 0 && low < 0.35 * high) low = 0;
  const room = 0.04 * (high - low);
  return [low === 0 ? 0 : low - room, high + room];
}

export function time_plot(model: Model, options: TimePlotOptions): TimePlot {
  const { width, height, label } = options;
  const y = scaleLinear(options.range, [height - margin.bottom, margin.top]);
  const { values, room } = upright_ticks(y, Math.max(2, Math.floor(height / 42)));
  const left = Math.max(options.left ?? 46, room),
    right = width - margin.right;
  const { x, ticks } = time_axis(model, left, right);
  const at = (i: number) => x(model.time(i));
  const svg = canvas(width, height, label);
  const bottom = height - margin.bottom;

  draw_upright(svg, y, values, left, right);
  for (const tick of ticks)
    svg.append(
      s("line", { class: "axis", x1: tick.x, x2: tick.x, y1: bottom, y2: bottom + 4 }),
      tick_below(tick.centre, bottom + 19, tick.text),
    );
  svg.append(s("line", { class: "axis", x1: left, x2: right, y1: bottom, y2: bottom }));
  for (const entry of options.entries ?? [])
    svg.append(
      s(
        "line",
        { class: "entry", "data-entry": entry.name, x1: x(entry.time), x2: x(entry.time), y1: margin.top, y2: bottom },
        s("title", {}, `${entry.name}: ${entry.note ?? ""} ${model.moment(entry.time)}`),
      ),
    );
  const steps = Array.from({ length: model.length }, (_, i) => i);
  for (const band of options.bands) {
    const defined = (i: number) => Number.isFinite(band.low[i]) && Number.isFinite(band.high[i]);
    const path = area<number>()
      .x(at)
      .defined(defined)
      .y0((i) => y(band.low[i]))
      .y1((i) => y(band.high[i]));
    svg.append(s("path", { class: `band ${band.class}`, d: path(steps) }));
  }
  if (options.zero) svg.append(s("line", { class: "zero", x1: left, x2: right, y1: y(0), y2: y(0) }));
  for (const one of options.lines) {
    const path = line<number>()
      .x(at)
      .y((i) => y(one.values[i]))
      .defined((i) => Number.isFinite(one.values[i]));
    svg.append(s("path", { class: `line ${one.class}`, d: path(steps) }));
  }
  const move = playhead(svg, margin.top, bottom);
  if (options.picked) follow_pointer(svg, model, x, width, options.picked);
  return { svg, move: (index) => move(at(index)) };
}

/** Pressing and dragging on the plot moves the slider. */
export function follow_pointer(
  svg: SVGSVGElement,
  model: Model,
  x: (time: number) => number,
  width: number,
  picked: (index: number) => void,
): void {
  const pick = (event: PointerEvent) => {
    const box = svg.getBoundingClientRect();
    const place = ((event.clientX - box.left) * width) / box.width;
    let best = 0;
    for (let i = 1; i < model.length; ++i)
      if (Math.abs(x(model.time(i)) - place) < Math.abs(x(model.time(best)) - place)) best = i;
    picked(best);
  };
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0) pick(event);
  });
  svg.addEventListener("pointermove", (event) => {
    if (event.buttons & 1 && event.pointerType === "mouse") pick(event);
  });
}
