/** The slider of time, and play. It stays in sight while map, network and lines are. */
import { announce, h } from "../view/dom";
import type { Context } from "./context";

const frames = 10; // a second, where nothing says otherwise

export function time_bar({ model, state }: Context): HTMLElement {
  const last = model.length - 1;
  const slider = h("input", { type: "range", min: 0, max: last, step: 1, value: state.now.step, "aria-label": "Point in time", oninput: () => state.set({ step: +slider.value }) });
  const output = h("output", { class: "moment" });
  let timer = 0;
  const stop = () => { clearInterval(timer); timer = 0; button.textContent = "Play"; button.setAttribute("aria-pressed", "false"); };
  const play = () => {
    if (state.now.step >= last) state.set({ step: 0 });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = window.setInterval(() => (state.now.step < last ? state.set({ step: state.now.step + 1 }) : stop()), 1000 / (calm ? 2 : Math.max(frames, model.length / 20)));
    button.textContent = "Pause";
    button.setAttribute("aria-pressed", "true");
  };
  const button = h("button", { type: "button", class: "play", "aria-pressed": "false", onclick: () => (timer ? stop() : play()) }, "Play");
  const show = () => {
    const text = model.moment(model.time(state.now.step));
    slider.value = `${state.now.step}`;
    slider.setAttribute("aria-valuetext", text);
    output.textContent = text;
    if (!timer) announce(text);
  };
  state.on(["step"], show);
  const bar = h("div", { class: "time-bar", role: "group", "aria-label": "Time" }, button, slider, output);
  show();
  return bar;
}
