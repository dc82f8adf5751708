/** What adds up over time: coloured layers, the largest at the bottom, and a line for all there is. */
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import type { Model } from "../data/model";
import { s } from "../view/dom";
import { canvas, draw_upright, playhead, tick_below, time_axis, upright_ticks } from "./axes";

export interface Layer {
  name: string;
  values: Float32Array;
  class: string;
}
export interface LayersPlot {
  svg: SVGSVGElement;
  move: (index: number) => void;
}

const height = 260,
  bottom = height - 24,
  margin = 12;

/** Of all layers at each step. */
export const sums_of = (layers: Layer[], length: number): number[] =>
  Array.from({ length }, (_, t) => layers.reduce((sum, layer) => sum + (layer.values[t] || 0), 0));

/** `total`: the line; null: none. */
export function layers_plot(
  model: Model,
  width: number,
  layers: Layer[],
  total: Float32Array | null,
  label: string,
): LayersPlot {
  const sums = sums_of(layers, model.length);
  const most = Math.max(...[...sums, ...(total ?? [])].filter(Number.isFinite), 1e-12);
  const y = scaleLinear([0, most * 1.06], [bottom, 8]);
  const { values, room } = upright_ticks(y, 5);
  const left = Math.max(58, room);
  const { x, ticks } = time_axis(model, left, width - margin);
  const at = (t: number) => x(model.time(t));
  const steps = sums.map((_, t) => t);
  const svg = canvas(width, height, label);
  draw_upright(svg, y, values, left, width - margin);
  for (const tick of ticks) svg.append(tick_below(tick.centre, bottom + 16, tick.text));
  let below = new Float32Array(model.length);
  for (const layer of layers) {
    const low = below,
      high = below.map((v, t) => v + (layer.values[t] || 0));
    const shape = area<number>()
      .x(at)
      .y0((t) => y(low[t]))
      .y1((t) => y(high[t]));
    svg.append(s("path", { class: `layer ${layer.class}`, d: shape(steps) ?? "" }, s("title", {}, layer.name)));
    below = high;
  }
  if (total) {
    const shape = line<number>()
      .x(at)
      .y((t) => y(total[t]))
      .defined((t) => Number.isFinite(total[t]));
    svg.append(s("path", { class: "line total", d: shape(steps) ?? "" }));
  }
  const move = playhead(svg, 8, bottom);
  return { svg, move: (index) => move(at(index)) };
}
