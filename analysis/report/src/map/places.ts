/** Which kind has places, and what rows are called. */
import type { Model } from "../data/model";
import { words } from "../view/format";
import { state_of } from "./atlas";

/** The kind of whose rows at least half (and two) are codes of states; the one with most of them. */
export function kind_with_places(model: Model): string | null {
  let best: string | null = null,
    most = 1;
  for (const name of model.kind_names()) {
    const rows = model.any_kind(name)!.rows;
    const known = rows.filter((row) => /^[A-Z]{3}$/.test(row) && state_of(row)).length;
    if (known > most && 2 * known >= rows.length) [best, most] = [name, known];
  }
  return best;
}

export class Labels {
  private readonly codes: Set<string>;
  constructor(
    model: Model,
    readonly places: string | null,
  ) {
    this.codes = new Set(places ? model.arms.flatMap((_, arm) => model.kind(arm, places)?.rows ?? []) : []);
  }
  /** "ARM" -> "Armenia", "ARM/RUS" -> "Armenia, Russia" */
  row(row: string | undefined): string {
    return (row ?? "")
      .split("/")
      .map((piece) => (this.codes.has(piece) && state_of(piece)?.properties.name) || words(piece))
      .join(", ");
  }
}
