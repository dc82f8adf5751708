/** How wide words are in a picture, about: its letters are larger on a wide screen (style.css says the same). */
export const on_wide_screen = (): boolean => matchMedia("(min-width: 1800px)").matches;
/** One letter's width. */
export const letter = (): number => (on_wide_screen() ? 16 : 12.5) * 0.62;
export const widest = (texts: string[]): number => Math.max(0, ...texts.map((text) => text.length)) * letter();
