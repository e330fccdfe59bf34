// One tap, one request: a form's buttons rest after the first submit, and wake when the page is shown again.
(() => {
  const rested = new Set();
  const wake = () => {
    rested.forEach((button) => (button.disabled = false));
    rested.clear();
  };
  document.addEventListener("submit", (event) => {
    // A GET may be asked again at will; a download leaves the page where it is.
    if (event.defaultPrevented || event.target.method !== "post" || event.target.hasAttribute("data-again")) return;
    const buttons = [...event.target.elements].filter((part) => part.type === "submit" && !part.disabled);
    // After this turn, so that the pressed button's own name and value are still sent.
    setTimeout(() => {
      for (const button of buttons) {
        button.disabled = true;
        rested.add(button);
      }
    });
  });
  addEventListener("pageshow", wake);
  document.addEventListener("htmx:afterRequest", wake);
})();
