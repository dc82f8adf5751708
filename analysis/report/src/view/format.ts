/** Numbers as people read them. */

const digits = (most: number) => new Intl.NumberFormat("en-GB", { maximumSignificantDigits: most });
const formats = { 2: digits(2), 3: digits(3), 4: digits(4) };
const kept = new Intl.NumberFormat("en-GB", { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat("en-GB");
const minus = (text: string): string => text.replace("-", "−");

/** Three significant digits unless said otherwise, large numbers whole: 0.0192, 2.39, 1,415 */
export function short(value: number | null | undefined, most: 2 | 3 | 4 = 3): string {
  if (value == null || !Number.isFinite(value)) return "none";
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 1e-4))
    return minus(value.toExponential(most - 1))
      .replace("e+", " × 10^")
      .replace(/e(.+)/, " × 10^$1");
  if (size >= 1000) return minus(whole.format(Math.round(value)));
  return minus(formats[most].format(value));
}
/** The ends of an interval, if there is one. */
export interface Limits {
  low: number | null;
  high: number | null;
}
/** A mean: three significant digits, also if the last is 0, unless nothing varies: 1.40, 25 */
export function mean_text(value: number | null | undefined, limits: Limits | undefined): string {
  const size = Math.abs(value ?? 0);
  const varies = limits != null && limits.low != null && limits.low !== limits.high;
  return varies && size >= 1e-4 && size < 999.5 ? minus(kept.format(value!)) : short(value);
}
/** The two ends of an interval with equal decimals, two digits of its width: −0.0686 to −0.0619 */
export function range(low: number, high: number): string {
  const size = Math.max(Math.abs(low), Math.abs(high));
  const decimals = high > low ? Math.max(0, 1 - Math.floor(Math.log10(high - low))) : Infinity;
  if (size >= 1e7 || decimals > 7) return low === high ? short(low) : `${short(low)} to ${short(high)}`;
  const ends = new Intl.NumberFormat("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  const text = (value: number) => minus(ends.format(value === 0 ? 0 : value).replace(/^-(0\.?0*)$/, "$1"));
  return `${text(low)} to ${text(high)}`;
}
/** Of a difference: +1.40 */
export const gap_text = (value: number | null | undefined, limits: Limits | undefined): string =>
  (value != null && value > 0 ? "+" : "") + mean_text(value, limits);
/** Of a label that says the unit already nothing is added. */
export function unsaid_unit(label: string, unit: string | undefined): string {
  const word = unit_text(unit);
  return label.toLowerCase().includes(word.toLowerCase()) ? "" : word;
}
/** "0.02 days", "week" if it is one. */
export const units_text = (number: number, unit: string): string =>
  number === 1 ? `one ${unit}` : `${+number.toPrecision(3)} ${unit}s`;
/** "1 pair", "2,000 pairs" */
export const number_of = (number: number, word: string): string => `${count(number)} ${word}${number === 1 ? "" : "s"}`;
export const count = (value: number): string => whole.format(value);
export const signed = (value: number | null | undefined): string =>
  (value != null && value > 0 ? "+" : "") + short(value);

/** A probability or share: 1.9 %, 72 %, below 0.1 % */
export function percent(share: number | null | undefined): string {
  if (share == null || !Number.isFinite(share)) return "none";
  if (share === 0) return "0\u00a0%";
  if (share === 1) return "100\u00a0%";
  const value = 100 * share;
  if (value < 0.1) return "below 0.1\u00a0%";
  if (value > 99.9) return "above 99.9\u00a0%";
  const text = value < 10 || value > 99 ? +value.toPrecision(value > 99 ? 3 : 2) : Math.round(value);
  return `${text}\u00a0%`; // which no line break parts
}

export const unit_text = (unit: string | undefined): string => (!unit || unit === "1" ? "" : unit);
export const with_unit = (text: string, unit: string | undefined): string =>
  unit_text(unit) ? `${text} ${unit_text(unit)}` : text;
/** "believed_free" -> "believed free" */
export const words = (name: string): string => name.replaceAll("_", " ");
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const listed = (parts: string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
