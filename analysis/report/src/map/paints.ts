/** What the map can be coloured by: columns of the states, and what another state has with each of them. */
import type { Column } from "../data/contract";
import type { Measure, Model } from "../data/model";
import { type Network, networks_of } from "../data/networks";
import type { Context } from "../sections/context";
import { words } from "../view/format";

export interface Paint {
  id: string;
  text: string;
  group: string;
  unit?: string;
  note?: string;
  truth: boolean;
  constant: boolean;
  /** Mean in an arm, at a shown step. */
  at: (arm: number, row: string, step: number) => number;
  /** First arm less this one. */
  gap: (arm: number, row: string, step: number) => number;
}

const hidden = /^(lat|lon|latitude|longitude)$/i;

/** `find(arm)`: for a state's name the row in which its value stands. */
function paint_of(
  context: Context,
  kind: string,
  column: Column,
  facts: Pick<Paint, "id" | "text" | "group">,
  find: (arm: number) => Map<string, number>,
): Paint {
  const { model } = context;
  const rows = model.arms.map((_, arm) => find(arm));
  const course = (arm: number, row: string, measure: Measure) =>
    model.course(arm, kind, column.name, rows[arm].get(row) ?? -1, measure);
  const constant = (arm: number, row: string) =>
    model.column(arm, kind, column.name)?.values?.[rows[arm].get(row) ?? -1] ?? NaN;
  return {
    ...facts,
    unit: column.unit,
    note: column.note,
    truth: column.truth ?? false,
    constant: column.sort === "constant",
    at: (arm, row, step) =>
      column.sort === "constant" ? constant(arm, row) : (course(arm, row, "mean")?.[step] ?? NaN),
    gap: (arm, row, step) => course(arm, row, "gap")?.[step] ?? NaN,
  };
}

function own_paints(context: Context): Paint[] {
  const { model, places } = context;
  const find = (arm: number) => new Map((model.kind(arm, places!)?.rows ?? []).map((row, i) => [row, i]));
  return model
    .any_kind(places!)!
    .columns.filter((c) => c.sort !== "reference" && !hidden.test(c.name))
    .map((c) =>
      paint_of(
        context,
        places!,
        c,
        {
          id: c.name,
          text: words(c.name),
          group: c.sort === "constant" ? "does not change" : `of each ${words(places!)}`,
        },
        find,
      ),
    );
}

const most_others = 8;

/** "influence of Russia": what one state has with each of the others. */
function joint_paints(context: Context): Paint[] {
  return networks_of(context.model)
    .filter((network) => network.from.kind === context.places && network.to.kind === context.places)
    .flatMap((network) => {
      const froms = heaviest(context.model, network);
      return network.columns.flatMap((column) => froms.map((from) => joint_paint(context, network, column, from)));
    });
}

/** Those who have most at the beginning. */
function heaviest(model: Model, { kind, from, columns }: Network): string[] {
  const weights = new Map<string, number>();
  kind.rows.forEach((_, i) => {
    const who = model.pointed_at(0, kind.name, i, from.name);
    const weight = model.course(0, kind.name, columns[0].name, i)?.[0] || 0;
    if (who !== undefined) weights.set(who, (weights.get(who) ?? 0) + weight);
  });
  return [...weights]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most_others)
    .map(([name]) => name);
}

function joint_paint(context: Context, network: Network, column: Column, from: string): Paint {
  const { model, labels } = context;
  const kind = network.kind.name;
  const facts = {
    id: `${kind}/${column.name}/${from}`,
    text: `${words(column.name)} of ${labels.row(from)}`,
    group: `${words(kind)}: ${words(column.name)} of`,
  };
  /** By the names of each arm: a variant may have other rows. */
  const find = (arm: number) =>
    new Map(
      (model.kind(arm, kind)?.rows ?? []).flatMap((_, i): [string, number][] => {
        const where = model.pointed_at(arm, kind, i, network.to.name);
        return model.pointed_at(arm, kind, i, network.from.name) === from && where !== undefined ? [[where, i]] : [];
      }),
    );
  return paint_of(context, kind, column, facts, find);
}

/** "clashes so far": events on rows that point at a state, each counted at every state that its row points at. */
function event_paints(context: Context): Paint[] {
  const { model, places } = context;
  const names = [
    ...new Map(
      model.arms.flatMap((arm) => arm.events.filter((e) => e.mean)).map((e) => [`${e.kind}/${e.name}`, e]),
    ).values(),
  ];
  return names.flatMap((event): Paint[] => {
    const references =
      model.any_kind(event.kind)?.columns.filter((c) => c.sort === "reference" && c.kind === places) ?? [];
    if (!references.length && event.kind !== places) return [];
    const sums = model.arms.map((_, arm) => sums_by_state(context, arm, event.kind, event.name));
    const at = (arm: number, row: string, step: number) => sums[arm].get(row)?.[step] ?? NaN;
    return [
      {
        id: `event/${event.kind}/${event.name}`,
        text: `${words(event.name)} so far`,
        group: "events",
        note: "how often on average since the start",
        truth: false,
        constant: false,
        at,
        gap: (arm, row, step) => at(0, row, step) - at(arm, row, step),
      },
    ];
  });
}

const references_to = (model: Model, arm: number, kind: string, places: string): string[] =>
  (model.kind(arm, kind)?.columns ?? []).filter((c) => c.sort === "reference" && c.kind === places).map((c) => c.name);

function sums_by_state(
  { model, places }: Context,
  arm: number,
  kind: string,
  event: string,
): Map<string, Float32Array> {
  const sums = new Map<string, Float32Array>();
  const references = kind === places ? ["this"] : references_to(model, arm, kind, places!);
  (model.kind(arm, kind)?.rows ?? []).forEach((_, i) => {
    const firings = model.firings(arm, kind, event, i);
    if (!firings) return;
    const pointed = references.map((reference) => model.pointed_at(arm, kind, i, reference));
    for (const state of new Set(pointed)) {
      if (state === undefined) continue;
      const sum = sums.get(state);
      sums.set(state, sum ? sum.map((value, t) => value + firings[t]) : firings);
    }
  });
  return sums;
}

export const paints_of = (context: Context): Paint[] => [
  ...joint_paints(context),
  ...own_paints(context),
  ...event_paints(context),
];
