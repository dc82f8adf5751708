/** Who has capacities, what binds them, and whose ledger tells most. */
import type { Happening } from "./contract";
import type { Model } from "./model";

/** A capacity of the rows of a kind. */
export interface Owner {
  kind: string;
  capacity: string;
}
/** Whose capacity. */
export interface Account {
  owner: Owner;
  row: string;
}
/** A column that binds it on one row: a claim or a decision that it pays for. */
export interface Binding {
  kind: string;
  column: string;
  rule: string; // "front"
  row: number;
}

/** Kinds with a capacity: a column that has `.free` beside it. */
export function owners_of(model: Model): Owner[] {
  return model.kind_names().flatMap((kind) => {
    const columns = model.any_kind(kind)!.columns;
    return columns
      .filter((c) => columns.some((other) => other.name === `${c.name}.free`))
      .map((c) => ({ kind, capacity: c.name }));
  });
}

export function bindings_of(model: Model, { owner, row }: Account, arm: number): Binding[] {
  return model.arms[arm].kinds.flatMap((kind) =>
    kind.columns.flatMap(({ name, entry }): Binding[] => {
      if (!entry || entry.kind !== owner.kind || entry.capacity !== owner.capacity) return [];
      const rule = entry.rule.replace(/^.*\./, "");
      return kind.rows.flatMap((_, i) =>
        model.pointed_at(arm, kind.name, i, entry.payer) === row
          ? [{ kind: kind.name, column: name, rule, row: i }]
          : [],
      );
    }),
  );
}

/** Who decided; undefined if the report does not say. */
export function actor_of(model: Model, arm: number, happening: Happening): string | undefined {
  if (happening.explanation?.decision) return happening.explanation.decision.actor;
  const rule = model.arms[arm].decisions?.find((one) => one.name === happening.rule);
  if (!rule || happening.row === undefined) return undefined;
  return model.pointed_at(arm, rule.kind, model.row(arm, rule.kind, happening.row), rule.actor);
}

const size = (values: Float32Array | undefined): number =>
  values?.length ? values.reduce((sum, v) => sum + (Math.abs(v) || 0), 0) / values.length : 0;

/**
 * Where the arms differ most in what is bound, in parts of all there is, times how many things bind it, `most` at most:
 * one claim alone tells little. Null where nothing differs.
 */
function most_different(model: Model, owners: Owner[], most: number): Account | null {
  let best: Account | null = null,
    best_score = 0.01;
  for (const owner of owners)
    for (const row of model.any_kind(owner.kind)!.rows) {
      const all = size(model.course(0, owner.kind, owner.capacity, model.row(0, owner.kind, row)));
      const bound = bindings_of(model, { owner, row }, 0).filter((one) =>
        model.course(0, one.kind, one.column, one.row)?.some((v) => v > 0),
      );
      for (let arm = 1; arm < model.arms.length; ++arm) {
        const gap = model.course(arm, owner.kind, `${owner.capacity}.bound`, model.row(arm, owner.kind, row), "gap");
        const score = (size(gap) / Math.max(all, 1e-12)) * Math.min(bound.length, most);
        if (score > best_score) [best_score, best] = [score, { owner, row }];
      }
    }
  return best;
}

/** Who was refused most often in the histories of the first arm, and for want of which capacity. */
function most_refused(model: Model, owners: Owner[]): Account | null {
  const counts = new Map<string, { account: Account; n: number }>();
  for (const history of model.report.histories.filter((one) => one.arm === model.arms[0].name))
    for (const { explanation } of history.happenings.filter((one) => one.refused)) {
      const d = explanation?.decision,
        wish = d?.options.find((option) => option.name === d.wish);
      const short_of = d?.payments.find((payment, i) => (wish?.costs[i] ?? 0) > payment.free);
      const owner = owners.find((one) => one.kind === d?.actor_kind && one.capacity === short_of?.capacity);
      if (!d || !owner) continue;
      const key = `${owner.kind}.${owner.capacity}.${d.actor}`;
      counts.set(key, { account: { owner, row: d.actor }, n: (counts.get(key)?.n ?? 0) + 1 });
    }
  return [...counts.values()].sort((a, b) => b.n - a.n)[0]?.account ?? null;
}

/** Of whom the most is bound, on average; null if nothing is. */
export function busiest(model: Model, owner: Owner): string | null {
  const { rows } = model.any_kind(owner.kind)!;
  const sums = rows.map((row) =>
    size(model.course(0, owner.kind, `${owner.capacity}.bound`, model.row(0, owner.kind, row))),
  );
  const best = sums.indexOf(Math.max(...sums));
  return sums[best] > 0 ? rows[best] : null;
}

/** The one to begin with; `row` if nothing tells more. */
export function telling_account(
  model: Model,
  owners: Owner[],
  places: string | null,
  row: string,
  most: number,
): Account {
  const found = most_different(model, owners, most) ?? most_refused(model, owners);
  if (found) return found;
  const owner = owners.find((one) => one.kind === places) ?? owners[0];
  const { rows } = model.any_kind(owner.kind)!;
  return { owner, row: busiest(model, owner) ?? (rows.includes(row) ? row : rows[0]) };
}
