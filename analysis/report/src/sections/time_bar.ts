/** The slider of time, and play. It stays in sight while map, network and lines are. */
import { announce, choice, h } from "../view/dom";
import type { Context } from "./context";

const seconds: Record<string, number> = { slow: 30, normal: 12, fast: 5 }; // from beginning to end
const most_frames = 30, // a second
  calm_frames = 2; // where less motion is asked for: as fast, in larger steps

export function time_bar({ model, state }: Context): HTMLElement {
  const last = model.length - 1;
  const slider = h("input", {
    type: "range",
    min: 0,
    max: last,
    step: 1,
    value: state.now.step,
    "aria-label": "Point in time",
    oninput: () => state.set({ step: +slider.value }),
  });
  const output = h("output", { class: "moment" });
  let timer = 0,
    speed = "normal";
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    button.textContent = "Play";
    button.setAttribute("aria-pressed", "false");
  };
  const play = () => {
    if (state.now.step >= last) state.set({ step: 0 });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const rate = Math.max(1, last) / seconds[speed]; // steps a second
    const frames = Math.min(rate, calm ? calm_frames : most_frames);
    let place = state.now.step;
    timer = window.setInterval(() => {
      if (state.now.step >= last) return stop();
      if (Math.round(place) !== state.now.step) place = state.now.step; // somebody moved the slider
      place = Math.min(last, place + rate / frames);
      state.set({ step: Math.round(place) });
    }, 1000 / frames);
    button.textContent = "Pause";
    button.setAttribute("aria-pressed", "true");
  };
  const button = h(
    "button",
    { type: "button", class: "play", "aria-pressed": "false", onclick: () => (timer ? stop() : play()) },
    "Play",
  );
  const options = Object.keys(seconds).map((value) => ({ value, text: value }));
  const speeds = choice("Speed", options, speed, (value) => {
    speed = value;
    if (timer) {
      clearInterval(timer);
      play();
    }
  });
  const show = () => {
    const text = model.moment(model.time(state.now.step));
    slider.value = `${state.now.step}`;
    slider.setAttribute("aria-valuetext", text);
    output.textContent = text;
    if (!timer) announce(text);
  };
  state.on(["step"], show);
  const bar = h("div", { class: "time-bar", role: "group", "aria-label": "Time" }, button, speeds, slider, output);
  show();
  return bar;
}
