// Answer: what was read, the status in words, and which digit's bars are shown.

import { Bars } from "./bars.js";
import { Numbers } from "./numbers.js";
import { Others } from "./others.js";
import { Strip } from "./strip.js";
import { percent, sentence, STATUS } from "./words.js";

export class Answer {
  #root;
  #verdict;
  #digits;
  #status;
  #reason;
  #titles;
  #bars;
  #strip;
  #others;
  #numbers;
  /** What the bars are of, in a word. */
  #what = "digit";
  /** The number whose digits are shown: the answer itself, or one of its page's. */
  #part = null;

  /**
   * @param {(id: string) => HTMLElement} by
   * @param {(index: number) => void} onNumber Called when one of a page's numbers is picked.
   */
  constructor(by, onNumber) {
    this.#root = by("answer");
    this.#verdict = by("verdict");
    this.#digits = by("digits");
    this.#status = by("status");
    this.#reason = by("reason");
    this.#titles = { seen: by("seen-title"), bars: by("bars-title") };
    this.#bars = new Bars(by("bars"));
    this.#strip = new Strip(by("strip"), (index) => this.#select(index));
    this.#others = new Others(by("others"), by("others-list"));
    this.#numbers = new Numbers(by, (number, index) => {
      this.#detail(number, ` of ${number.text || "this"}`);
      onNumber(index);
    });
    this.clear();
  }

  busy(is) {
    this.#root.setAttribute("aria-busy", String(is));
  }

  /** Show an answer of /predict. */
  show(result) {
    const isPage = result.kind === "page";
    const count = result.numbers.length;
    const read = isPage ? `${count} ${count === 1 ? "number" : "numbers"}` : result.prediction;
    const turned = result.turned ? `, read turned by ${result.turned}°` : "";
    const sure = result.prediction && !isPage ? `, ${percent(result.confidence)} sure` : "";
    const word = STATUS[result.status] ?? result.status;
    const reason = result.reason || "No check needed.";
    this.#write(result.status, read, word + sure + turned, reason);
    if (!isPage || !count) this.#detail(result, "");
    this.#numbers.show(result.numbers); // picks the first, which shows its digits
  }

  /** @param {string[]} classes What the model tells apart, where these are no digits. */
  use(classes) {
    this.#what = "symbol";
    this.#bars.use(classes);
    this.#select(0);
  }

  /** Pick one of a page's numbers, as if in the table. */
  pick(index) {
    this.#numbers.pick(index, true);
  }

  /** Show that there is no answer. */
  clear(status = "Nothing to read yet", reason = "The answer appears while you draw.") {
    this.#write("none", "", status, reason);
    this.#numbers.show([]);
    this.#detail(null, "");
  }

  #write(status, read, word, reason) {
    this.busy(false);
    this.#verdict.dataset.status = status;
    this.#digits.textContent = read || "–";
    this.#digits.dataset.length = read.length > 10 ? "longer" : read.length > 4 ? "long" : "short";
    this.#status.textContent = word;
    this.#reason.textContent = sentence(reason);
  }

  /** Show one number: its digits, and what else it could say. */
  #detail(part, whose) {
    this.#part = part;
    this.#titles.seen.textContent = `What the network saw${whose}`;
    this.#others.show(part?.alternatives ?? []);
    this.#strip.show(part?.digits ?? [], part?.frames ?? []);
    this.#select(0);
  }

  #select(index) {
    const each = this.#part?.probabilities_by_digit ?? [];
    const which = each.length > 1 ? ` – digit ${index + 1} of ${each.length}` : "";
    const none = this.#part?.digits[index]?.no_digit ?? 0;
    const other = none >= 0.001 ? `; no ${this.#what}: ${percent(none)}` : "";
    this.#titles.bars.textContent = `How likely each ${this.#what} is${which}${other}`;
    this.#bars.show(each[index] ?? {});
  }
}
