// Hides the buttons that do what htmx does by itself, once htmx is there.
(() => {
  const hide = () => {
    if (!window.htmx) return;
    for (const part of document.querySelectorAll("[data-without-htmx]")) part.hidden = true;
  };
  hide();
  document.addEventListener("htmx:afterSettle", hide);
})();
