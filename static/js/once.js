// One tap, one request: a form's buttons rest after the first submit, and wake when the page is shown again.
(() => {
  const rested = new Set();
  const wake = () => {
    rested.forEach((button) => (button.disabled = false));
    rested.clear();
  };
  document.addEventListener("submit", (event) => {
    // A GET may be asked again at will; a download leaves the page where it is.
    const form = event.target;
    const post = form.getAttribute("method")?.toLowerCase() === "post";
    if (event.defaultPrevented || !post || form.hasAttribute("data-again")) return;
    const buttons = [...form.elements].filter((part) => part.type === "submit" && !part.disabled);
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
