// Bars: a horizontal bar for each digit; of a model with many symbols, for the likeliest of them.

import { percent } from "./words.js";

/** So many fit beside the picture. */
const MOST = 12;

export class Bars {
  #list;
  #classes = [..."0123456789"];
  #rows = new Map();

  /** @param {HTMLOListElement} list */
  constructor(list) {
    this.#list = list;
    this.show({});
  }

  /** @param {string[]} classes What the model tells apart, in its order. */
  use(classes) {
    this.#classes = classes;
    this.show({});
  }

  /** @param {Record<string, number>} probabilities Of each digit or symbol; {} empties the bars. */
  show(probabilities) {
    const most = Math.max(...Object.values(probabilities), 0);
    this.#lay(this.#shown(probabilities));
    for (const [name, { row, fill, value }] of this.#rows) {
      const p = probabilities[name];
      fill.style.width = `${(p ?? 0) * 100}%`;
      value.textContent = p === undefined ? "" : percent(p);
      row.classList.toggle("first", p !== undefined && p === most);
    }
  }

  /** Which are shown: all in their order, or of many the likeliest. */
  #shown(probabilities) {
    if (this.#classes.length <= MOST) return this.#classes;
    const p = (name) => probabilities[name] ?? 0;
    return [...this.#classes].sort((a, b) => p(b) - p(a)).slice(0, MOST);
  }

  /** Lay out rows for these, unless they are there already. */
  #lay(names) {
    if (String([...this.#rows.keys()]) === String(names)) return;
    this.#rows = new Map(names.map((name) => [name, makeRow(name)]));
    this.#list.replaceChildren(...[...this.#rows.values()].map(({ row }) => row));
    this.#list.classList.toggle("named", names.some((name) => [...name].length > 2));
  }
}

function makeRow(name) {
  const row = make("li", "bar");
  const label = make("bdi", "bar-name");
  const track = make("span", "bar-track");
  const fill = make("span", "bar-fill");
  const value = make("span", "bar-value");
  label.textContent = name;
  track.setAttribute("aria-hidden", "true");
  track.append(fill);
  row.dataset.digit = name;
  row.append(label, track, value);
  return { row, fill, value };
}

function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}
