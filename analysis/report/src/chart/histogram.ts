/** How often which value: one histogram for each arm over common bins, drawn as steps. */
import { scaleLinear } from "d3-scale";
import type { Histogram } from "../data/contract";
import { s } from "../view/dom";
import { short } from "../view/format";
import { canvas, tick_below } from "./axes";

export function histogram(
  width: number,
  height: number,
  bins: { histogram: Histogram; class: string }[],
  label: string,
  zero = false,
): SVGSVGElement {
  const edges = bins[0].histogram.edges;
  const left = 12,
    right = width - 12,
    bottom = height - 22;
  const x = scaleLinear([edges[0], edges[edges.length - 1]], [left, right]);
  const most = Math.max(...bins.flatMap((one) => one.histogram.counts), 1);
  const y = scaleLinear([0, most], [bottom, 6]);
  const svg = canvas(width, height, label);
  for (const tick of x.ticks(Math.max(2, Math.floor(width / 80))))
    svg.append(tick_below(x(tick), bottom + 15, short(tick, 4)));
  const slot = bins.length;
  bins.forEach(({ histogram: { counts }, class: name }, which) => {
    counts.forEach((value, i) => {
      if (!value) return;
      const from = x(edges[i]),
        wide = (x(edges[i + 1]) - from) / slot;
      svg.append(
        s("rect", {
          class: `bin ${name}`,
          x: from + which * wide + 0.5,
          width: Math.max(1, wide - 1),
          y: y(value),
          height: bottom - y(value),
        }),
      );
    });
  });
  svg.append(s("line", { class: "axis", x1: left, x2: right, y1: bottom, y2: bottom }));
  if (zero && edges[0] < 0 && edges[edges.length - 1] > 0)
    svg.append(s("line", { class: "zero", x1: x(0), x2: x(0), y1: 4, y2: bottom }));
  return svg;
}
