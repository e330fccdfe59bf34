// Counts the characters of a textarea, an emoji as one, into the output named by data-count.
(() => {
  const count = (box) => {
    const output = document.getElementById(box.dataset.count);
    if (output) output.textContent = `${[...box.value].length} / ${box.maxLength}`;
  };
  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-count]")) count(event.target);
  });
  const all = () => document.querySelectorAll("textarea[data-count]").forEach(count);
  all();
  document.addEventListener("htmx:afterSettle", all);
})();
