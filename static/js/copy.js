// Copies the text of the element named by data-copy, and says so on the button for two seconds.
(() => {
  const old = (text) => {
    const box = document.createElement("textarea");
    box.value = text;
    box.readOnly = true;
    box.className = "vh";
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    return done;
  };
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return old(text);
    }
  };
  const reveal = () => document.querySelectorAll("[data-copy]").forEach((button) => (button.hidden = false));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || button.dataset.label) return;
    const source = document.getElementById(button.dataset.copy);
    if (!(await copy((source.value ?? source.innerText).trim()))) return;
    button.dataset.label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => {
      button.textContent = button.dataset.label;
      delete button.dataset.label;
    }, 2000);
  });
  reveal();
  document.addEventListener("htmx:afterSettle", reveal);
})();
