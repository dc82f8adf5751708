import type { Model } from "../data/model";
import type { Labels } from "../map/places";
import type { State } from "../view/state";

/** What every section gets. */
export interface Context {
  model: Model;
  state: State;
  labels: Labels;
  places: string | null;
}

/** A section of the page, or nothing if the run has nothing for it. */
export type Section = (context: Context) => HTMLElement | null;
