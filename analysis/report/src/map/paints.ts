/** What the map can be coloured by: columns of the states, and what another state has with each of them. */
import type { Column, Packed } from "../data/contract";
import { unpack } from "../data/unpack";
import { networks_of } from "../sections/network";
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
  const arms = model.arms.map((_, arm) => ({ rows: find(arm), column: model.column(arm, kind, column.name) }));
  const read = (packed: Packed | undefined | null, index: number | undefined, step: number) =>
    packed && index !== undefined ? unpack(packed).values[index * model.length + step] : NaN;
  return {
    ...facts,
    unit: column.unit,
    note: column.note,
    truth: column.truth ?? false,
    constant: column.sort === "constant",
    at: (arm, row, step) => {
      const one = arms[arm],
        index = one.rows.get(row);
      return one.column?.sort === "constant"
        ? index === undefined
          ? NaN
          : (one.column.values?.[index] ?? NaN)
        : read(one.column?.mean, index, step);
    },
    gap: (arm, row, step) => read(arms[arm].column?.difference?.mean, arms[arm].rows.get(row), step),
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
  const { model, places, labels } = context;
  return networks_of(context)
    .filter((network) => network.from.kind === places && network.to.kind === places)
    .flatMap((network) => {
      const rows = model.any_kind(places!)!.rows;
      const froms = [...new Set(network.from.values!.filter((v): v is number => v !== null))];
      const weight = (from: number) => {
        const mean = network.columns[0].mean;
        return mean
          ? network.kind.rows.reduce(
              (sum, _, i) => sum + (network.from.values![i] === from ? unpack(mean).values[i * model.length] || 0 : 0),
              0,
            )
          : 0;
      };
      return network.columns.flatMap((column) =>
        froms
          .sort((a, b) => weight(b) - weight(a))
          .slice(0, most_others)
          .map((from) =>
            paint_of(
              context,
              network.kind.name,
              column,
              {
                id: `${network.kind.name}/${column.name}/${rows[from]}`,
                text: `${words(column.name)} of ${labels.row(rows[from])}`,
                group: `${words(network.kind.name)}: ${words(column.name)} of`,
              },
              (arm) => {
                const kind = model.kind(arm, network.kind.name);
                const at = (name: string) => kind?.columns.find((c) => c.name === name)?.values ?? [];
                const who = at(network.from.name),
                  where = at(network.to.name);
                return new Map(
                  (kind?.rows ?? []).flatMap((_, i): [string, number][] =>
                    who[i] === from && where[i] != null ? [[rows[where[i]!], i]] : [],
                  ),
                );
              },
            ),
          ),
      );
    });
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

function sums_by_state(
  { model, places }: Context,
  arm: number,
  kind_name: string,
  event_name: string,
): Map<string, Float32Array> {
  const sums = new Map<string, Float32Array>();
  const kind = model.kind(arm, kind_name),
    states = model.kind(arm, places!)?.rows ?? [];
  const mean = model.arms[arm].events.find((e) => e.name === event_name && e.kind === kind_name)?.mean;
  if (!kind || !mean) return sums;
  const { values } = unpack(mean);
  kind.rows.forEach((_, i) => {
    const pointed =
      kind_name === places
        ? [i]
        : kind.columns.filter((c) => c.sort === "reference" && c.kind === places).map((c) => c.values?.[i]);
    for (const state of new Set(pointed)) {
      if (state == null || states[state] === undefined) continue;
      let sum = 0;
      const all = sums.get(states[state]) ?? new Float32Array(model.length);
      for (let t = 0; t < model.length; ++t) all[t] += sum += values[i * model.length + t];
      sums.set(states[state], all);
    }
  });
  return sums;
}

export const paints_of = (context: Context): Paint[] => [
  ...joint_paints(context),
  ...own_paints(context),
  ...event_paints(context),
];
