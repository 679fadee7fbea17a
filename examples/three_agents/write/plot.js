// Draws when the subject was spoken of: one bar a year, the share of that year's passages, as SVG.
//
// No script, no style of its own: classes take their colours from the page, in light and dark.
// A year without an address is a gap and marked as one; it is not a year of silence.

import { asText } from "./escape.js";

/** @typedef {{ year: number, speaker: string, passages: number, matches: number }} Mention */
/** @typedef {{ year: number, share: number, label: string }} Bar */
/**
 * Years and shares to coordinates; `step` is between two lines of the grid.
 *
 * @typedef {object} Scale
 * @property {number} first
 * @property {number} last
 * @property {number} top
 * @property {number} step
 * @property {(year: number) => number} x
 * @property {(share: number) => number} y
 */

const WIDTH = 960;
const HEIGHT = 350;
const PLOT = { left: 52, right: 950, top: 46, bottom: 278 };
const BAR_MAX = 34;
// The trend looks so many years to both sides, nearer ones weighing more; short periods have none.
const TREND_YEARS = 5;
const TREND_SPAN_MIN = 60;

/**
 * @param {readonly Mention[]} timeline every address of the period, in order
 * @param {readonly number[]} quotedYears years that the page quotes from
 * @returns {string} an `svg` element
 */
export function plot(timeline, quotedYears) {
  const bars = barsOf(timeline);
  const scale = scaleOf(bars);
  const parts = [
    gaps(bars, scale),
    shareAxis(scale),
    ...bars.filter((bar) => bar.share > 0).map((bar) => drawBar(bar, scale)),
    trend(bars, scale),
    yearAxis(scale),
    quoted(quotedYears, scale),
    peak(bars, timeline, scale),
  ];
  const title = `Share of passages on the subject by year, ${scale.first} to ${scale.last}`;
  const size = `viewBox="0 0 ${WIDTH} ${HEIGHT}"`;
  return `<svg ${size} role="img" aria-label="${asText(title)}">${parts.join("")}</svg>`;
}

/**
 * The years with an address; two addresses of one year are one bar.
 *
 * @param {readonly Mention[]} timeline
 * @returns {Bar[]}
 */
export function barsOf(timeline) {
  /** @type {Map<number, Mention[]>} */
  const years = new Map();
  for (const mention of timeline) {
    years.set(mention.year, [...(years.get(mention.year) ?? []), mention]);
  }
  return [...years].map(([year, mentions]) => {
    const matches = sum(mentions.map((mention) => mention.matches));
    const passages = sum(mentions.map((mention) => mention.passages));
    const share = passages > 0 ? matches / passages : 0;
    const speakers = mentions.map((mention) => mention.speaker).join(", ");
    const label = `${year}, ${speakers}: ${matches} of ${passages} passages (${percent(share)})`;
    return { year, share, label };
  });
}

/**
 * @param {number} share 0 to 1
 * @returns {string}
 */
export function percent(share) {
  const value = share * 100;
  return `${value >= 10 || Number.isInteger(value) ? Math.round(value) : value.toFixed(1)}%`;
}

/**
 * @param {readonly Bar[]} bars
 * @returns {Scale}
 */
function scaleOf(bars) {
  const first = bars[0]?.year ?? 0;
  const last = bars.at(-1)?.year ?? 0;
  const largest = Math.max(...bars.map((bar) => bar.share), 0.001);
  const rough = largest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough;
  const top = Math.ceil(largest / step - 1e-9) * step;
  const slot = (PLOT.right - PLOT.left) / (last - first + 1);
  return {
    first,
    last,
    top,
    step,
    x: (year) => PLOT.left + (year - first + 0.5) * slot,
    y: (share) => PLOT.bottom - (share / top) * (PLOT.bottom - PLOT.top),
  };
}

/**
 * @param {Bar} bar
 * @param {Scale} scale
 * @returns {string}
 */
function drawBar(bar, scale) {
  const width = barWidth(scale);
  const box = { x: scale.x(bar.year) - width / 2, y: scale.y(bar.share), width };
  return rect("bar", { ...box, height: PLOT.bottom - box.y }, bar.label);
}

/** @param {Scale} scale */
function barWidth(scale) {
  return Math.min((scale.x(1) - scale.x(0)) * 0.78, BAR_MAX);
}

/**
 * Bands over the years without an address.
 *
 * @param {readonly Bar[]} bars
 * @param {Scale} scale
 * @returns {string}
 */
function gaps(bars, scale) {
  const spoken = new Set(bars.map((bar) => bar.year));
  const slot = scale.x(1) - scale.x(0);
  let bands = "";
  for (let year = scale.first; year <= scale.last; year += 1) {
    if (!spoken.has(year)) {
      const box = { x: scale.x(year) - slot / 2, y: PLOT.top, width: slot };
      const height = PLOT.bottom - PLOT.top;
      bands += rect("gap", { ...box, height }, `${year}: no address in this selection`);
    }
  }
  return bands;
}

/** @param {Scale} scale */
function shareAxis(scale) {
  let lines = "";
  for (let n = 0; n * scale.step <= scale.top + 1e-9; n += 1) {
    const y = scale.y(n * scale.step);
    lines += line(n ? "grid" : "base", [PLOT.left, y, PLOT.right, y]);
    lines += label("tick end", PLOT.left - 8, y + 4, percent(n * scale.step));
  }
  return lines + label("axis", 4, 18, "Share of the year’s passages");
}

/** @param {Scale} scale */
function yearAxis(scale) {
  const span = scale.last - scale.first;
  const step = [1, 2, 5, 10, 20, 25].find((n) => span / n <= 12) ?? 50;
  let marks = "";
  for (let year = Math.ceil(scale.first / step) * step; year <= scale.last; year += step) {
    const x = scale.x(year);
    marks += line("base", [x, PLOT.bottom, x, PLOT.bottom + 5]);
    // On a narrow screen the labels are larger and every second one is hidden.
    const name = (year / step) % 2 === 0 ? "tick middle" : "tick middle odd";
    marks += label(name, x, PLOT.bottom + 21, String(year));
  }
  return marks + label("axis end", PLOT.right, HEIGHT - 8, "Year of the address");
}

/**
 * The weighted mean share of the years around each year, as a line over the bars.
 *
 * @param {readonly Bar[]} bars
 * @param {Scale} scale
 * @returns {string}
 */
function trend(bars, scale) {
  if (scale.last - scale.first < TREND_SPAN_MIN) {
    return "";
  }
  const points = bars.map((bar) => {
    const weights = bars.map((other) =>
      Math.max(TREND_YEARS + 1 - Math.abs(other.year - bar.year), 0),
    );
    const mean = sum(bars.map((other, n) => other.share * (weights[n] ?? 0))) / sum(weights);
    return `${at(scale.x(bar.year))},${at(scale.y(mean))}`;
  });
  return `<polyline class="trend" points="${points.join(" ")}"/>`;
}

/**
 * A dot below the axis for each year that is quoted.
 *
 * @param {readonly number[]} years
 * @param {Scale} scale
 * @returns {string}
 */
function quoted(years, scale) {
  const y = PLOT.bottom + 38;
  const dots = [...new Set(years)].map((year) => {
    const place = `cx="${at(scale.x(year))}" cy="${y}" r="3.5"`;
    return `<circle class="dot" ${place}><title>quoted: ${year}</title></circle>`;
  });
  const key = '<tspan class="dot">●</tspan> quoted below';
  return `${dots.join("")}<text class="axis" x="4" y="${HEIGHT - 8}">${key}</text>`;
}

/**
 * Names the highest bar, on the side of it that has room.
 *
 * @param {readonly Bar[]} bars
 * @param {readonly Mention[]} timeline
 * @param {Scale} scale
 * @returns {string}
 */
function peak(bars, timeline, scale) {
  const highest = bars.reduce((a, b) => (b.share > a.share ? b : a), bars[0] ?? NO_BAR);
  if (highest.share === 0) {
    return "";
  }
  const mentions = timeline.filter((mention) => mention.year === highest.year);
  const { speaker } = mentions.reduce((a, b) => (b.matches > a.matches ? b : a));
  const x = scale.x(highest.year);
  const isRight = x > (PLOT.left + PLOT.right) / 2;
  const offset = (barWidth(scale) / 2 + 6) * (isRight ? -1 : 1);
  const text = `${speaker}, ${highest.year}: ${percent(highest.share)}`;
  return label(isRight ? "note end" : "note", x + offset, scale.y(highest.share) + 11, text);
}

/** @type {Bar} */
const NO_BAR = { year: 0, share: 0, label: "" };

/**
 * @param {string} name
 * @param {{ x: number, y: number, width: number, height: number }} box
 * @param {string} title shown while a pointer rests on it
 */
function rect(name, box, title) {
  const corner = `x="${at(box.x)}" y="${at(box.y)}"`;
  const size = `width="${at(box.width)}" height="${at(box.height)}"`;
  return `<rect class="${name}" ${corner} ${size}><title>${asText(title)}</title></rect>`;
}

/**
 * @param {string} name
 * @param {[number, number, number, number]} ends
 */
function line(name, [x1, y1, x2, y2]) {
  return `<line class="${name}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
}

/**
 * @param {string} name
 * @param {number} x
 * @param {number} y
 * @param {string} text
 */
function label(name, x, y, text) {
  return `<text class="${name}" x="${at(x)}" y="${at(y)}">${asText(text)}</text>`;
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

/**
 * A coordinate with two decimals: the same text on every machine.
 *
 * @param {number} value
 */
function at(value) {
  return String(Math.round(value * 100) / 100);
}
