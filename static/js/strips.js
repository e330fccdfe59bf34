// Brings what is chosen in a strip that scrolls sideways (the nav on phones, chips in a row) to the middle of it.
(() => {
  const centre = (chosen) => {
    const strip = chosen.closest("ul, .chips-row");
    if (!strip || strip.scrollWidth <= strip.clientWidth) return;
    const [inner, outer] = [chosen.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  };
  document.querySelectorAll(".side nav [aria-current], nav.chips-row [aria-current]").forEach(centre);
})();
