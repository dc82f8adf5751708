/** The numbers that go in, and how sure they are. */
import type { Parameter } from "../data/contract";
import { choice, h, scrolling, term } from "../view/dom";
import { capital, listed, short, unit_text, words } from "../view/format";
import type { Context } from "./context";

type Standing = "assumed" | "estimated" | "fact" | "definition" | "said" | "unsaid";
const in_words: Record<Standing, string> = {
  assumed: "assumed",
  estimated: "estimated",
  fact: "known as facts",
  definition: "by definition",
  said: "with another source",
  unsaid: "without a word on the source",
};
const said: Record<Standing, string> = {
  assumed: "assumed",
  estimated: "estimated",
  fact: "fact",
  definition: "definition",
  said: "has a source",
  unsaid: "no source",
};

/** By the source's own words; what is assumed in part counts as assumed. */
export function standing(source: string | undefined): Standing {
  if (!source) return "unsaid";
  if (source.includes("assumed")) return "assumed";
  const word = /^(estimated|fact|definition)/.exec(source)?.[1];
  return (word as Standing | undefined) ?? "said";
}

export function parameters({ model }: Context): HTMLElement | null {
  const first = model.arms[0].parameters;
  const names = [...new Set(model.arms.flatMap((arm) => arm.parameters.map((p) => p.name)))];
  if (!names.length) return null;
  const of = (arm: number, name: string): Parameter | undefined =>
    model.arms[arm].parameters.find((p) => p.name === name);
  const changed = (name: string) => model.arms.some((_, arm) => of(arm, name)?.value !== of(0, name)?.value);
  const counts = new Map<Standing, number>();
  for (const p of first) counts.set(standing(p.source), (counts.get(standing(p.source)) ?? 0) + 1);
  const body = h("tbody", {});
  const show = (which: string) =>
    body.replaceChildren(
      ...names.flatMap((name) => {
        const p = model.arms.map((_, arm) => of(arm, name)).find((one) => one !== undefined)!;
        const kind = standing(p.source);
        if (which && which !== kind) return [];
        const values = changed(name)
          ? model.arms.map((_, arm) => `${short(of(arm, name)?.value, 4)} in “${model.arm_label(arm)}”`).join(", ")
          : short(p.value, 4);
        return [
          h(
            "tr",
            {},
            h("th", { scope: "row" }, capital(words(p.name)), p.note && h("span", { class: "small block" }, p.note)),
            h("td", {}, values),
            h("td", { class: "left" }, unit_text(p.unit)),
            h("td", {}, p.range ? `${short(p.range[0], 4)} to ${short(p.range[1], 4)}` : ""),
            h("td", { class: "left" }, h("span", { class: `standing ${kind}` }, said[kind])),
            h("td", { class: "prose" }, p.source ?? ""),
          ),
        ];
      }),
    );
  show("");
  const kinds = [...counts].sort((a, b) => b[1] - a[1]);
  return h(
    "section",
    { "aria-labelledby": "parameters" },
    h("h2", { id: "parameters" }, "What goes in, and how sure it is"),
    h(
      "p",
      {},
      `The model has ${first.length === 1 ? "one number" : `${first.length} numbers`} that one could change: ${kinds.length === 1 ? `${first.length > 1 ? "all " : ""}${in_words[kinds[0][0]]}` : listed(kinds.map(([kind, n]) => `${n} ${in_words[kind]}`))}.`,
    ),
    kinds.length > 1 &&
      choice(
        "Show",
        [{ value: "", text: "all" }, ...kinds.map(([kind]) => ({ value: kind, text: said[kind] }))],
        "",
        show,
      ),
    scrolling(
      "Parameters",
      h(
        "table",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["Parameter", "Value", "Unit", "Plausible range", "Standing", "Source"].map((text) =>
              h("th", { scope: "col", class: /Unit|Standing|Source/.test(text) ? "left" : "" }, text),
            ),
          ),
        ),
        body,
      ),
    ),
    h(
      "div",
      { class: "terms" },
      term(
        "Standing",
        "“Assumed”, also where only a part is: somebody thought it plausible, and nobody has measured it. “Estimated”: from data, with the error that this has. “Fact” and “definition” say what they mean. The words are those of the scenario's author.",
      ),
    ),
  );
}
