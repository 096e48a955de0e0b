// Strip: each digit as the network saw it, and how sure it is. Of several, one is picked for its bars.

import { percent } from "./words.js";

export class Strip {
  #root;
  #onPick;

  /**
   * @param {HTMLElement} root
   * @param {(index: number) => void} onPick
   */
  constructor(root, onPick) {
    this.#root = root;
    this.#onPick = onPick;
    root.addEventListener("keydown", (event) => this.#key(event));
  }

  /**
   * @param {{value: string, confidence: number}[]} digits
   * @param {string[]} frames The 28×28 picture of each as a data: URL, where there are any.
   */
  show(digits, frames) {
    const several = digits.length > 1;
    // One picture is no choice; and what says it is one would only puzzle who listens.
    this.#root.setAttribute("role", several ? "radiogroup" : "group");
    this.#root.classList.toggle("many", digits.length > 4);
    const seen = frames.length === digits.length ? frames : [];
    this.#root.replaceChildren(
      ...digits.map((digit, index) => this.#digit(digit, seen[index], index, several)),
    );
    if (!digits.length) this.#root.append(emptyFrame());
    if (several) this.#pick(0);
  }

  #digit({ value, confidence }, url, index, several) {
    const digit = document.createElement(several ? "button" : "div");
    digit.className = "digit";
    digit.append(url ? frame(url, value, index) : tile(value));
    if (several) {
      const sure = document.createElement("span");
      sure.textContent = `${value} ${percent(confidence)}`;
      digit.append(sure);
      digit.type = "button";
      digit.setAttribute("role", "radio");
      digit.addEventListener("click", () => this.#pick(index));
    }
    return digit;
  }

  #pick(index) {
    [...this.#root.children].forEach((frame, i) => {
      frame.setAttribute("aria-checked", String(i === index));
      frame.tabIndex = i === index ? 0 : -1;
    });
    this.#onPick(index);
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const frames = [...this.#root.children];
    const at = frames.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const to = (at + step + frames.length) % frames.length;
    this.#pick(to);
    frames[to].focus();
  }
}

function frame(url, value, index) {
  const image = document.createElement("img");
  image.className = "frame";
  image.src = url;
  image.width = image.height = 28;
  image.alt = `Digit ${index + 1}, read as ${value}`;
  return image;
}

/** What was read, where the network saw the number as a whole. */
function tile(value) {
  const element = document.createElement("span");
  element.className = "frame tile";
  element.setAttribute("aria-hidden", "true");
  element.textContent = value;
  return element;
}

function emptyFrame() {
  const frame = document.createElement("div");
  frame.className = "frame empty";
  frame.setAttribute("aria-hidden", "true");
  return frame;
}
