// Says that htmx is there: base.css then hides the buttons that do what it does by itself, also in what it brings later.
(() => {
  if (window.htmx) document.documentElement.dataset.htmx = "";
})();
