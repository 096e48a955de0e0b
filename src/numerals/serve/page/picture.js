// Picture: the chosen file shown on the stage, with a box around each digit or number found.

const TONES = { accepted: "#00a878", review: "#e69f00", unreadable: "#d55e00" };
/** Enough for every screen, and a photo of 50 megapixels does not stay in memory. */
const LONGEST = 2400;

export class Picture {
  #canvas;
  #bitmap = null;
  #size = [1, 1];
  #result = null;
  #turn = 0;
  #note;
  #picked = 0;
  /** Where the picture lies on the canvas: left, top, and pixels for each of its own. */
  #view = [0, 0, 1];

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {HTMLElement} note Shown where the browser cannot show the file.
   * @param {(index: number) => void} onPick Called when one of a page's numbers is clicked.
   */
  constructor(canvas, note, onPick) {
    this.#canvas = canvas;
    this.#note = note;
    canvas.addEventListener("click", (event) => {
      const index = this.#numberAt(event);
      if (index >= 0) onPick(index);
    });
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

  /** Draw the boxes of an answer; where the browser cannot show the file, over its preview. */
  async mark(result) {
    this.#result = result;
    const text = result.prediction ? `, read as ${result.prediction}` : "";
    this.#canvas.setAttribute("aria-label", `The chosen picture${text}`);
    this.#draw();
    const turn = this.#turn;
    if (!result.preview) return;
    const image = new Image();
    image.src = result.preview;
    const bitmap = await image.decode().then(() => createImageBitmap(image), () => null);
    if (!bitmap || turn !== this.#turn || this.#bitmap) return bitmap?.close();
    this.#note.hidden = true;
    this.#size = [bitmap.width, bitmap.height].map((side) => side / result.preview_scale);
    this.#bitmap = bitmap;
    this.#draw();
  }

  /** Let one of a page's numbers stand out. */
  pick(index) {
    this.#picked = index;
    this.#draw();
  }

  clear() {
    this.#turn++;
    this.#note.hidden = true;
    this.#bitmap?.close();
    this.#bitmap = this.#result = null;
    this.#picked = 0;
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
    this.#view = [left / ratio, top / ratio, scale / ratio];
    const { kind, numbers, digits, status } = this.#result ?? {};
    const boxes = (kind === "page" ? numbers : digits) ?? [];
    boxes.forEach((part, index) => {
      if (!part.box) return;
      const [x, y, boxWidth, boxHeight] = part.box.map((side) => side * scale);
      const air = Math.min(4 * ratio, boxHeight / 4);
      const tone = part.status ?? status;
      const picked = kind === "page" && index === this.#picked;
      context.lineWidth = (picked ? 5 : kind === "page" ? 2 : 2.5) * ratio;
      context.strokeStyle = TONES[tone] ?? TONES.review;
      // On a page the lines say it, too, for who cannot tell the colours.
      context.setLineDash(kind === "page" && tone !== "accepted" ? [6 * ratio, 4 * ratio] : []);
      context.beginPath();
      context.roundRect(left + x - air, top + y - air, boxWidth + 2 * air, boxHeight + 2 * air, air);
      context.stroke();
    });
    this.#canvas.classList.toggle("pickable", kind === "page");
  }

  #numberAt(event) {
    const [left, top, scale] = this.#view;
    const x = (event.offsetX - left) / scale;
    const y = (event.offsetY - top) / scale;
    const numbers = this.#result?.numbers ?? [];
    return numbers.findIndex(
      ({ box }) => box && x >= box[0] && y >= box[1] && x <= box[0] + box[2] && y <= box[1] + box[3],
    );
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
