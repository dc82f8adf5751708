/** What the reader has chosen, and who wants to know when it changes. */

export interface Choices {
  step: number; // index into clock.shown
  arm: number; // for the map and the network; -1: the difference of the first arm and `other`
  row: string; // of the kind with places, or of the first kind with a ledger
  replicate: number;
  history_arm: number;
  happening: number; // -1: none
}

type Listener = (choices: Readonly<Choices>, changed: Set<keyof Choices>) => void;

export class State {
  private readonly listeners: { keys: (keyof Choices)[]; listener: Listener }[] = [];
  constructor(private choices: Choices) {}

  get now(): Readonly<Choices> {
    return this.choices;
  }

  /** Calls back on each change of one of these. */
  on(keys: (keyof Choices)[], listener: Listener): void {
    this.listeners.push({ keys, listener });
  }

  set(change: Partial<Choices>): void {
    const changed = new Set(
      (Object.keys(change) as (keyof Choices)[]).filter((key) => change[key] !== this.choices[key]),
    );
    if (changed.size === 0) return;
    this.choices = { ...this.choices, ...change };
    for (const { keys, listener } of this.listeners)
      if (keys.some((key) => changed.has(key))) listener(this.choices, changed);
  }
}
