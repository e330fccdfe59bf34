// Greys out the options that do not exist together with what is chosen, and shows the chosen one's price and stock.
(() => {
  for (const box of document.querySelectorAll("[data-skus]")) {
    const skus = JSON.parse(box.dataset.skus);
    const form = box.closest("form");
    const groups = [...box.querySelectorAll("fieldset")].map((group) => [...group.querySelectorAll("input")]);
    const fits = (sku, wanted) => wanted.every((value, at) => value === undefined || sku.options[at] === value);
    const fill = (name, text) => {
      for (const place of document.querySelectorAll(name)) place.textContent = text;
    };
    const show = () => {
      const chosen = groups.map((inputs) => inputs.find((input) => input.checked)?.value);
      groups.forEach((inputs, at) => {
        for (const input of inputs) {
          // Greyed, not disabled: choosing it is how one gets to what does exist with it.
          const wanted = Object.assign([...chosen], { [at]: input.value });
          input.classList.toggle("gone", !skus.some((sku) => fits(sku, wanted) && sku.left !== 0));
        }
      });
      if (chosen.includes(undefined)) return;
      const found = skus.find((sku) => fits(sku, chosen));
      const isOut = found?.left === 0;
      box.querySelector("[data-sku-none]").hidden = Boolean(found);
      box.querySelector("[data-sku-out]").hidden = !isOut;
      for (const part of form.elements) if (part.type === "submit") part.disabled = !found || isOut;
      if (!found) return;
      fill("[data-sku-price]", found.price);
      fill("[data-sku-label]", found.label);
      fill("[data-sku-freight]", found.freight);
      fill("[data-sku-left]", found.said);
      fill("[data-sku-was-price]", found.was);
      for (const place of document.querySelectorAll("[data-sku-was]")) place.hidden = !found.was;
    };
    box.addEventListener("change", () => {
      // Who has chosen is told the price of just that; until then the lowest one says that it is.
      for (const place of document.querySelectorAll("[data-sku-from]")) place.hidden = true;
      show();
      const chosen = groups.map((inputs) => inputs.find((input) => input.checked)?.value);
      const own = skus.find((sku) => fits(sku, chosen))?.picture;
      const strip = document.querySelector("[data-gallery]");
      const shown = own && strip?.querySelector(`img[src*="${own}"]`);
      if (shown) strip.scrollTo({ left: shown.offsetLeft - strip.offsetLeft });
    });
    show();
  }
})();
