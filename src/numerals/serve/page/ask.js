// Ask: sends a picture to the service; only the answer to the latest question counts.

import { sentence } from "./words.js";

/** As in serve/upload.py; a test holds the two together. */
export const MAX_BYTES = 10485760;
/** How long the pen must rest before it is asked, and how long at most it may go unasked. */
const REST = 120;
const MOST = 450;

export class Asker {
  #handlers;
  #controller = null;
  #timer = 0;
  #since = 0;

  /** @param {{onStart(): void, onAnswer(result: object): void, onProblem(text: string): void}} handlers */
  constructor(handlers) {
    this.#handlers = handlers;
  }

  /** Ask when the pen rests; at once when a stroke is done. */
  askSoon(makeBlob, wishes, done) {
    const now = performance.now();
    if (!this.#timer) this.#since = now;
    const wait = done ? 0 : Math.max(0, Math.min(REST, this.#since + MOST - now));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(makeBlob(), wishes), wait);
  }

  /** Drop every question that is under way or waiting. */
  stop() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#controller?.abort();
    this.#controller = null;
  }

  /**
   * Ask what a file, or the promise of one, says.
   * @param {Blob | Promise<Blob>} picture
   * @param {Record<string, string>} wishes Fields of the form, as `expect`; an empty one is none.
   */
  async ask(picture, wishes) {
    this.stop();
    const controller = (this.#controller = new AbortController());
    this.#handlers.onStart();
    try {
      const result = await send(await picture, wishes, controller.signal);
      if (!controller.signal.aborted) this.#handlers.onAnswer(result);
    } catch (error) {
      if (!controller.signal.aborted) this.#handlers.onProblem(error.message);
    }
  }
}

async function send(picture, wishes, signal) {
  if (picture.size > MAX_BYTES) {
    throw new Error("This file is over the limit of 10 MB. A smaller picture reads just as well.");
  }
  const form = new FormData();
  form.append("file", picture, picture.name || "drawing.png");
  for (const [name, text] of Object.entries(wishes)) if (text) form.append(name, text);
  let response;
  try {
    response = await fetch("predict", { method: "POST", body: form, signal });
  } catch {
    throw new Error("The service does not answer. Is “numerals serve” still running?");
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new Error(sentence(body?.error?.message ?? `the service answered ${response.status}`));
}
