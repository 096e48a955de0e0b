// Numbers: the table of a page's numbers. One is picked: its box and its digits are shown.

import { percent, place, sentence, STATUS } from "./words.js";

export class Numbers {
  #block;
  #list;
  #reason;
  #onPick;
  #numbers = [];

  /**
   * @param {(id: string) => HTMLElement} by
   * @param {(number: object, index: number) => void} onPick
   */
  constructor(by, onPick) {
    this.#block = by("numbers");
    this.#list = by("numbers-list");
    this.#reason = by("number-reason");
    this.#onPick = onPick;
    this.#list.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {object[]} numbers As /predict gives them; [] hides the table. */
  show(numbers) {
    this.#numbers = numbers;
    this.#block.hidden = !numbers.length;
    this.#list.replaceChildren(...numbers.map((number, index) => this.#row(number, index)));
    if (numbers.length) this.pick(0, false);
  }

  /** Pick one; with `look`, bring it into view, too. */
  pick(index, look) {
    [...this.#list.rows].forEach((row, i) => {
      const button = row.querySelector("button");
      button.setAttribute("aria-pressed", String(i === index));
      button.tabIndex = i === index ? 0 : -1;
      row.classList.toggle("picked", i === index);
    });
    if (look) this.#list.rows[index].scrollIntoView({ block: "nearest" });
    const number = this.#numbers[index];
    this.#reason.hidden = !number.reason;
    this.#reason.textContent = sentence(number.reason);
    this.#onPick(number, index);
  }

  #row(number, index) {
    const row = document.createElement("tr");
    row.dataset.status = number.status;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = number.text || "–";
    const mark = document.createElement("span");
    mark.className = "mark";
    mark.setAttribute("aria-hidden", "true");
    const status = document.createElement("span");
    status.textContent = STATUS[number.status] ?? number.status;
    const sure = number.text ? percent(number.confidence) : "";
    const printed = number.printed ? " – printed" : "";
    row.append(cell(place(number, index)), cell(button), cell(sure), cell(mark, status, printed));
    row.addEventListener("click", () => this.pick(index, false));
    return row;
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const rows = [...this.#list.rows];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    if (!step || at < 0) return;
    event.preventDefault();
    const to = (at + step + rows.length) % rows.length;
    this.pick(to, true);
    rows[to].querySelector("button").focus();
  }
}

function cell(...content) {
  const element = document.createElement("td");
  element.append(...content);
  return element;
}
