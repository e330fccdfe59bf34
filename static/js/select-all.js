// Ticks every row of a bulk form at once, counts what is ticked, and rests the bulk buttons while nothing is.
(() => {
  const count = (form) => {
    const boxes = [...form.querySelectorAll("[data-select]")];
    const ticked = boxes.filter((box) => box.checked).length;
    const all = form.querySelector("[data-select-all]");
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    for (const place of form.querySelectorAll("[data-select-count]")) place.textContent = String(ticked);
    for (const button of form.querySelectorAll(".bulk button")) button.disabled = ticked === 0;
  };
  const all = () => {
    for (const place of document.querySelectorAll("[data-select-count]")) count(place.closest("form"));
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (event.target.matches("[data-select-all]")) {
      form.querySelectorAll("[data-select]").forEach((box) => (box.checked = event.target.checked));
    }
    if (event.target.matches("[data-select-all], [data-select]")) count(form);
  });
  const reveal = () => document.querySelectorAll("[data-select-tools]").forEach((part) => (part.hidden = false));
  reveal();
  all();
  addEventListener("pageshow", all);
  document.addEventListener("htmx:afterSettle", () => (reveal(), all()));
})();
