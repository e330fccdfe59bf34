// Turns the count under a picture strip into dots that follow the thumb.
(() => {
  for (const strip of document.querySelectorAll("[data-gallery]")) {
    const dots = strip.parentElement.querySelector("[data-dots]");
    if (!dots) continue;
    const pictures = [...strip.children];
    const marks = pictures.map(() => document.createElement("i"));
    dots.replaceChildren(...marks);
    dots.classList.add("dots-drawn");
    dots.setAttribute("aria-hidden", "true");
    const seen = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) marks[pictures.indexOf(entry.target)].classList.toggle("on", entry.isIntersecting);
      },
      { root: strip, threshold: 0.6 },
    );
    pictures.forEach((picture) => seen.observe(picture));
  }
})();
