/** Numbers as people read them. */

const digits = (most: number) => new Intl.NumberFormat("en-GB", { maximumSignificantDigits: most });
const three = digits(3),
  four = digits(4),
  whole = new Intl.NumberFormat("en-GB");
const minus = (text: string): string => text.replace("-", "−");

/** Three significant digits, large numbers whole: 0.0192, 2.39, 1,415 */
export function short(value: number | null | undefined, most: 3 | 4 = 3): string {
  if (value == null || !Number.isFinite(value)) return "none";
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 1e-4))
    return minus(value.toExponential(most - 1))
      .replace("e+", " × 10^")
      .replace(/e(.+)/, " × 10^$1");
  if (size >= 1000) return minus(whole.format(Math.round(value)));
  return minus((most === 3 ? three : four).format(value));
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
