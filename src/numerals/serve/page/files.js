// Files: chosen with the button, dropped anywhere on the page, or pasted.

/**
 * @param {HTMLInputElement} input
 * @param {(files: File[]) => void} onFiles Called with at least one file.
 */
export function listenForFiles(input, onFiles) {
  const take = (list) => list?.length && onFiles([...list]);

  input.addEventListener("change", () => {
    take(input.files);
    input.value = ""; // so that the same file can be chosen again
  });

  const root = document.documentElement;
  const bringsFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault(); // or the browser leaves the page for the file
    event.dataTransfer.dropEffect = "copy";
    root.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) root.classList.remove("dropping");
  });
  document.addEventListener("drop", (event) => {
    root.classList.remove("dropping");
    if (!bringsFiles(event)) return;
    event.preventDefault();
    take(event.dataTransfer.files);
  });

  document.addEventListener("paste", (event) => take(event.clipboardData?.files));
}
