// Plays with a report in Chromium: node drive.mjs PAGE WHAT. Prints one JSON object, ends with 1 if something is wrong.
//   mouse, keyboard   go through everything by that alone
//   look [FOLDER]     widths and colour schemes; axe-core; with a folder, screenshots into it
//   numbers           what the page says at some points in time, of each arm
//   wishes            what the ledger says that each row wished for
//   print             how many pages of A4 it takes on paper
//   open              what happens when the page is opened, and nothing else
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";

const require = createRequire(join(process.env.PACKAGES, "package.json"));
const { chromium } = require("playwright-core");
const [, , file, what, folder] = process.argv;
const url = pathToFileURL(resolve(file)).href;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox"],
});
const complaints = [],
  requests = [];

async function open(options = {}) {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  await page.goto(url);
  await page.waitForSelector("html[data-ready], .problem", { timeout: 60000 });
  assert.equal(await page.locator(".problem").count(), 0, "the page says that something is wrong");
  return page;
}

const has = async (page, selector) => (await page.locator(selector).count()) > 0;
const text = (page, selector) => page.locator(selector).first().innerText();
const moment = (page) => text(page, ".time-bar output");
/** Colours of the map, one after the other. */
const colours = (page) =>
  page.$$eval("#map ~ .map .state", (all) => all.map((one) => one.getAttribute("fill")).join(" "));

/** Waits until something differs. */
async function changes(page, read, before, why) {
  for (let i = 0; i < 60; ++i) {
    if ((await read(page)) !== before) return;
    await page.waitForTimeout(50);
  }
  assert.fail(why);
}

async function by_mouse() {
  const page = await open();
  const last = await moment(page);
  await page.locator(".play").click();
  await changes(page, moment, last, "play goes back to the beginning");
  const early = await moment(page);
  await changes(page, moment, early, "play goes on");
  await page.locator(".play").click();
  const still = await moment(page);
  await page.waitForTimeout(400);
  assert.equal(await moment(page), still, "pause stops");
  const bar = await page.locator(".time-bar input").boundingBox();
  await page.mouse.click(bar.x + bar.width / 2, bar.y + bar.height / 2);
  await changes(page, moment, still, "the slider can be clicked");
  if (await has(page, "#map")) {
    let before = await colours(page);
    await page.mouse.click(bar.x + bar.width - 12, bar.y + bar.height / 2);
    await changes(page, colours, before, "the map follows the slider");
    before = await colours(page);
    const map = page.locator("section[aria-labelledby=map]");
    await map.getByRole("combobox", { name: "Colour by", exact: true }).selectOption({
      index: (await map.getByRole("combobox", { name: "Colour by", exact: true }).locator("option").count()) - 1,
    });
    await changes(page, colours, before, "another column has other colours");
    await map.getByRole("combobox", { name: "Colour by", exact: true }).selectOption({ index: 0 });
    before = await colours(page);
    await map
      .getByText(/^Difference$| less “/)
      .first()
      .click();
    await changes(page, colours, before, "the difference has other colours");
    const place = await page.locator(".map .state.chosen").count();
    await page.locator(".map path.state:not(.chosen)").last().click({ force: true });
    assert.ok(place <= 1 && (await page.locator(".map .state.chosen").count()) === 1, "one state is chosen");
    await map.getByText("World", { exact: true }).click();
    assert.ok(await has(page, ".map .sea"), "the whole world is shown");
    await map.getByRole("combobox", { name: "State", exact: true }).selectOption({ index: 1 });
    const wide = await page.locator(".map .state.chosen").first().boundingBox();
    await map.getByText(/^Around /).click();
    const near = await page.locator(".map .state.chosen").first().boundingBox();
    assert.ok(near.width > 3 * wide.width, "the chosen state is large in the view around it");
  }
  await arms_follow(page, "map", "network-0");
  await arms_follow(page, "history", "ledger");
  const own = page.getByText("each difference on its own axis", {
    exact: true,
  });
  if (await own.count()) {
    // from three arms on: one axis for all differences, unless chosen otherwise
    const ticks = (nth) =>
      page
        .locator(".panels figure")
        .filter({ hasText: "Difference:" })
        .nth(nth)
        .locator("text.tick[text-anchor=end]")
        .allInnerTexts();
    assert.deepEqual(await ticks(0), await ticks(1), "the differences have one axis");
    await own.click();
    assert.notDeepEqual(await ticks(0), await ticks(1), "each difference has its own axis");
  }
  await choose_lines(page, (label, index) =>
    page
      .locator("section[aria-labelledby=lines]")
      .getByRole("combobox", { name: label, exact: true })
      .selectOption({ index }),
  );
  const plot = page.locator(".panels .plot").first();
  const before = await moment(page);
  const { width } = await plot.boundingBox();
  await plot.click({ position: { x: width * 0.4, y: 60 } });
  await changes(page, moment, before, "a click on the lines moves the slider");
  if (await has(page, ".entries button")) {
    await page.locator(".entries button").first().hover();
    assert.ok(await has(page, ".panels .entry.lit"), "the line of the entry under the pointer is lit");
  }
  if (await has(page, "#history")) {
    await telling(page);
    await listed(page);
    const replicate = page
      .locator("section[aria-labelledby=history]")
      .getByRole("combobox", { name: "Replicate", exact: true });
    if ((await replicate.locator("option").count()) > 1) {
      const told = await text(page, ".happenings");
      await replicate.selectOption({ index: 1 });
      await changes(page, (p) => text(p, ".happenings"), told, "another replicate has another history");
    }
    await chain(page, (locator) => locator.click(), "click");
  }
  return { moment: await moment(page) };
}

/** An arm that is chosen in one of two sections is shown as chosen in both. */
async function arms_follow(page, one, other) {
  const arms = (name) => page.locator(`section[aria-labelledby=${name}]`).getByRole("group", { name: "Arm" });
  if (!(await has(page, `#${one}`)) || !(await has(page, `#${other}`)) || !(await arms(one).count())) return;
  for (const [from, to] of [
    [one, other],
    [other, one],
  ])
    for (const value of ["1", "0"]) {
      await arms(from).locator(`input[value="${value}"]`).check({ force: true });
      assert.equal(
        await arms(to).locator("input:checked").inputValue(),
        value,
        `${to} shows the arm chosen in ${from}`,
      );
    }
}

/** Switches kind, row and column of the lines. */
async function choose_lines(page, pick) {
  const said = (p) => text(p, "section[aria-labelledby=lines] .said");
  for (const label of ["Shows", "Which", "Of"]) {
    const select = page.locator("section[aria-labelledby=lines]").getByRole("combobox", { name: label, exact: true });
    const count = await select.locator("option").count();
    if (count < 2) continue;
    const now = await select.evaluate((element) => element.selectedIndex);
    const before = await said(page);
    await pick(label, now === 0 ? 1 : 0);
    await changes(page, said, before, `lines follow "${label}"`);
  }
}

/** One is opened from the start, and the page says why. */
async function telling(page) {
  const opened = page.locator(".happenings [aria-current]");
  assert.equal(await opened.count(), 1, "one happening is opened from the start");
  const [row, box] = [await opened.boundingBox(), await page.locator(".happenings").boundingBox()];
  assert.ok(row.y >= box.y && row.y + row.height <= box.y + box.height, "it is in sight in its list");
  assert.match(await text(page, ".why"), /^Opened because/);
  assert.ok(await page.locator(".explanation h3").count(), "it is explained");
}

/** The list: counts are right, in order of time, and what is not explained names its command. */
async function listed(page) {
  const select = page.locator("section[aria-labelledby=history]").getByRole("combobox", { name: "Show", exact: true });
  const options = await select.locator("option").evaluateAll((all) => all.map((one) => [one.value, one.textContent]));
  const [value, name] = options[options.length - 1];
  await select.selectOption(value);
  const all = page.locator(".happenings button.all");
  if (await all.count()) await all.click();
  assert.equal(
    await page.locator(".happenings button[data-index]").count(),
    +name.match(/[\d,]+$/)[0].replace(",", ""),
    `as many as “${name}” says`,
  );
  await select.selectOption({
    label: options.find(([, one]) => one.startsWith("everything"))[1],
  });
  if (await all.count()) await all.click();
  const dates = (await page.locator(".happenings button[data-index]").allInnerTexts())
    .map((one) => one.split(":")[0])
    .map((one) => (/\d{4}$/.test(one) && Date.parse(one)) || +one.split(" ").pop());
  assert.deepEqual(
    dates,
    [...dates].sort((a, b) => a - b),
    "the list is in order of time",
  );
  const buttons = page.locator(".happenings button[data-index]"),
    count = await buttons.count();
  for (let i = 0; i < count; ++i) {
    await buttons.nth(i).evaluate((element) => element.click());
    if (!(await has(page, ".command code"))) continue;
    assert.match(
      await text(page, ".command code"),
      /^hegemon explain \S+ --arm \w+ --replicate \d+ --(event|decision) \d+$/,
    );
    break;
  }
  await select.selectOption(options[0][0]);
}

/** Pages of A4. */
async function print() {
  const page = await open();
  const paper = (await page.pdf({ format: "A4" })).toString("latin1");
  return { pages: paper.match(/\/Type\s*\/Page[^s]/g).length };
}

/** Opens an explanation that hinges on something, and goes back along the chain and forth. */
async function chain(page, press, way) {
  const section = page.locator("section[aria-labelledby=history]");
  const items = section.locator(".happenings button[data-index]"); // the last may be "Show all"
  const count = await items.count();
  let found = -1;
  for (let i = 0; i < count && found < 0; ++i) {
    await items.nth(i).evaluate((element) => element.click());
    if (await section.locator(".explanation > div > .chain a").count()) found = i;
  }
  assert.ok(found >= 0, "something hinges on something");
  await press(items.nth(found));
  const title = () => section.locator(".explanation h3").innerText();
  const first = await title();
  assert.ok(
    await section.locator(".explanation").evaluate((element) => element === document.activeElement),
    `the explanation has the focus after ${way}`,
  );
  await press(section.locator(".explanation > div > .chain a").first());
  assert.notEqual(await title(), first, "the link leads to what it hinged on");
  assert.ok((await section.locator(".trail li").count()) >= 2, "the chain so far is told");
  await press(section.locator(".trail a").first());
  return count;
}

async function by_keyboard() {
  const page = await open();
  /** Tabs until the element has the focus, as people must. */
  const reach = async (locator, why) => {
    for (let i = 0; i < 700; ++i) {
      if (
        await locator.evaluate(
          (element) =>
            element === document.activeElement ||
            (element.contains(document.activeElement) && element.matches("fieldset")),
        )
      )
        return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach ${why}`);
  };
  const key = (name) => page.keyboard.press(name);
  const last = await moment(page);
  await reach(page.locator(".play"), "play");
  await key("Space");
  await changes(page, moment, last, "play by key");
  await key("Space");
  await reach(page.locator(".time-bar input"), "the slider");
  const before = await moment(page);
  await key("ArrowRight");
  await changes(page, moment, before, "the slider by key");
  await key("End");
  assert.equal(await moment(page), last, "End goes to the end");
  const pick = async (locator, index, why) => {
    // a native select: typing and arrows
    await reach(locator, why);
    const now = await locator.evaluate((element) => element.selectedIndex);
    for (let i = now; i < index; ++i) await key("ArrowDown");
    for (let i = now; i > index; --i) await key("ArrowUp");
  };
  if (await has(page, "#map")) {
    const map = page.locator("section[aria-labelledby=map]");
    let fills = await colours(page);
    await pick(map.getByRole("combobox", { name: "Colour by", exact: true }), 1, "the column of the map");
    await changes(page, colours, fills, "the column by key");
    const states = map.getByRole("combobox", { name: "State", exact: true });
    await pick(states, (await states.evaluate((element) => element.selectedIndex)) + 2, "the state");
    assert.equal(await page.locator(".map .state.chosen").count(), 1);
    if (await map.getByRole("group", { name: "Arm" }).count()) {
      fills = await colours(page);
      await reach(map.getByRole("group", { name: "Arm" }), "the arms");
      await key("ArrowLeft"); // round to the difference
      await changes(page, colours, fills, "the arm by key");
    }
  }
  if (await has(page, ".entries button")) {
    await reach(page.locator(".entries button").first(), "an entry of the calendar");
    assert.ok(await has(page, ".panels .entry.lit"), "the line of the entry with the focus is lit");
    await page.evaluate(() => {
      document.activeElement?.blur();
    });
  }
  await choose_lines(page, (label, index) =>
    pick(
      page.locator("section[aria-labelledby=lines]").getByRole("combobox", { name: label, exact: true }),
      index,
      label,
    ),
  );
  if (await has(page, "#history")) {
    const section = page.locator("section[aria-labelledby=history]");
    const replicate = section.getByRole("combobox", {
      name: "Replicate",
      exact: true,
    });
    if ((await replicate.locator("option").count()) > 1) {
      const told = await text(page, ".happenings");
      await pick(replicate, 1, "the replicate");
      await changes(page, (p) => text(p, ".happenings"), told, "the replicate by key");
    }
    await chain(
      page,
      async (locator) => {
        await reach_again(page, locator);
        await key("Enter");
      },
      "Enter",
    );
  }
  return { moment: await moment(page) };
}

/** Tabs from the top to an element. */
async function reach_again(page, locator) {
  await page.evaluate(() => {
    document.activeElement?.blur();
    getSelection()?.removeAllRanges();
  });
  await page.locator("h1").evaluate((element) => {
    element.tabIndex = -1;
    element.focus();
  });
  for (let i = 0; i < 700; ++i) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("Tab does not come there");
}

async function look() {
  const serious = [];
  for (const colorScheme of ["light", "dark"])
    for (const width of [360, 1280, 1920]) {
      const page = await open({
        viewport: { width, height: 900 },
        colorScheme,
      });
      for (const details of await page.locator("details").all())
        await details.evaluate((element) => {
          element.open = true;
        });
      if (await has(page, ".happenings button"))
        await page
          .locator(".happenings button")
          .last()
          .evaluate((element) => element.click());
      await page.waitForTimeout(300);
      const [wide, seen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(wide <= seen, `at ${width} px the page with all opened is ${wide} px wide`);
      await page.evaluate(require("axe-core").source);
      const found = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      for (const one of found.violations)
        if (one.impact === "serious" || one.impact === "critical")
          serious.push(
            `${width} ${colorScheme} ${one.id}: ${one.nodes
              .slice(0, 3)
              .map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`)
              .join(" | ")}`,
          );
      if (folder) {
        for (const details of await page.locator("details").all())
          await details.evaluate((element) => {
            element.open = false;
          });
        await page.screenshot({
          path: join(folder, `${width}-${colorScheme}.png`),
          fullPage: true,
        });
      }
      await page.close();
    }
  assert.deepEqual(serious, []);
  return {};
}

const combobox = (section, name) => section.getByRole("combobox", { name, exact: true });
const values = (locator) => locator.locator("option").evaluateAll((all) => all.map((one) => one.value));
const table = (section) =>
  section.locator("tbody tr").evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

/** Chooses each arm, and each difference, in a section that has them. */
async function each_arm(section, visit) {
  const arms = section.getByRole("group", { name: "Arm" }).locator("input");
  const all = await arms.evaluateAll((some) => some.map((one) => one.value));
  for (const arm of all.length ? all : ["0"]) {
    if (all.length) await section.locator(`input[value="${arm}"]`).last().check({ force: true });
    await visit(+arm);
  }
}

async function numbers() {
  const page = await open();
  const slider = page.locator(".time-bar input");
  const last = +(await slider.getAttribute("max"));
  const set = (step) =>
    slider.evaluate((element, value) => {
      element.value = value;
      element.dispatchEvent(new Event("input"));
    }, step);
  const map = page.locator("section[aria-labelledby=map]"),
    lines = page.locator("section[aria-labelledby=lines]");
  const seen = [],
    said = [];
  const has_map = await map.count();
  if (has_map) await map.getByText("The map as a table").click();
  const columns = has_map ? await values(combobox(map, "Colour by")) : [];
  for (const step of [0, Math.floor(last / 2), last]) {
    await set(step);
    for (const column of columns) {
      await combobox(map, "Colour by").selectOption(column);
      await each_arm(map, async (arm) => seen.push({ step, column, arm, rows: await table(map) }));
    }
    for (const shows of await values(combobox(lines, "Shows"))) {
      await combobox(lines, "Shows").selectOption(shows);
      const [kind, row] = [await combobox(lines, "Of").inputValue(), await combobox(lines, "Which").inputValue()];
      said.push({ step, kind, row, shows, said: await text(page, "section[aria-labelledby=lines] .said") });
    }
  }
  const outcomes = await page
    .locator("section[aria-labelledby=outcomes] tbody tr")
    .evaluateAll((all) =>
      all.map((row) => [row.querySelector("code"), ...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    );
  return { seen, said, outcomes, headline: await text(page, "#answer") };
}

/** What the ledger says of the wishes of each row. */
async function wishes() {
  const page = await open();
  const ledger = page.locator("section[aria-labelledby=ledger]");
  const found = {};
  for (const row of await values(combobox(ledger, "Of"))) {
    await combobox(ledger, "Of").selectOption(row);
    const refused = await ledger.locator("h3 ~ ul.chain li").count(),
      paid = await ledger.locator("details.more li").count();
    found[row] = { refused, paid, text: await ledger.locator("h3 ~ p").allInnerTexts() };
  }
  const history = page.locator("section[aria-labelledby=history]");
  return { found, replicate: +(await combobox(history, "Replicate").inputValue()) };
}

let result = {},
  problem = null;
try {
  result = await {
    mouse: by_mouse,
    keyboard: by_keyboard,
    look,
    numbers,
    wishes,
    print,
    open: async () => {
      const page = await open();
      return {
        sections: await page
          .locator("section")
          .evaluateAll((all) => all.map((one) => one.getAttribute("aria-labelledby"))),
        headline: await text(page, "#answer"),
      };
    },
  }[what]();
} catch (error) {
  problem = error;
}
await browser.close();
if (problem) {
  console.error(problem.stack);
  process.exit(1);
}
console.log(JSON.stringify({ ...result, complaints, requests }));
