// Ticks every row of a bulk form at once, counts what is ticked, and rests the bulk buttons while nothing is.
(() => {
  const count = (form) => {
    // By `elements`: ticks may stand outside of the form that they belong to.
    const boxes = [...form.elements].filter((part) => part.matches("[data-select]"));
    const ticked = boxes.filter((box) => box.checked).length;
    const all = form.querySelector("[data-select-all]");
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    for (const place of form.querySelectorAll("[data-select-count]")) place.textContent = String(ticked);
    for (const button of form.querySelectorAll(".bulk button, .bulk-verbs button")) button.disabled = ticked === 0;
  };
  const all = () => {
    for (const place of document.querySelectorAll("[data-select-count]")) count(place.closest("form"));
  };
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (event.target.matches("[data-select-all]")) {
      for (const box of form.elements) if (box.matches("[data-select]")) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-select-all], [data-select]")) count(form);
  });
  const reveal = () => document.querySelectorAll("[data-select-tools]").forEach((part) => (part.hidden = false));
  reveal();
  all();
  addEventListener("pageshow", all);
  document.addEventListener("htmx:afterSettle", () => (reveal(), all()));
})();
