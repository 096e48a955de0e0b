// Paper: the canvas that is drawn on with mouse, finger or pen; knows its strokes.

import { tracePath } from "./stroke.js";

/** The paper's own measure; strokes are kept in it, whatever size the screen shows it at. */
export const WIDTH = 720;
export const HEIGHT = 600;
const PEN = 26;

export class Paper {
  #canvas;
  #context;
  #onChange;
  #strokes = [];
  #pointer = null;
  #pending = false;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {(done: boolean) => void} onChange Called at each change; done when no stroke is under way.
   */
  constructor(canvas, onChange) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
    this.#onChange = onChange;
    canvas.addEventListener("pointerdown", (event) => this.#begin(event));
    canvas.addEventListener("pointermove", (event) => this.#extend(event));
    canvas.addEventListener("pointerup", (event) => this.#end(event));
    canvas.addEventListener("pointercancel", (event) => this.#end(event));
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    canvas.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#fit()).observe(canvas);
  }

  get isEmpty() {
    return this.#strokes.length === 0;
  }

  undo() {
    this.#pointer = null;
    if (this.#strokes.pop()) this.#changed(true);
  }

  clear() {
    this.#pointer = null;
    this.#strokes = [];
    this.#changed(true);
  }

  /** The drawing as a PNG file: black ink on white paper. */
  toBlob() {
    const sheet = document.createElement("canvas");
    sheet.width = WIDTH;
    sheet.height = HEIGHT;
    const context = sheet.getContext("2d", { alpha: false });
    context.fillStyle = "#fff";
    context.fillRect(0, 0, WIDTH, HEIGHT);
    this.#ink(context, "#000");
    return new Promise((resolve) => sheet.toBlob(resolve, "image/png"));
  }

  #begin(event) {
    // A second finger or the heel of the hand draws nothing, nor does the right button.
    if (this.#pointer !== null || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.#canvas.focus({ preventScroll: true, focusVisible: false });
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointer = event.pointerId;
    this.#strokes.push([this.#place(event)]);
    this.#changed(false);
  }

  #extend(event) {
    if (event.pointerId !== this.#pointer) return;
    const stroke = this.#strokes.at(-1);
    // The browser bundles what came between two pictures of the screen; a quick curve needs it.
    const bundle = event.getCoalescedEvents?.() ?? [];
    for (const each of bundle.length ? bundle : [event]) stroke.push(this.#place(each));
    this.#changed(false);
  }

  #end(event) {
    if (event.pointerId !== this.#pointer) return;
    this.#pointer = null;
    this.#changed(true);
  }

  #key(event) {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
    event.preventDefault();
    this.undo();
  }

  #place(event) {
    const box = this.#canvas.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    const y = ((event.clientY - box.top) / box.height) * HEIGHT;
    return [x, y];
  }

  #changed(done) {
    this.#drawSoon();
    this.#onChange(done);
  }

  /** Match the canvas to the pixels of the screen, so that lines are sharp on every one. */
  #fit() {
    const scale = window.devicePixelRatio || 1;
    this.#canvas.width = Math.round(this.#canvas.clientWidth * scale);
    this.#canvas.height = Math.round(this.#canvas.clientHeight * scale);
    this.#draw();
  }

  #drawSoon() {
    if (this.#pending) return;
    this.#pending = true;
    requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    this.#pending = false;
    const { width, height } = this.#canvas;
    this.#context.setTransform(1, 0, 0, 1, 0, 0);
    this.#context.clearRect(0, 0, width, height);
    this.#context.setTransform(width / WIDTH, 0, 0, height / HEIGHT, 0, 0);
    this.#ink(this.#context, "#16181d");
  }

  #ink(context, colour) {
    context.strokeStyle = context.fillStyle = colour;
    context.lineWidth = PEN;
    context.lineCap = context.lineJoin = "round";
    for (const stroke of this.#strokes) tracePath(context, stroke, PEN);
  }
}
