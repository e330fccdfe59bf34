// Where this browser is, put into the form around the button and sent at once. It goes nowhere else and is not kept.
(() => {
  for (const button of document.querySelectorAll("[data-where]")) {
    if (!navigator.geolocation) continue;
    const form = button.closest("form");
    const error = form.querySelector("[data-where-error]");

    const found = ({ coords }) => {
      form.elements.where.value = `${coords.latitude.toFixed(6)},${coords.longitude.toFixed(6)}`;
      form.elements.datum.value = "wgs84";
      if (form.elements.by) form.elements.by.value = "browser";
      form.requestSubmit();
    };

    const denied = () => {
      button.disabled = false;
      error.textContent = button.dataset.denied;
      error.hidden = false;
    };

    button.hidden = false;
    button.addEventListener("click", () => {
      button.disabled = true;
      error.hidden = true;
      navigator.geolocation.getCurrentPosition(found, denied, { maximumAge: 60_000, timeout: 15_000 });
    });
    // Back from the list the button can be pressed again.
    window.addEventListener("pageshow", () => { button.disabled = false; });
  }
})();
