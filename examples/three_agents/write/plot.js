// Draws when the subject was spoken of: one bar a year, the share of that year's passages, as SVG.
//
// No script, no style of its own: classes take their colours from the page, in light and dark.
// A year without an address is a gap and marked as one; it is not a year of silence.

import { escape } from "./escape.js";

/** @typedef {{ year: number, speaker: string, passages: number, matches: number }} Mention */
/** @typedef {{ year: number, share: number, label: string }} Bar */
/** @typedef {{ first: number, last: number, top: number, x: (year: number) => number, y: (share: number) => number, step: number }} Scale */

const WIDTH = 960;
const HEIGHT = 330;
const PLOT = { left: 46, right: 950, top: 34, bottom: 268 };
const BAR_MAX = 34;
// The trend looks this many years to both sides, nearer years weighing more; a short period has none.
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
  const title = `Share of passages that speak of the subject, by year, ${scale.first} to ${scale.last}`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escape(title)}">${parts.join("")}</svg>`;
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
  const y = scale.y(bar.share);
  const place = `x="${at(scale.x(bar.year) - width / 2)}" y="${at(y)}" width="${at(width)}" height="${at(PLOT.bottom - y)}"`;
  return `<rect class="bar" ${place}><title>${escape(bar.label)}</title></rect>`;
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
      const place = `x="${at(scale.x(year) - slot / 2)}" y="${PLOT.top}" width="${at(slot)}" height="${PLOT.bottom - PLOT.top}"`;
      bands += `<rect class="gap" ${place}><title>${year}: no address in this selection</title></rect>`;
    }
  }
  return bands;
}

/** @param {Scale} scale */
function shareAxis(scale) {
  let lines = "";
  for (let n = 0; n * scale.step <= scale.top + 1e-9; n += 1) {
    const y = at(scale.y(n * scale.step));
    lines += `<line class="${n ? "grid" : "base"}" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}"/>`;
    lines += `<text class="tick end" x="${PLOT.left - 8}" y="${at(scale.y(n * scale.step) + 4)}">${percent(n * scale.step)}</text>`;
  }
  return `${lines}<text class="axis" x="4" y="15">Share of the year’s passages</text>`;
}

/** @param {Scale} scale */
function yearAxis(scale) {
  const span = scale.last - scale.first;
  const step = [1, 2, 5, 10, 20, 25].find((n) => span / n <= 12) ?? 50;
  let marks = "";
  for (let year = Math.ceil(scale.first / step) * step; year <= scale.last; year += step) {
    const x = at(scale.x(year));
    marks += `<line class="base" x1="${x}" x2="${x}" y1="${PLOT.bottom}" y2="${PLOT.bottom + 5}"/>`;
    marks += `<text class="tick middle" x="${x}" y="${PLOT.bottom + 21}">${year}</text>`;
  }
  return `${marks}<text class="axis end" x="${PLOT.right}" y="${HEIGHT - 8}">Year of the address</text>`;
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
    const weights = bars.map((other) => Math.max(TREND_YEARS + 1 - Math.abs(other.year - bar.year), 0));
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
    return `<circle class="dot" cx="${at(scale.x(year))}" cy="${y}" r="3.5"><title>quoted: ${year}</title></circle>`;
  });
  const legend = `<text class="axis" x="4" y="${HEIGHT - 8}"><tspan class="dot">●</tspan> quoted below</text>`;
  return dots.join("") + legend;
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
  const highest = bars.reduce((best, bar) => (bar.share > best.share ? bar : best), bars[0] ?? EMPTY);
  if (highest.share === 0) {
    return "";
  }
  const mentions = timeline.filter((mention) => mention.year === highest.year);
  const speaker = mentions.reduce((best, one) => (one.matches > best.matches ? one : best)).speaker;
  const x = scale.x(highest.year);
  const isRight = x > (PLOT.left + PLOT.right) / 2;
  const offset = barWidth(scale) / 2 + 6;
  const place = `x="${at(isRight ? x - offset : x + offset)}" y="${at(scale.y(highest.share) + 11)}"`;
  return `<text class="note${isRight ? " end" : ""}" ${place}>${escape(speaker)}, ${highest.year}: ${percent(highest.share)}</text>`;
}

/** @type {Bar} */
const EMPTY = { year: 0, share: 0, label: "" };

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
