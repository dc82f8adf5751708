/** What somebody wished for in one history, and could not pay for. */
import type { Happening } from "../data/contract";
import { actor_of } from "../data/ledger";
import { h } from "../view/dom";
import { count } from "../view/format";
import type { Context } from "./context";
import { happening_text } from "./phrases";

interface Wish {
  one: Happening;
  index: number;
}

/** Nothing where the replicate is not told. */
export function refusals(context: Context, row: string, open: (index: number) => void): (Node | string)[] {
  const { model, state, labels } = context;
  const { history_arm, replicate } = state.now;
  const history = model.history(history_arm, replicate);
  if (!history) return [];
  const wishes = history.happenings
    .map((one, index): Wish => ({ one, index }))
    .filter(({ one }) => one.sort === "decision" && actor_of(model, history_arm, one) === row);
  const refused = wishes.filter(({ one }) => one.refused),
    paid = wishes.filter(({ one }) => !one.refused);
  const list = (some: Wish[]) =>
    h(
      "ul",
      { class: "chain" },
      some.map((wish) => item(context, wish, open)),
    );
  return [
    h("h3", {}, `What ${labels.row(row)} could not pay for`),
    refused.length ? list(refused) : h("p", {}, none_text(replicate, wishes.length)),
    paid.length
      ? h("details", { class: "more" }, h("summary", {}, `${count(paid.length)} that it paid for`), list(paid))
      : "",
  ];
}

function item(context: Context, { one, index }: Wish, open: (index: number) => void): HTMLElement {
  const onclick = (event: Event) => {
    event.preventDefault();
    open(index);
  };
  return h("li", {}, h("a", { href: "#history", class: "link", onclick }, happening_text(one, context)));
}

function none_text(replicate: number, wishes: number): string {
  if (!wishes) return `In replicate ${replicate} it was asked for nothing.`;
  const which = wishes === 1 ? "its one wish was not" : `none of its ${count(wishes)} wishes was`;
  return `In replicate ${replicate} ${which} refused for want of means; that it chose little may still come from what was free.`;
}
