// Asks before what cannot be undone: data-confirm on a form or on the button pressed says what will happen.
(() => {
  document.addEventListener(
    "submit",
    (event) => {
      const words = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
      if (!words || confirm(words)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
})();
