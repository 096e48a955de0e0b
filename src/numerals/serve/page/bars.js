// Bars: one horizontal bar for each of the ten digits.

import { percent } from "./words.js";

export class Bars {
  #rows = new Map();

  /** @param {HTMLOListElement} list */
  constructor(list) {
    for (const digit of "0123456789") {
      const row = make("li", "bar");
      const track = make("span", "bar-track");
      const fill = make("span", "bar-fill");
      const value = make("span", "bar-value");
      track.setAttribute("aria-hidden", "true");
      track.append(fill);
      row.dataset.digit = digit;
      row.append(digit, track, value);
      list.append(row);
      this.#rows.set(digit, { row, fill, value });
    }
  }

  /** @param {Record<string, number>} probabilities Of each digit; {} empties the bars. */
  show(probabilities) {
    const most = Math.max(...Object.values(probabilities), 0);
    for (const [digit, { row, fill, value }] of this.#rows) {
      const p = probabilities[digit];
      fill.style.width = `${(p ?? 0) * 100}%`;
      value.textContent = p === undefined ? "" : percent(p);
      row.classList.toggle("first", p !== undefined && p === most);
    }
  }
}

function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
