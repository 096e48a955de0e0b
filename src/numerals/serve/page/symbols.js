// Symbols: what the page says where the model reads other symbols than the digits 0 … 9.

/** Where names are listed, no more than so many. */
const LISTED = 60;

/**
 * Ask the service what its model tells apart; where these are no digits, speak of symbols.
 * @param {(id: string) => HTMLElement} by
 * @param {(classes: string[]) => void} onSymbols Called with the names where they are no digits.
 */
export async function learnSymbols(by, onSymbols) {
  const answer = await fetch("healthz").catch(() => null);
  if (!answer?.ok) return; // what is wrong with the service shows when it is asked to read
  const { name, classes } = (await answer.json()).model;
  if (classes.every((text) => /^[0-9]$/.test(text))) return;
  const more = classes.length > LISTED ? ` … (${classes.length})` : "";
  by("about").textContent = `Reads single symbols with the model ${name}: `;
  const list = document.createElement("bdi");
  list.textContent = classes.slice(0, LISTED).join(" · ") + more;
  by("about").append(list);
  by("hint").querySelector("strong").textContent = "Draw a symbol here";
  by("expect").value = "";
  by("expect").closest("label").hidden = true;
  onSymbols(classes);
}
