/** Which arm: buttons that show what was chosen, wherever it was chosen. */
import { segments } from "../view/dom";
import type { Context } from "./context";

/** `gaps`: also the difference from each other arm, as -1, -2, ... Null where there is one arm. */
export function arm_choice(
  { model, state }: Context,
  key: "arm" | "history_arm",
  gaps = false,
): HTMLFieldSetElement | null {
  if (model.arms.length < 2) return null;
  const arms = model.arms.map((_, i) => ({ value: `${i}`, text: model.arm_label(i), swatch: `arm-${i % 6}` }));
  const differences = model.arms.slice(1).map((_, i) => ({
    value: `${-i - 1}`,
    text: model.arms.length > 2 ? `${model.arm_label(0)} less “${model.arm_label(i + 1)}”` : "Difference",
    swatch: "difference",
  }));
  const shown = () => `${gaps ? state.now[key] : Math.max(state.now[key], 0)}`;
  const bar = segments("Arm", gaps ? [...arms, ...differences] : arms, shown(), (value) =>
    state.set({ [key]: +value }),
  );
  state.on([key], () => bar.choose(shown()));
  return bar;
}
