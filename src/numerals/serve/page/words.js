// Words: how the service's sentences and numbers are put on the page.

/** What each status asks of a person. */
export const STATUS = { accepted: "Accepted", review: "Please check", unreadable: "Unreadable" };

/** Where a number stands on its page: its row and column in a table, or which it is. */
export function place({ row, column }, index) {
  const parts = [row && `row ${row}`, column && `column ${column}`].filter(Boolean);
  return parts.join(", ") || `${index + 1}`;
}

/** 0.9996 is “99.9 %”, cut as reading.py cuts it: what is not certain never shows as 100. */
export function percent(probability) {
  return `${(Math.floor(probability * 1000 + 1e-9) / 10).toFixed(1)}\u00a0%`;
}

/** The service's messages start small, as a command line says them; a page starts large. */
export function sentence(text) {
  const end = !text || /[.!?…]$/.test(text) ? "" : ".";
  return text.charAt(0).toUpperCase() + text.slice(1) + end;
}
