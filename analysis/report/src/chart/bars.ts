/** Bars in which a name, a bar and a number stand in a row. */
import { h, s } from "../view/dom";

export interface Bar {
  name: string;
  note?: string;
  from: number;
  to: number;
  text: string;
  class: string;
  others?: { to: number; class: string }[];
}

/** Bars in which a name, a bar and a number stand in a row; below a bar thinner ones for other arms. */
export function bars(rows: Bar[], label: string): HTMLElement {
  const box = (from: number, to: number, y: number, height: number, name: string) =>
    s("rect", { class: name, x: 100 * Math.min(from, to), width: Math.max(100 * Math.abs(to - from), 0.6), y, height });
  return h(
    "ul",
    { class: "bars", "aria-label": label },
    rows.map((row) => {
      const thin = row.others ?? [],
        tall = thin.length ? 6 : 8;
      const bar = s(
        "svg",
        { viewBox: `0 0 100 ${10 + 4 * thin.length}`, preserveAspectRatio: "none", "aria-hidden": "true" },
        s("line", { class: "grid", x1: 100 * row.from, x2: 100 * row.from, y1: 0, y2: 10 + 4 * thin.length }),
        box(row.from, row.to, 1, tall, row.class),
        ...thin.map((other, i) => box(row.from, other.to, 8 + 4 * i, 3, other.class)),
      );
      return h(
        "li",
        {},
        h("span", { class: "name" }, row.name, row.note && h("span", { class: "gloss" }, row.note)),
        bar,
        h("span", { class: "value" }, row.text),
      );
    }),
  );
}
