// Others: the other texts that a number may have, each with how likely it is.

import { percent } from "./words.js";

export class Others {
  #block;
  #list;

  /** @param {HTMLElement} block Hidden where there are none. @param {HTMLOListElement} list */
  constructor(block, list) {
    this.#block = block;
    this.#list = list;
  }

  /** @param {{value: string, confidence: number}[]} others */
  show(others) {
    this.#block.hidden = !others.length;
    this.#list.replaceChildren(
      ...others.map(({ value, confidence }) => {
        const item = document.createElement("li");
        const text = document.createElement("b");
        text.textContent = value;
        item.append(text, ` ${percent(confidence)}`);
        return item;
      }),
    );
  }
}
