// Greys out the options that do not exist together with what is chosen, and shows the chosen one's price and stock.
(() => {
  for (const box of document.querySelectorAll("[data-skus]")) {
    const skus = JSON.parse(box.dataset.skus);
    const form = box.closest("form");
    const groups = [...box.querySelectorAll("fieldset")].map((group) => [...group.querySelectorAll("input")]);
    const fits = (sku, wanted) => wanted.every((value, at) => value === undefined || sku.options[at] === value);
    const fill = (name, text) => {
      if (text === undefined) return;
      for (const place of document.querySelectorAll(name)) place.textContent = text;
    };
    const show = () => {
      const chosen = groups.map((inputs) => inputs.find((input) => input.checked)?.value);
      groups.forEach((inputs, at) => {
        for (const input of inputs) {
          const wanted = Object.assign([...chosen], { [at]: input.value });
          input.classList.toggle("gone", !skus.some((sku) => fits(sku, wanted) && sku.left !== 0));
        }
      });
      if (chosen.includes(undefined)) return;
      const found = skus.find((sku) => fits(sku, chosen));
      const bad = !found || found.left === 0;
      box.querySelector("[data-sku-none]").hidden = !bad;
      for (const part of form.elements) if (part.type === "submit") part.disabled = bad;
      fill("[data-sku-price]", found?.price);
      fill("[data-sku-left]", found?.left);
    };
    box.addEventListener("change", show);
    show();
  }
})();
