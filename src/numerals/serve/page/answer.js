// Answer: the digits read, the status in words, and which digit's bars are shown.

import { Bars } from "./bars.js";
import { Strip } from "./strip.js";
import { percent, sentence } from "./words.js";

const WORDS = { accepted: "Accepted", review: "Please check", unreadable: "Unreadable" };

export class Answer {
  #root;
  #verdict;
  #digits;
  #status;
  #reason;
  #title;
  #bars;
  #strip;
  #result = null;

  /** @param {(id: string) => HTMLElement} by */
  constructor(by) {
    this.#root = by("answer");
    this.#verdict = by("verdict");
    this.#digits = by("digits");
    this.#status = by("status");
    this.#reason = by("reason");
    this.#title = by("bars-title");
    this.#bars = new Bars(by("bars"));
    this.#strip = new Strip(by("strip"), (index) => this.#select(index));
    this.clear();
  }

  busy(is) {
    this.#root.setAttribute("aria-busy", String(is));
  }

  /** Show an answer of /predict. */
  show(result) {
    this.#result = result;
    const sure = result.prediction ? `, ${percent(result.confidence)} sure` : "";
    const word = WORDS[result.status] ?? result.status;
    const reason = result.reason || "No check needed.";
    this.#write(result.status, result.prediction, word + sure, reason);
    this.#strip.show(result.frames, result.digits.map((digit) => digit.value));
    this.#select(0);
  }

  /** Show that there is no answer. */
  clear(status = "Nothing to read yet", reason = "The answer appears while you draw.") {
    this.#result = null;
    this.#write("none", "", status, reason);
    this.#strip.show([], []);
    this.#select(0);
  }

  #write(status, digits, word, reason) {
    this.busy(false);
    this.#verdict.dataset.status = status;
    this.#digits.textContent = digits || "–";
    this.#digits.dataset.length = digits.length > 10 ? "longer" : digits.length > 4 ? "long" : "short";
    this.#status.textContent = word;
    this.#reason.textContent = sentence(reason);
  }

  #select(index) {
    const each = this.#result?.probabilities_by_digit ?? [];
    const which = each.length > 1 ? ` – digit ${index + 1} of ${each.length}` : "";
    const none = this.#result?.digits[index]?.no_digit ?? 0;
    const other = none >= 0.001 ? `; no digit: ${percent(none)}` : "";
    this.#title.textContent = `How likely each digit is${which}${other}`;
    this.#bars.show(each[index] ?? {});
  }
}
