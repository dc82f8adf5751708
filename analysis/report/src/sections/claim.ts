/** Pieces of the sentence that the page opens with. */
import type { OutcomeDifference } from "../data/contract";
import type { Model } from "../data/model";
import { mean_text, percent, short, units_text } from "../view/format";
import type { Context } from "./context";

const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

/** "January 2022 to December 2024", "in 156 weeks", "in 9.23 years" */
export function period(model: Model): string {
  const from = model.date(model.first_time),
    to = model.date(model.last_time);
  if (from && to)
    return month.format(from) === month.format(to)
      ? month.format(from)
      : `${month.format(from)} to ${month.format(to)}`;
  const { unit, step, steps } = model.clock;
  return `in ${units_text(steps * step, unit)}`;
}

/** A label within a sentence: with a small letter, unless its first word is a row's name ("Russia's", "Armenians"). */
export function in_sentence({ model, labels }: Context, label: string): string {
  const first = label.split(/\s/)[0].toLowerCase();
  const names = model
    .kind_names()
    .flatMap((kind) => model.any_kind(kind)!.rows.map((row) => labels.row(row).toLowerCase()));
  const keep =
    /^.[A-Z\d]/.test(label) || /['’]/.test(first) || names.some((name) => name.length > 2 && first.startsWith(name));
  return keep ? label : label.charAt(0).toLowerCase() + label.slice(1);
}

/** The first arm's mean beside the other's: "70 % more", "3.4 times as much". */
export function more_text(d: OutcomeDifference): string {
  if (d.first_mean == null || d.other_mean == null || d.difference == null) return "not to be compared";
  if (d.share_positive === 0 && d.share_negative === 0) return "the same in every pair";
  if (d.pairs > 1 && !(d.low != null && d.high != null && (d.low > 0 || d.high < 0)))
    return "no difference beyond chance";
  const word = d.difference > 0 ? "more" : "less";
  if (!(d.first_mean >= 0 && d.other_mean > 0)) return `${mean_text(Math.abs(d.difference), d)} ${word}`;
  const ratio = d.first_mean / d.other_mean;
  const hundredths = Math.round(100 * Math.abs(ratio - 1));
  return ratio >= 1.995
    ? `${short(ratio, 2)} times as much`
    : `${hundredths >= 1 ? `${hundredths}\u00a0%` : percent(Math.abs(ratio - 1))} ${word}`;
}
