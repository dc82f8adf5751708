/** Questions to a report that more than one section asks. */
import type { Arm, Clock, Column, Comparison, History, Kind, Packed, Report } from "./contract";
import { row_of } from "./unpack";

const day = 86400000;
const date_format = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** Of a column in an arm: its mean; the first arm's less this one's, and half the width of that interval; or quantile 0 to 4. */
export type Measure = "mean" | "gap" | "half" | number;

const row_if = (packed: Packed | null | undefined, row: number, quantile = 0): Float32Array | undefined =>
  packed && row >= 0 ? row_of(packed, row, quantile) : undefined;

export class Model {
  /** Columns that the run kept no course of (`record = "events"`) are left out. */
  constructor(readonly report: Report) {
    for (const kind of report.arms.flatMap((arm) => arm.kinds))
      kind.columns = kind.columns.filter((column) => column.sort !== "column" || column.mean);
  }

  get clock(): Clock {
    return this.report.clock;
  }
  get arms(): Arm[] {
    return this.report.arms;
  }
  get length(): number {
    return this.clock.shown.length;
  }

  /** Kinds of the first arm, then those that only others have. */
  kind_names(): string[] {
    return [...new Set(this.arms.flatMap((arm) => arm.kinds.map((kind) => kind.name)))];
  }
  kind(arm: number, name: string): Kind | undefined {
    return this.arms[arm].kinds.find((kind) => kind.name === name);
  }
  /** The kind in the first arm that has it. */
  any_kind(name: string): Kind | undefined {
    return this.arms.flatMap((arm) => arm.kinds).find((kind) => kind.name === name);
  }
  column(arm: number, kind: string, name: string): Column | undefined {
    return this.kind(arm, kind)?.columns.find((column) => column.name === name);
  }
  comparison(arm: number): Comparison | undefined {
    return this.report.comparisons.find((one) => one.other === this.arms[arm].name);
  }
  history(arm: number, replicate: number): History | undefined {
    return this.report.histories.find((one) => one.arm === this.arms[arm].name && one.replicate === replicate);
  }
  replicates_told(): number[] {
    return [...new Set(this.report.histories.map((one) => one.replicate))].sort((a, b) => a - b);
  }
  row(arm: number, kind: string, row: string): number {
    return this.kind(arm, kind)?.rows.indexOf(row) ?? -1;
  }

  /** The row that a reference of a row points at; `this`: the row itself. */
  pointed_at(arm: number, kind: string, row: number, reference: string): string | undefined {
    if (reference === "this") return this.kind(arm, kind)?.rows[row];
    const column = this.column(arm, kind, reference);
    const target = column?.values?.[row];
    return column?.kind === undefined || target == null ? undefined : this.kind(arm, column.kind)?.rows[target];
  }

  /** A column of a row over time; undefined if this arm has it not, or the run kept no such measure. */
  course(arm: number, kind: string, column: string, row: number, measure: Measure = "mean"): Float32Array | undefined {
    const one = this.column(arm, kind, column);
    if (typeof measure === "number") return row_if(one?.quantiles, row, measure);
    return row_if(
      measure === "mean" ? one?.mean : measure === "gap" ? one?.difference?.mean : one?.difference?.half_width,
      row,
    );
  }
  /** The same in a replicate that is told in full. */
  path(arm: number, replicate: number, kind: string, column: string, row: number): Float32Array | undefined {
    return row_if(this.history(arm, replicate)?.paths[kind]?.[column], row);
  }
  /** How often an event has happened on a row since the start, on average. */
  firings(arm: number, kind: string, event: string, row: number): Float32Array | undefined {
    const found = this.arms[arm].events.find((one) => one.name === event && one.kind === kind);
    let sum = 0;
    return row_if(found?.mean, row)?.map((value) => (sum += value));
  }

  /** The end of shown step i: days since the start with a calendar, else the clock's unit. */
  time(i: number): number {
    return this.begin(this.clock.shown[i] + 1);
  }
  /** When step `step` begins. */
  begin(step: number): number {
    const per = this.clock.start_date ? this.clock.days_per_unit : 1;
    return (this.clock.start + step * this.clock.step) * per;
  }
  get first_time(): number {
    return this.begin(0);
  }
  get last_time(): number {
    return this.begin(this.clock.steps);
  }

  /** The shown step whose end is the first at or after the end of `step`. */
  shown_index(step: number): number {
    const found = this.clock.shown.findIndex((shown) => shown >= step);
    return found < 0 ? this.length - 1 : found;
  }

  date(time: number): Date | null {
    return this.clock.start_date ? new Date(Date.parse(this.clock.start_date + "T00:00:00Z") + time * day) : null;
  }
  /** Of "2022-09-10". */
  day(text: string): string {
    return date_format.format(new Date(`${text}T00:00:00Z`));
  }
  /** "10 Sep 2022", "week 36" */
  moment(time: number): string {
    const date = this.date(time);
    if (date) return date_format.format(date);
    return `${this.clock.unit} ${+time.toPrecision(6)}`;
  }

  /** "The scenario" for what the file says as it stands, else the variant's title. */
  arm_label(arm: number): string {
    const { name, title } = this.arms[arm];
    return title || (name === "base" ? "The scenario" : name);
  }
  arm_index(name: string): number {
    return this.arms.findIndex((arm) => arm.name === name);
  }
}
