/** What happened, in words. */
import type { ButFor, Happening, Moment } from "../data/contract";
import { capital, percent, words } from "../view/format";
import type { Context } from "./context";

export function when_text(happening: Happening, { model }: Context): string {
  const { unit, step, start_date } = model.clock;
  if (!start_date) return `${unit} ${+(happening.sort === "decision" ? happening.begin : happening.time).toPrecision(4)}`;
  // A decision belongs to its step as a whole.
  const whole_step = happening.sort === "decision" && !(unit === "day" && step === 1);
  return `${whole_step ? `${step === 1 ? unit : "step"} from ` : ""}${model.moment(happening.sort === "decision" ? happening.begin : happening.time)}`;
}

/** "clash, karabakh" */
export function thing_text(happening: Happening, { labels }: Context): string {
  if (happening.sort === "entry") return words(happening.rule);
  return `${words(happening.rule)}, ${labels.row(happening.row)}`;
}

/** "30 Sep 2022: clash, karabakh" */
export function happening_text(happening: Happening, context: Context): string {
  const choice = happening.sort !== "decision" ? ""
    : happening.refused ? `: ${words(happening.wish ?? "")} refused, ${words(happening.option ?? "")} instead` : `: ${words(happening.option ?? "")}`;
  const note = happening.sort === "entry" && happening.note ? ` (${happening.note})` : "";
  return `${when_text(happening, context)}: ${thing_text(happening, context)}${choice}${note}`;
}

export function moment_text(moment: Moment, context: Context): string {
  const { model } = context;
  const begin = moment.begin ?? model.begin(moment.step);
  const { unit, step } = model.clock;
  return model.clock.start_date ? `the ${step === 1 ? unit : "step"} from ${model.moment(begin)}` : `${unit} ${+begin.toPrecision(4)}`;
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
  if (test.still) return event ? `It would have happened all the same${test.chance !== undefined ? `, with a chance of ${percent(test.chance)}` : ""}.` : "It would have been decided likewise.";
  if (event) return (test.chance ?? 0) > 0
    ? `It would not have happened: the chance was ${percent(test.chance)}, with the same luck. ${instead(test, true, context)}`
    : `It could not have happened. ${instead(test, true, context)}`;
  if (!test.asked) return `Nobody would have been asked. ${instead(test, false, context)}`;
  if (what.refused && test.option === what.wish) return `${capital(words(test.option ?? ""))} could have been paid for, and would have been taken.`;
  if (test.option === what.option) return what.refused ? `${capital(words(test.option ?? ""))} would have been taken all the same, after another wish.` : `Another wish would have been refused, and ${words(test.option ?? "")} taken all the same; wishing for it had a chance of ${percent(test.chance)}.`;
  return `${capital(words(test.option ?? "another thing"))} would have been chosen; ${words(what.wish ?? "")} had a chance of ${percent(test.chance)}.`;
}
