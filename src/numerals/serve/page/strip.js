// Strip: the 28×28 pictures that the network saw. Of several, one is picked for its bars.

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

  /** @param {string[]} frames data: URLs. @param {string[]} values What each was read as. */
  show(frames, values) {
    const several = frames.length > 1;
    // One picture is no choice; and what says it is one would only puzzle who listens.
    this.#root.setAttribute("role", several ? "radiogroup" : "group");
    this.#root.replaceChildren(
      ...frames.map((url, index) => this.#frame(url, values[index], index, several)),
    );
    if (!frames.length) this.#root.append(emptyFrame());
    if (several) this.#pick(0);
  }

  #frame(url, value, index, several) {
    const image = document.createElement("img");
    image.src = url;
    image.width = image.height = 28;
    image.alt = `Digit ${index + 1}, read as ${value}`;
    const frame = document.createElement(several ? "button" : "div");
    frame.className = "frame";
    frame.append(image);
    if (several) {
      frame.type = "button";
      frame.setAttribute("role", "radio");
      frame.addEventListener("click", () => this.#pick(index));
    }
    return frame;
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

function emptyFrame() {
  const frame = document.createElement("div");
  frame.className = "frame empty";
  frame.setAttribute("aria-hidden", "true");
  return frame;
}
