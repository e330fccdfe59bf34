// The queue by keyboard: keys stand on what they press (data-key), and do nothing while one types. A verb that asks why
// waits for a digit: it chooses a ready sentence and sends it.
(() => {
  const typing = (part) =>
    part.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const key = (name) =>
    [...document.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)].find((part) => part.offsetParent !== null);
  let armed = null;

  const choose = (form, number) => {
    const ready = form.querySelectorAll('[name="ready"]')[number - 1];
    if (!ready) return false;
    ready.checked = true;
    form.elements.why.value = ready.dataset.words;
    return true;
  };
  const arm = (button) => {
    armed = button;
    const form = button.form;
    const first = form.querySelector('[name="ready"]') ?? form.querySelector('[name="why"], [name="reference"]');
    for (const one of form.querySelectorAll("[data-asks]")) one.classList.toggle("armed", one === button);
    first.scrollIntoView({ block: "nearest" });
    first.focus();
  };
  const press = (part) => {
    if (part.matches("input")) return part.focus();
    const asks = part.dataset.asks;
    if (!asks || part.form.elements[asks].value.trim()) return part.click();
    arm(part);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      armed = null;
      return document.activeElement?.blur();
    }
    if (armed && !armed.isConnected) armed = null;
    if (typing(event.target)) {
      // Enter in the words sends what was armed.
      if (event.key === "Enter" && armed && event.target.form === armed.form && event.target.value.trim()) {
        event.preventDefault();
        armed.click();
      }
      return;
    }
    if (armed && /^[1-9]$/.test(event.key) && choose(armed.form, Number(event.key))) {
      event.preventDefault();
      return armed.click();
    }
    const part = key(event.key);
    if (!part) return;
    event.preventDefault();
    press(part);
  });
  document.addEventListener("change", (event) => {
    const ready = event.target;
    if (ready.name === "ready" && ready.dataset.words) ready.form.elements.why.value = ready.dataset.words;
  });
  // What can no longer be taken back is not offered.
  const rest = () => {
    for (const lot of document.querySelectorAll("[data-until]")) lot.hidden = Date.parse(lot.dataset.until) <= Date.now();
  };
  rest();
  setInterval(rest, 1000);
  // The next one is read out, and keys go on from there.
  document.addEventListener("htmx:afterSettle", (event) => {
    armed = null;
    if (event.target.id !== "queue") return;
    document.querySelector("#queue [role=alert], #one")?.focus({ preventScroll: true });
    rest();
  });
})();
