/** A plot along time: bands, lines, marks of the calendar, and a line where the slider stands. */
import { scaleLinear, scaleUtc } from "d3-scale";
import { area, line } from "d3-shape";
import type { Entry } from "../data/contract";
import type { Model } from "../data/model";
import { s } from "../view/dom";
import { short } from "../view/format";
import { letter, widest } from "./text";

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
  x: (time: number) => number;
  move: (index: number) => void;
}

const margin = { top: 8, right: 10, bottom: 28 };

/** From a time to pixels, and the ticks with their words. */
export function time_axis(
  model: Model,
  left: number,
  right: number,
): { x: (time: number) => number; ticks: { x: number; text: string }[] } {
  const x = scaleLinear([model.first_time, model.last_time], [left, right]);
  const most = Math.max(2, Math.floor((right - left) / (10 * letter())));
  const from = model.date(model.first_time),
    to = model.date(model.last_time);
  if (!from || !to) return { x, ticks: x.ticks(most).map((t) => ({ x: x(t), text: `${+t.toPrecision(6)}` })) };
  const utc = scaleUtc([from, to], [left, right]);
  const format = utc.tickFormat(most);
  return { x, ticks: utc.ticks(most).map((t) => ({ x: utc(t), text: format(t) })) };
}

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
  const values = y.ticks(Math.max(2, Math.floor(height / 42))).map((value) => ({ value, text: short(value, 4) }));
  const left = Math.max(options.left ?? 46, widest(values.map((one) => one.text)) + 12);
  const { x, ticks } = time_axis(model, left, width - margin.right);
  const at = (i: number) => x(model.time(i));
  const svg = s("svg", {
    class: "plot",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": label,
  });
  const bottom = height - margin.bottom;

  for (const { value, text } of values) {
    svg.append(s("line", { class: "grid", x1: left, x2: width - margin.right, y1: y(value), y2: y(value) }));
    svg.append(s("text", { class: "tick", x: left - 6, y: y(value), dy: "0.32em", "text-anchor": "end" }, text));
  }
  for (const tick of ticks) {
    svg.append(s("line", { class: "axis", x1: tick.x, x2: tick.x, y1: bottom, y2: bottom + 4 }));
    svg.append(
      s(
        "text",
        { class: "tick", x: Math.max(16, Math.min(tick.x, width - 16)), y: bottom + 19, "text-anchor": "middle" },
        tick.text,
      ),
    );
  }
  svg.append(s("line", { class: "axis", x1: left, x2: width - margin.right, y1: bottom, y2: bottom }));
  for (const entry of options.entries ?? [])
    svg.append(
      s(
        "line",
        { class: "entry", "data-entry": entry.name, x1: x(entry.time), x2: x(entry.time), y1: margin.top, y2: bottom },
        s("title", {}, `${entry.name}: ${entry.note ?? ""} ${model.moment(entry.time)}`),
      ),
    );
  const shape = area<number>()
    .x(at)
    .defined((i) => Number.isFinite(i));
  for (const band of options.bands) {
    const defined = (i: number) => Number.isFinite(band.low[i]) && Number.isFinite(band.high[i]);
    const path = shape
      .defined(defined)
      .y0((i) => y(band.low[i]))
      .y1((i) => y(band.high[i]));
    svg.append(s("path", { class: `band ${band.class}`, d: path(indices(model.length)) }));
  }
  if (options.zero) svg.append(s("line", { class: "zero", x1: left, x2: width - margin.right, y1: y(0), y2: y(0) }));
  for (const one of options.lines) {
    const path = line<number>()
      .x(at)
      .y((i) => y(one.values[i]))
      .defined((i) => Number.isFinite(one.values[i]));
    svg.append(s("path", { class: `line ${one.class}`, d: path(indices(model.length)) }));
  }
  const playhead = s("line", { class: "playhead", y1: margin.top, y2: bottom });
  svg.append(playhead);
  if (options.picked) follow_pointer(svg, model, x, width, options.picked);
  return {
    svg,
    x,
    move: (index) => {
      const place = at(index);
      playhead.setAttribute("x1", `${place}`);
      playhead.setAttribute("x2", `${place}`);
    },
  };
}

const lists = new Map<number, number[]>();
function indices(length: number): number[] {
  let list = lists.get(length);
  if (!list) lists.set(length, (list = Array.from({ length }, (_, i) => i)));
  return list;
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
