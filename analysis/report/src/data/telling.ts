/** Which explained happening of a run tells most, and why. No element of the page, so that a test can ask it. */
import type { Explanation, Happening, History, OtherArm } from "./contract";
import { same_matter, same_row, type Subject } from "./subject";

export interface Telling {
  history: History;
  index: number; // among its happenings
  score: number;
  belongs: boolean; // to the headline's subject
  /** The arm in which it did not happen (or fell otherwise), where its chance was least; null: it did in all. */
  elsewhere: { arm: string; chance: number; possible: boolean } | null;
  /** Chance here. */
  chance: number;
  hinges_on: number[]; // decisive things, the calendar's first
  of_its_sort: number; // in this history
}

/** What is compared: an event's chance to happen, a decision's to be taken as it was. */
export function chance_of(e: Explanation): number {
  return e.decision
    ? (e.decision.options.find((option) => option.name === e.decision!.wish)?.chance ?? 0)
    : (e.chance ?? 0);
}
function chance_there(what: Happening, other: OtherArm): number {
  if (!other.has_row || other.may_happen === false || (what.sort === "decision" && !other.happened)) return 0;
  return what.sort === "decision"
    ? (other.options?.find((option) => option.name === what.wish)?.chance ?? 0)
    : (other.chance ?? 0);
}
const likewise = (what: Happening, other: OtherArm): boolean =>
  other.happened && (what.sort !== "decision" || (other.option === what.option && other.wish === what.wish));

/**
 * The product of four: what it is about (5 for the subject's row, 20 if it is also what the outcome counts), how much
 * less likely it was elsewhere (1 to 7, by halvings of the chance; 3 where it could not be), what it hinged on (more for the calendar and
 * for what is explained itself), and how rare it is (one over the root of how many of its sort there are).
 */
export function weigh(history: History, index: number, subject: Subject | null): Telling | null {
  const what = history.happenings[index],
    e = what.explanation;
  if (!e || what.sort === "entry" || e.entry != null) return null; // what comes by date needs no telling
  const chance = chance_of(e);
  const absent = (e.other_arms ?? [])
    .filter((other) => !likewise(what, other))
    .sort((a, b) => chance_there(what, a) - chance_there(what, b))[0];
  const there = absent ? chance_there(what, absent) : chance;
  const halvings =
    absent && there === 0
      ? 1
      : absent && chance > 0
        ? Math.min(5, Math.max(0, Math.log2(chance / Math.max(there, chance / 32))))
        : 0;
  const decisive = e.but_for.filter((test) => !test.still && !test.fails).map((test) => test.without);
  const is_entry = (i: number) => history.happenings[i]?.sort === "entry";
  const chained = decisive.some((i) => history.happenings[i]?.explanation);
  const hinges_on = [...decisive].sort((a, b) => +is_entry(b) - +is_entry(a));
  const named = subject !== null && same_row(subject, what.row); // else what the writer of the report says
  const counted = what.headline === true || (named && same_matter(subject.column, what.rule));
  const belongs = named || counted;
  const about = counted ? 20 : belongs ? 5 : 1;
  const hinge = 1 + Math.min(decisive.length, 4) / 4 + (decisive.some(is_entry) ? 3 : 0) + (chained ? 1 : 0);
  const of_its_sort = history.happenings.filter((one) => one.rule === what.rule).length;
  return {
    history,
    index,
    belongs,
    chance,
    hinges_on,
    of_its_sort,
    score:
      (about * (1 + halvings + (absent ? 1 : 0)) * hinge * (what.sort === "event" ? 2 : 1)) / Math.sqrt(of_its_sort),
    elsewhere: absent ? { arm: absent.arm, chance: there, possible: there > 0 } : null,
  };
}

/** The one with the highest score, the first of equals; null where nothing is explained. */
export function most_telling(histories: History[], subject: Subject | null): Telling | null {
  let best: Telling | null = null;
  for (const history of histories)
    history.happenings.forEach((_, index) => {
      const one = weigh(history, index, subject);
      if (one && one.score > (best?.score ?? 0)) best = one;
    });
  return best;
}
