/** What happened, in words. */
import type { ButFor, Happening, Moment } from "../data/contract";
import type { Telling } from "../data/telling";
import { capital, percent, words } from "../view/format";
import type { Context } from "./context";

/** In order of time: entries by their date, decisions at the end of their step. */
export function by_time(happenings: Happening[]): { one: Happening; index: number }[] {
  return happenings.map((one, index) => ({ one, index })).sort((a, b) => a.one.time - b.one.time || a.index - b.index);
}

export function when_text(happening: Happening, { model }: Context): string {
  // Without a calendar by steps, for events and decisions alike: a decision falls at the end of its step.
  if (!model.clock.start_date)
    return `${model.clock.unit} ${+(happening.sort === "entry" ? happening.time : happening.begin).toPrecision(6)}`;
  return happening.day ? model.day(happening.day) : model.moment(happening.time);
}

/** "clash, karabakh" */
export function thing_text(happening: Happening, { labels }: Context): string {
  if (happening.sort === "entry") return words(happening.rule);
  return `${words(happening.rule)}, ${labels.row(happening.row)}`;
}

/** "30 Sep 2022: clash, karabakh" */
export function happening_text(happening: Happening, context: Context): string {
  const choice =
    happening.sort !== "decision"
      ? ""
      : happening.refused
        ? `: ${words(happening.wish ?? "")} refused, ${words(happening.option ?? "")} instead`
        : `: ${words(happening.option ?? "")}`;
  const note = happening.sort === "entry" && happening.note ? ` (${happening.note})` : "";
  return `${when_text(happening, context)}: ${thing_text(happening, context)}${choice}${note}`;
}

export function moment_text(moment: Moment, context: Context): string {
  const { model } = context;
  const begin = moment.begin ?? model.begin(moment.step);
  const { unit, step } = model.clock;
  return model.clock.start_date
    ? `the ${step === 1 ? unit : "step"} from ${model.moment(begin)}`
    : `${unit} ${+begin.toPrecision(4)}`;
}

function instead(test: ButFor, event: boolean, context: Context): string {
  const come = event ? "come" : "been asked";
  const again = event ? "The next would have come" : "The next time would have been";
  const next = test.next ? moment_text(test.next, context) : "";
  if (!test.earlier) return next ? `${again} in ${next}.` : `Nor would it have ${come} later.`;
  return `It would have ${come} before, in ${moment_text(test.earlier, context)}${next ? `, and next in ${next}` : ", and not again"}.`;
}

/** What would have been otherwise without it. `wish` is what was wished, of a decision. */
export function consequence(test: ButFor, what: Happening, context: Context): string {
  const event = what.sort === "event";
  if (test.fails) return "The replicate would have failed before.";
  if (test.still)
    return event
      ? `It would have happened all the same${test.chance !== undefined ? `, with a chance of ${percent(test.chance)}` : ""}.`
      : "It would have been decided likewise.";
  if (event)
    return (test.chance ?? 0) > 0
      ? `It would not have happened: the chance was ${percent(test.chance)}, with the same luck. ${instead(test, true, context)}`
      : `It could not have happened. ${instead(test, true, context)}`;
  if (!test.asked) return `Nobody would have been asked. ${instead(test, false, context)}`;
  if (what.refused && test.option === what.wish)
    return `${capital(words(test.option ?? ""))} could have been paid for, and would have been taken.`;
  if (test.option === what.option)
    return what.refused
      ? `${capital(words(test.option ?? ""))} would have been taken all the same, after another wish.`
      : `Another wish would have been refused, and ${words(test.option ?? "")} taken all the same; wishing for it had a chance of ${percent(test.chance)}.`;
  return `${capital(words(test.option ?? "another thing"))} would have been chosen; ${words(what.wish ?? "")} had a chance of ${percent(test.chance)}.`;
}

/** What the scenario notes on the rule behind it; empty where it notes nothing. */
export function rule_note(happening: Happening, { model }: Context): string {
  if (happening.note) return happening.note;
  if (happening.sort !== "event") return "";
  return (
    model.arms.flatMap((arm) => arm.events).find((event) => event.name === happening.rule && event.note)?.note ?? ""
  );
}

/** Why the page begins with this one, by the same four grounds as its score. */
export function opened_because(telling: Telling, context: Context): string {
  const { model } = context;
  const { history, elsewhere, belongs, hinges_on, of_its_sort } = telling;
  const what = history.happenings[telling.index];
  const grounds: string[] = [];
  if (belongs) grounds.push("it belongs to the headline above");
  if (elsewhere) {
    const label = `“${model.arm_label(model.arm_index(elsewhere.arm))}”`;
    grounds.push(
      what.sort === "decision"
        ? `in ${label} it was not decided like this`
        : elsewhere.possible
          ? `it did not happen in ${label}, where its chance was ${percent(elsewhere.chance)} and not ${percent(telling.chance)}`
          : `in ${label} it could not happen then`,
    );
  }
  const causes = hinges_on.map((i) => history.happenings[i]).filter((one) => one);
  const entries = causes
    .filter((one) => one.sort === "entry")
    .sort((a, b) => a.time - b.time)
    .map((one) => words(one.rule));
  if (entries.length) grounds.push(`it hinges on the calendar (${entries.join(", ")})`);
  else if (causes.length) grounds.push(`it hinges on ${thing_text(causes[0], context)}`);
  if (of_its_sort <= 10)
    grounds.push(
      of_its_sort === 1
        ? "it is the only one of its sort in this history"
        : `only ${of_its_sort} of its sort happened in this history`,
    );
  const text =
    grounds.length > 1
      ? `${grounds.slice(0, -1).join("; ")}; and ${grounds[grounds.length - 1]}`
      : (grounds[0] ?? "of those that are explained it hinges on most");
  return `Opened because, of all that is explained, this tells most: ${text}.`;
}
