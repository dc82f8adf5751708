/** Elements, briefly. No style attributes: the page's policy forbids them. */

type Child = Node | string | number | null | undefined | false;
type Attributes = Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>;

function fill(element: Element, attributes: Attributes, children: (Child | Child[])[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  for (const child of children.flat())
    if (child != null && child !== false) element.append(child instanceof Node ? child : String(child));
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes, children);
  return element;
}

export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Child | Child[])[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, attributes, children);
  return element;
}

let numbers = 0;
export const unique = (word: string): string => `${word}-${++numbers}`;

/** A labelled <select>. */
export function choice(
  label: string,
  options: { value: string; text: string; group?: string }[],
  value: string,
  changed: (value: string) => void,
): HTMLLabelElement & { select: HTMLSelectElement } {
  const select = h("select", { onchange: () => changed(select.value) });
  const groups = new Map<string, HTMLOptGroupElement>();
  for (const option of options) {
    const item = h("option", { value: option.value }, option.text);
    if (!option.group) {
      select.append(item);
      continue;
    }
    let group = groups.get(option.group);
    if (!group) {
      groups.set(option.group, (group = h("optgroup", { label: option.group })));
      select.append(group);
    }
    group.append(item);
  }
  select.value = value;
  return Object.assign(h("label", { class: "choice" }, h("span", {}, label), select), { select });
}

/** Radio buttons that look like one bar; `choose` shows what was chosen elsewhere. */
export function segments(
  legend: string,
  options: { value: string; text: string; swatch?: string }[],
  value: string,
  changed: (value: string) => void,
): HTMLFieldSetElement & { choose: (value: string) => void } {
  const name = unique("segment");
  const bar = h(
    "fieldset",
    { class: "segments" },
    h("legend", {}, legend),
    h(
      "div",
      {},
      options.map((option) => {
        const input = h("input", {
          type: "radio",
          name,
          value: option.value,
          checked: option.value === value,
          onchange: () => changed(option.value),
        });
        return h(
          "label",
          {},
          input,
          h(
            "span",
            {},
            option.swatch && h("i", { class: `swatch ${option.swatch}`, "aria-hidden": "true" }),
            option.text,
          ),
        );
      }),
    ),
  );
  const choose = (chosen: string) => {
    for (const input of bar.querySelectorAll("input")) input.checked = input.value === chosen;
  };
  return Object.assign(bar, { choose });
}

/** A term with its explanation where it stands. */
export const term = (word: string, ...explanation: (Child | Child[])[]): HTMLDetailsElement =>
  h("details", { class: "term" }, h("summary", {}, word), h("div", {}, ...explanation));

/** A wide table or picture scrolls in its own box; by keyboard, too. */
export const scrolling = (label: string, child: Node): HTMLDivElement =>
  h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, child);

let announcing = 0;
/** Tells screen readers, after a pause, so that a slider in motion does not chatter. */
export function announce(text: string): void {
  clearTimeout(announcing);
  announcing = window.setTimeout(() => {
    document.getElementById("live")!.textContent = text;
  }, 400);
}

/** Draws when first seen and whenever the width changes. */
export function responsive(box: HTMLElement, draw: (width: number) => void): () => void {
  let last = 0;
  const redraw = () => {
    if (box.clientWidth > 0) draw((last = box.clientWidth));
  };
  new ResizeObserver(() => {
    if (box.clientWidth !== last) redraw();
  }).observe(box);
  return redraw;
}

/** A button that copies a text; nothing where the browser does not allow it. */
export function copy_button(text: string): HTMLButtonElement | "" {
  if (!navigator.clipboard) return "";
  const tell = (word: string) => {
    button.textContent = word;
    announce(word);
  };
  const copied = () => tell("Copied");
  const failed = () => tell("Not copied: mark the text instead");
  const button = h(
    "button",
    { type: "button", onclick: () => void navigator.clipboard.writeText(text).then(copied, failed) },
    "Copy",
  );
  return button;
}
