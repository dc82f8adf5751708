/** Causes and factors of an event beside what they were in the other arms. */
import type { Explanation } from "../data/contract";
import { short } from "../view/format";
import type { Context } from "./context";

export interface Elsewhere {
  label: string;
  class: string;
  value: (name: string) => number;
} // NaN: not there

/** Arms in which the event could at least be asked about. */
export function values_elsewhere({ model }: Context, e: Explanation, which: "causes" | "factors"): Elsewhere[] {
  return (e.other_arms ?? [])
    .filter((other) => other[which]?.length)
    .map((other) => {
      const at = Math.max(model.arm_index(other.arm), 0);
      return {
        label: model.arm_label(at),
        class: `arm-${at % 6}`,
        value: (name: string) => other[which]!.find((part) => part.name === name)?.value ?? NaN,
      };
    });
}

/**
 * The cause or factor by which the other arms change the rate most, in words; null where none differs by more than
 * rounding. Factors multiply; a cause counts by what the sum of causes would be with its value from there.
 */
export function leading_difference(context: Context, e: Explanation): { name: string; text: string } | null {
  const total = (e.causes ?? []).reduce((sum, cause) => sum + cause.value, 0);
  const log = (value: number) => Math.log(Math.max(value, 1e-12));
  const effects = (which: "causes" | "factors") =>
    values_elsewhere(context, e, which).flatMap((arm) =>
      (e[which] ?? []).map((part) => {
        const there = arm.value(part.name) || 0;
        const effect =
          which === "factors" ? log(part.value) - log(there) : log(total) - log(total - part.value + there);
        return { part, which, effect: Math.abs(effect) };
      }),
    );
  const most = [...effects("causes"), ...effects("factors")].sort((a, b) => b.effect - a.effect)[0];
  if (!most || !(most.effect > 1e-9)) return null;
  const sign = most.which === "factors" ? "× " : "";
  const others = values_elsewhere(context, e, most.which).filter(
    (arm) => arm.value(most.part.name) !== most.part.value,
  );
  return {
    name: most.part.name,
    text: `${sign}${short(most.part.value)}, ${others.map((arm) => `${sign}${short(arm.value(most.part.name))} in “${arm.label}”`).join(", ")}`,
  };
}
