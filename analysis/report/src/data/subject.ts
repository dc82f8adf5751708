/** What an outcome is about, as far as its formula says: "dispute[karabakh].attacked" is about that row and column. */
import type { Outcome } from "./contract";

export interface Subject {
  kind: string;
  row: string;
  column: string;
  label: string;
}

const row_and_column = /(\w+)\[([^\]]+)\]\.(\w+(?:\.\w+)*)/;
const row_alone = /(\w+)\[([^\]]+)\]/;

/** Of the first headline outcome with a formula that names a row; null: none does. */
export function subject_of(outcomes: Record<string, Outcome>): Subject | null {
  for (const [name, outcome] of Object.entries(outcomes)) {
    if (!outcome.headline || !outcome.formula) continue;
    const found = row_and_column.exec(outcome.formula) ?? row_alone.exec(outcome.formula);
    if (found)
      return {
        kind: found[1],
        row: found[2].split(/\s*,\s*/).join("/"),
        column: found[3] ?? "",
        label: outcome.note || name.replaceAll("_", " "),
      };
  }
  return null;
}

/** "attacked" and "attack", the column that remembers an event and the event. */
export const same_matter = (column: string, rule: string): boolean =>
  column.length > 2 && (column.startsWith(rule) || rule.startsWith(column));

/** Whether a row, or one that it joins ("karabakh/AZE"), is the subject's. */
export const same_row = (subject: Subject, row: string | undefined): boolean =>
  row !== undefined && `/${row}/`.includes(`/${subject.row}/`);
