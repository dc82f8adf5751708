/** Kinds whose rows join two rows of other kinds, or of one, by a share or influence. */
import type { Column, Kind } from "./contract";
import type { Model } from "./model";

export interface Network {
  kind: Kind;
  from: Column;
  to: Column;
  columns: Column[];
}

/** The reference with more different rows is where the weights come together: many clients, few patrons. */
export function networks_of(model: Model): Network[] {
  return model
    .kind_names()
    .flatMap((name): Network[] => {
      const kind = model.any_kind(name)!;
      const references = kind.columns.filter((c) => c.sort === "reference" && c.values);
      for (const one of references) {
        const other = references.find((c) => c !== one && c.kind === one.kind) ?? references.find((c) => c !== one);
        // A unit "share" is no sign: many things are shares of something. Nor is a handful of rows a network.
        const columns = kind.columns.filter(
          (c) =>
            c.sort === "column" &&
            !c.truth &&
            !c.entry &&
            /influence|share|weight|\btie/i.test(`${c.name} ${c.unit === "influence" ? c.unit : ""}`),
        );
        columns.sort((a, b) => +/influence|share/i.test(b.name) - +/influence|share/i.test(a.name));
        if (!other || !columns.length || kind.rows.length < 6 || kind.rows.length > 400) continue;
        const different = (c: Column) => new Set(c.values).size;
        return [
          different(one) >= different(other)
            ? { kind, from: other, to: one, columns }
            : { kind, from: one, to: other, columns },
        ];
      }
      return [];
    })
    .sort((a, b) => b.kind.rows.length - a.kind.rows.length);
}
