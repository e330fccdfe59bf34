// A button that may be pressed again only after a while counts the seconds; without script the server says so.
(() => {
  document.querySelectorAll("[data-wait]").forEach((button) => {
    const words = button.textContent;
    const until = Date.now() + Number(button.dataset.wait) * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      button.disabled = left > 0;
      button.textContent = left > 0 ? button.dataset.waiting.replace("%s", left) : words;
      if (left > 0) setTimeout(tick, 1000);
    };
    tick();
  });
})();
