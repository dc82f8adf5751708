/**
 * All that the page reads: one JSON object, gzip'ed, in base64, in
 * <script type="application/json+gzip" id="report">. DATA.md says the same in words.
 *
 * Names are those of the run file (analysis/README.md) and of `explain --json` and `compare --json`; what these give is
 * taken over as it is. JSON knows no NaN and no infinity: both are null. Optional fields may be left out or be null.
 */

/** Reading version 1 means reading every 1.x: fields may be added, none goes or changes its meaning. */
export interface Report {
  format: "hegemon report";
  version: [number, number]; // [1, 0]
  title: string;
  /** The comment at the top of the scenario, without `#`; a blank line parts paragraphs. May be empty. */
  opening: string;
  seed: string; // decimal: it has 64 bits
  digest: string; // 64 hexadecimal digits
  replicates: number; // of each arm
  recorded: number; // of each arm: replicates behind the quantiles, of those whose columns the run file keeps
  clock: Clock;
  /** In order of the run; the first is what the others are compared with. */
  arms: Arm[];
  /** One for each arm but the first, in order. */
  comparisons: Comparison[];
  /** Fully told replicates: the same numbers in each arm, in order of arm, then number. May be empty. */
  histories: History[];
  scenario: ScenarioFile[]; // the scenario itself first, then its tables
  provenance: Record<string, string>; // attributes of /provenance: command, date, hegemon_version, ...
}

export interface Clock {
  unit: string; // "day", "week", "year" or "step"
  days_per_unit: number; // 0 for steps
  /** If there is a calendar, the date of time 0, "2022-01-01"; then every time below is in days since then, else in `unit`. */
  start_date: string | null;
  start: number; // when step 0 begins, a time as above
  step: number; // length of a step, in `unit`
  steps: number; // of the run
  /** Which steps the series show, from 0, ascending: all, or a part where there are many. T is how many. */
  shown: number[];
}

/** An array of numbers, in C order. */
export type Packed = PackedFloat | PackedLevels;

/** float32, little-endian, base64; NaN: missing. */
export interface PackedFloat {
  type: "f32";
  shape: number[];
  data: string;
}

/**
 * Levels 0 to 65534 between low and high: value = low + level * (high - low) / 65534; level 65535: missing.
 * Along the last axis each level but the first is stored as the difference to the one before, modulo 65536. Then all low
 * bytes, then all high bytes; base64. (So that gzip finds more to save.)
 */
export interface PackedLevels {
  type: "levels";
  shape: number[];
  low: number;
  high: number;
  data: string;
}

export interface Arm {
  name: string; // "base"
  title: string; // may be empty
  note?: string;
  failed: number; // replicates
  kinds: Kind[];
  parameters: Parameter[];
  outcomes: Record<string, Outcome>;
  calendar: Entry[]; // in order of step
  events: EventSeries[];
  decisions?: DecisionRule[];
}

/** Who decides: on rows of `kind`, the row that the reference `actor` points at; "this": the row itself. */
export interface DecisionRule {
  name: string;
  kind: string;
  actor: string;
}

export interface Kind {
  name: string;
  rows: string[]; // N names, in order; those that are shown
  rows_total?: number; // if not all are shown
  source?: string; // where the rows come from, as the scenario says
  columns: Column[];
}

export interface Column {
  name: string; // "alignment", "military.bound", "respond.military"
  sort: "column" | "constant" | "reference";
  truth?: boolean; // means are shares of replicates in which it is true
  unit?: string;
  note?: string;
  kind?: string; // of a reference: the kind that it points at
  /** Of a constant or a reference: [N], a reference as row of the run file's kind, from 0; null: missing. */
  values?: (number | null)[];
  /** Of a column: [N, T], mean over all replicates that had not failed. */
  mean?: Packed;
  /** [5, N, T]: 5, 25, 50, 75 and 95 % of the recorded replicates; not of a truth. */
  quantiles?: Packed | null;
  /** In each arm but the first, if both have the rows. */
  difference?: ColumnDifference | null;
  /** This column is an entry of a ledger: what a claim or decision binds of somebody's capacity. */
  entry?: LedgerEntry | null;
}

/** The first arm's value minus this arm's, mean over all pairs. */
export interface ColumnDifference {
  mean: Packed; // [N, T]
  half_width: Packed; // [N, T] of the 95 % interval (Student); missing below two pairs
}

export interface LedgerEntry {
  rule: string; // "claim.war", "decision.respond"
  kind: string; // whose capacity: "state"
  capacity: string; // "military"
  payer: string; // the reference that points at the payer's row; "this": the row itself
}

export interface Parameter {
  name: string;
  value: number;
  unit?: string;
  note?: string;
  source?: string; // "assumed", "estimated: ...", "definition: ..."
  range?: [number, number] | null;
}

/** One number a replicate. The first arm's record says which outcomes there are. */
export interface Outcome {
  unit?: string;
  note?: string; // "Clashes over Karabakh"
  take?: string; // "sum", "mean", "final", ...
  formula?: string;
  headline: boolean;
  count: number; // replicates that have it
  missing: number;
  mean: number | null;
  standard_error: number | null;
  low: number | null; // 95 % interval of the mean
  high: number | null;
  histogram?: Histogram | null; // edges are the same in every arm
}

/** counts[i] replicates have a value in [edges[i], edges[i + 1]), the last bin closed; at most 41 bins. */
export interface Histogram {
  edges: number[];
  counts: number[];
}

/** As an element of `comparisons` in `compare --json`, of the first arm with another one. */
export interface Comparison {
  first: string;
  other: string;
  other_title?: string;
  pairs: number;
  outcomes: Record<string, OutcomeDifference>;
  /** The headlines in words, as `run` and `compare` print them, in order of name. */
  sentences: string[];
  outcomes_looked_at?: number;
  pairs_to_halve?: number | null;
  parting?: { first?: Moment | null };
}

export interface OutcomeDifference {
  unit?: string;
  headline: boolean;
  first_mean: number | null;
  other_mean: number | null;
  difference: number | null; // mean of first - other
  standard_error: number | null;
  low: number | null; // 95 % interval
  high: number | null;
  share_positive: number; // of the pairs
  share_negative: number;
  pairs: number;
  missing: number;
  p: number | null;
  adjusted_p: number | null;
  unpaired: number | null;
  interval: string; // "t", "score", "bootstrap-t", "equal", ...
  histogram?: Histogram | null; // of the differences; null where every pair has the same
}

export interface Moment {
  step: number;
  begin?: number; // of the step, a time
  time?: number;
  date?: string;
}

/** An entry of the calendar. */
export interface Entry {
  name: string;
  note?: string;
  step: number; // in which it acts
  time: number; // as written
  date?: string;
}

/** Firings of an event over all replicates. */
export interface EventSeries {
  name: string;
  kind: string;
  note?: string;
  firings: number; // over all replicates and rows, those not shown included
  /** [N, T], rows as in the arm's kind: expected firings a replicate, from the step after the one shown before to this one. */
  mean?: Packed | null;
}

/** A replicate told in full. */
export interface History {
  arm: string;
  replicate: number;
  /** Every column of the sort "column", by kind, then column: [N, T]; truths are 0 and 1. */
  paths: Record<string, Record<string, Packed>>;
  /** Events, decisions and entries of the calendar, in order of step; an event before the decisions of its step. */
  happenings: Happening[];
  happenings_total?: number; // if some were left out (the latest)
}

export type Sort = "event" | "decision" | "entry";

/** As in `explain --list --json`. */
export interface Happening {
  sort: Sort;
  rule: string; // "clash", "respond", "invasion"
  kind?: string; // of the row
  row?: string;
  number?: number; // among events or decisions of the arm: `explain --event N`
  step: number;
  begin: number; // of the step, a time
  time: number; // when it happened
  date?: string; // of the beginning of the step
  day?: string; // on which it happened
  wish?: string; // of a decision
  option?: string;
  refused?: boolean;
  note?: string; // of an entry
  headline?: boolean; // a headline outcome is about it; absent: no
  explanation?: Explanation | null;
}

/** As in `explain --json`, but for `without`, `entry`: indices in the history's `happenings`. */
export interface Explanation {
  /** Of an event. */
  may_happen?: boolean;
  rate?: number;
  chance?: number; // that its clock rings in the step
  chance_among_rivals?: number;
  causes?: RatePart[];
  factors?: RatePart[];
  has_probability?: boolean;
  cause?: string; // which one rang; empty: none
  entry?: number | null; // the calendar entry that made it happen
  rivals?: { event: string; rate: number; chance: number }[];
  /** Of a decision. */
  decision?: DecisionState;
  other_arms?: OtherArm[];
  but_for: ButFor[]; // the latest first
  earlier: number; // things before it that could be taken away; `but_for` has the latest of them
}

export interface RatePart {
  name: string;
  value: number;
  share?: number | null; // of a cause
  source?: string;
  note?: string;
}

export interface DecisionState {
  actor_kind: string;
  actor: string;
  precision: number | null;
  wish: string;
  option: string;
  refused: boolean;
  forced: boolean;
  served_before: number;
  options: {
    name: string;
    offered: boolean;
    utility: number | null;
    chance: number;
    chance_again?: number | null;
    costs: number[]; // one for each of `payments`
  }[];
  payments: {
    capacity: string;
    unit?: string;
    total: number;
    free: number; // before it was served
    entries: { rule: string; kind: string; row: string; amount: number; in_this_step: boolean }[];
  }[];
}

/** Of a decision that was asked there, its fields stand beside the others, as `explain --json` has them. */
export interface OtherArm extends Partial<DecisionState> {
  arm: string;
  title?: string;
  has_row: boolean;
  happened: boolean; // a decision: was asked
  may_happen?: boolean;
  rate?: number;
  chance?: number;
  causes?: RatePart[];
  factors?: RatePart[];
}

/** The same replicate without one thing. */
export interface ButFor {
  without: number;
  still: boolean; // it happens all the same; a decision: with the same wish and the same option
  asked?: boolean; // a decision
  option?: string; // a decision: what is taken then
  rate?: number;
  chance?: number;
  fails: boolean;
  same_again: boolean;
  next?: Moment | null; // when it happens next, if it does not now
  earlier?: Moment | null; // or an earlier step in which it does, and in truth did not
}

export interface ScenarioFile {
  file: string;
  sha256: string;
  text?: string; // may be left out if very long
}
