// Main: joins the paper, the picture, the question and the answer.

import { Answer } from "./answer.js";
import { Asker } from "./ask.js";
import { listenForFiles } from "./files.js";
import { Paper } from "./paper.js";
import { Picture } from "./picture.js";
import { learnSymbols } from "./symbols.js";

const by = (id) => document.getElementById(id);
const [hint, undo, clear, problem, caption] = ["hint", "undo", "clear", "problem", "caption"].map(by);

const paper = new Paper(by("paper"), onDrawing);
const picture = new Picture(by("picture"), by("no-preview"), (index) => answer.pick(index));
const answer = new Answer(by, (index) => picture.pick(index));
/** The file that is shown; null while one draws. */
let shown = null;
const asker = new Asker({
  onStart: () => answer.busy(true),
  onAnswer(result) {
    say(problem, "");
    picture.mark(result);
    answer.show(result);
  },
  onProblem(message) {
    const name = by("picture").hidden ? "" : `${caption.textContent}: `;
    if (name) startAgain(); // the paper lies ready to draw on; a drawing stays as it is
    answer.clear("No answer", "Nothing was read.");
    say(problem, name + message);
  },
});

/** The drawing has changed: ask again, or, on empty paper, forget the answer. */
function onDrawing(done) {
  hint.hidden = !paper.isEmpty;
  undo.disabled = clear.disabled = paper.isEmpty;
  say(problem, "");
  if (paper.isEmpty) {
    asker.stop();
    answer.clear();
  } else {
    asker.askSoon(() => paper.toBlob(), wishes(), done);
  }
}

/** Files were chosen, dropped or pasted: show the first one and ask what it says. */
function onFiles(files) {
  const file = files[0];
  paper.clear();
  hint.hidden = true;
  by("paper").hidden = true;
  by("picture").hidden = false;
  undo.disabled = true;
  clear.disabled = false;
  say(problem, "");
  const more = files.length > 1 ? ` – the first of ${files.length}` : "";
  say(caption, (file.name || "pasted picture") + more);
  shown = file;
  picture.show(file);
  askForFile();
}

function askForFile() {
  answer.clear("Reading …", "");
  // What browsers cannot show, the service sends back as a picture.
  const unseen = /\.(pdf|tiff?)$/i.test(shown.name) || /pdf|tiff/.test(shown.type);
  asker.ask(shown, { ...wishes(), preview: unseen ? "1" : "" });
}

function wishes() {
  return { expect: by("expect").value };
}

/** What the picture is to be read as has changed: ask again. */
function onExpect() {
  say(problem, "");
  if (shown) askForFile();
  else if (!paper.isEmpty) asker.ask(paper.toBlob(), wishes());
}

/** Back to empty paper. */
function startAgain() {
  shown = null;
  picture.clear();
  by("picture").hidden = true;
  by("paper").hidden = false;
  say(caption, "");
  paper.clear();
}

function onClear() {
  startAgain();
  // The pressed button is disabled now; the keyboard's place must not be lost with it.
  by("paper").focus({ preventScroll: true });
}

function say(element, text) {
  element.textContent = text;
  element.hidden = !text;
}

undo.addEventListener("click", () => {
  paper.undo();
  if (undo.disabled) by("paper").focus({ preventScroll: true });
});
clear.addEventListener("click", onClear);
by("expect").addEventListener("change", onExpect);
listenForFiles(by("file"), onFiles);
learnSymbols(by, (classes) => answer.use(classes));
