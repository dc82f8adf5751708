/** Scales of colour that the colour-blind can read: viridis (Smith and van der Walt 2015) and blue to red. */
const viridis = [
  "#fde725",
  "#b5de2b",
  "#6ece58",
  "#35b779",
  "#1f9e89",
  "#26828e",
  "#31688e",
  "#3e4989",
  "#482878",
  "#440154",
];
const diverging_light = ["#08519c", "#3182bd", "#9ecae1", "#f2f0eb", "#f4a582", "#d6604d", "#a50f15"];
const diverging_dark = ["#7cc4ff", "#3f86bd", "#2f526c", "#3a3a3a", "#7d4a3a", "#cf6a4b", "#ff9d7a"];

const part = (hex: string, at: number) => parseInt(hex.slice(at, at + 2), 16);
function between(stops: string[], share: number): string {
  const place = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const i = Math.min(Math.floor(place), stops.length - 2),
    t = place - i;
  const mixed = [1, 3, 5].map((at) => Math.round(part(stops[i], at) * (1 - t) + part(stops[i + 1], at) * t));
  return `rgb(${mixed.join(",")})`;
}

export const is_dark = (): boolean => matchMedia("(prefers-color-scheme: dark)").matches;

export interface Colours {
  range: [number, number];
  of: (value: number) => string;
  at: (share: number) => string; // of the scale, 0 to 1
  middle: number; // the value half-way along it
  diverging: boolean;
  lopsided: boolean;
}

/** From low to high; more is darker on a light page, lighter on a dark one. Lopsided: by the cube root. */
export function sequential(range: [number, number], lopsided = false): Colours {
  const stops = is_dark() ? [...viridis].reverse() : viridis;
  const span = range[1] - range[0] || 1;
  const bend = (share: number) => (lopsided ? Math.cbrt(share) : share);
  const at = (share: number) => between(stops, share);
  return {
    range,
    of: (value) => at(bend((value - range[0]) / span)),
    at,
    middle: range[0] + span * (lopsided ? 0.125 : 0.5),
    diverging: false,
    lopsided,
  };
}

/** Blue below 0, red above. */
export function diverging(most: number): Colours {
  const stops = is_dark() ? diverging_dark : diverging_light;
  const at = (share: number) => between(stops, share);
  return {
    range: [-most, most],
    of: (value) => at(0.5 + value / (2 * (most || 1))),
    at,
    middle: 0,
    diverging: true,
    lopsided: false,
  };
}
