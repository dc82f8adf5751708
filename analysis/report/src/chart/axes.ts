/** What the pictures have in common: a frame with a name, and axes. */
import { type ScaleLinear, scaleLinear, scaleUtc } from "d3-scale";
import type { Model } from "../data/model";
import { s } from "../view/dom";
import { short } from "../view/format";
import { letter, widest } from "./text";

/** An empty picture; the label is for those who do not see it. */
export const canvas = (width: number, height: number, label: string, kind = "plot"): SVGSVGElement =>
  s("svg", { class: kind, width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });

/** Words below an axis. */
export const tick_below = (x: number, y: number, text: string): SVGTextElement =>
  s("text", { class: "tick", x, y, "text-anchor": "middle" }, text);

/** Numbers of an upright axis and the room that they want left of the picture. */
export function upright_ticks(y: ScaleLinear<number, number>, most: number): { values: number[]; room: number } {
  const values = y.ticks(most);
  return { values, room: widest(values.map((value) => short(value, 4))) + 12 };
}

/** Lines across from left to right, with their numbers. */
export function draw_upright(
  svg: SVGSVGElement,
  y: ScaleLinear<number, number>,
  values: number[],
  left: number,
  right: number,
): void {
  for (const value of values)
    svg.append(
      s("line", { class: "grid", x1: left, x2: right, y1: y(value), y2: y(value) }),
      s("text", { class: "tick", x: left - 6, y: y(value), dy: "0.32em", "text-anchor": "end" }, short(value, 4)),
    );
}

/** A moment on the axis of time, and where its words are centred so that they fit. */
export interface TimeTick {
  x: number;
  text: string;
  centre: number;
}
export interface TimeAxis {
  x: (time: number) => number;
  ticks: TimeTick[];
}

const beyond = 10; // words may stand out so far to the right of the axis

/** From a time to pixels; without a calendar the first tick says the unit: "week 0". */
export function time_axis(model: Model, left: number, right: number): TimeAxis {
  const x = scaleLinear([model.first_time, model.last_time], [left, right]);
  const most = Math.max(2, Math.floor((right - left) / (10 * letter())));
  const tick = (place: number, text: string): TimeTick => {
    const half = widest([text]) / 2;
    return { x: place, text, centre: Math.max(half, Math.min(place, right + beyond - half)) };
  };
  const from = model.date(model.first_time),
    to = model.date(model.last_time);
  if (!from || !to) {
    const { unit } = model.clock;
    return { x, ticks: x.ticks(most).map((t, i) => tick(x(t), `${i ? "" : `${unit} `}${+t.toPrecision(6)}`)) };
  }
  const utc = scaleUtc([from, to], [left, right]);
  const format = utc.tickFormat(most);
  return { x, ticks: utc.ticks(most).map((t) => tick(utc(t), format(t))) };
}

/** A line where the slider stands; what comes back moves it. */
export function playhead(svg: SVGSVGElement, top: number, bottom: number): (x: number) => void {
  const line = s("line", { class: "playhead", y1: top, y2: bottom });
  svg.append(line);
  return (x) => {
    line.setAttribute("x1", `${x}`);
    line.setAttribute("x2", `${x}`);
  };
}
