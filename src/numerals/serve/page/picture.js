// Picture: the chosen file shown on the stage, with a box around each digit found.

const TONES = { accepted: "#00a878", review: "#e69f00" };
/** Enough for every screen, and a photo of 50 megapixels does not stay in memory. */
const LONGEST = 2400;

export class Picture {
  #canvas;
  #bitmap = null;
  #size = [1, 1];
  #result = null;
  #turn = 0;
  #note;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} note Shown where the browser cannot show the file.
   */
  constructor(canvas, note) {
    this.#canvas = canvas;
    this.#note = note;
    new ResizeObserver(() => this.#draw()).observe(canvas);
  }

  /** Show a file. What the browser cannot decode (as TIFF) the server may read. */
  async show(file) {
    this.clear();
    const turn = this.#turn;
    const bitmap = await createImageBitmap(file).catch(() => null);
    if (turn !== this.#turn) return bitmap?.close();
    this.#note.hidden = Boolean(bitmap);
    if (!bitmap) return;
    this.#size = [bitmap.width, bitmap.height];
    this.#bitmap = await shrink(bitmap);
    this.#draw();
  }

  /** Draw the boxes of an answer; null takes them away. */
  mark(result) {
    this.#result = result;
    const text = result?.prediction ? `, read as ${result.prediction}` : "";
    this.#canvas.setAttribute("aria-label", `The chosen picture${text}`);
    this.#draw();
  }

  clear() {
    this.#turn++;
    this.#note.hidden = true;
    this.#bitmap?.close();
    this.#bitmap = this.#result = null;
    this.#draw();
  }

  #draw() {
    const canvas = this.#canvas;
    const ratio = window.devicePixelRatio || 1;
    const width = (canvas.width = Math.round(canvas.clientWidth * ratio));
    const height = (canvas.height = Math.round(canvas.clientHeight * ratio));
    if (!this.#bitmap || !width) return;
    const context = canvas.getContext("2d");
    const margin = 16 * ratio;
    const scale = Math.min(
      (width - 2 * margin) / this.#size[0],
      (height - 2 * margin) / this.#size[1],
    );
    const [w, h] = this.#size.map((side) => side * scale);
    const [left, top] = [(width - w) / 2, (height - h) / 2];
    // A tiny picture is shown pixel for pixel, since a blur would hide what it is.
    context.imageSmoothingEnabled = scale < 4;
    context.imageSmoothingQuality = "high";
    context.drawImage(this.#bitmap, left, top, w, h);
    context.lineWidth = 2.5 * ratio;
    context.strokeStyle = TONES[this.#result?.status] ?? TONES.review;
    for (const digit of this.#result?.digits ?? []) {
      const [x, y, boxWidth, boxHeight] = digit.box.map((side) => side * scale);
      const air = 4 * ratio;
      context.beginPath();
      context.roundRect(left + x - air, top + y - air, boxWidth + 2 * air, boxHeight + 2 * air, air);
      context.stroke();
    }
  }
}

async function shrink(bitmap) {
  const scale = LONGEST / Math.max(bitmap.width, bitmap.height);
  if (scale >= 1) return bitmap;
  const small = await createImageBitmap(bitmap, {
    resizeWidth: Math.max(1, Math.round(bitmap.width * scale)),
    resizeHeight: Math.max(1, Math.round(bitmap.height * scale)),
    resizeQuality: "high",
  });
  bitmap.close();
  return small;
}
