// Shows the chosen placement, and follows the poster in the middle of the strip: its style is marked, and saving and sharing mean that poster.
(() => {
  // Many placements are wider than a phone: the chosen one is brought into sight.
  document.querySelector(".places [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  const strip = document.querySelector("[data-posters]");
  if (!strip) return;
  const save = document.querySelector("[data-save]");
  const share = document.querySelector("[data-share]");
  const follow = (figure) => {
    const address = figure.querySelector("a").getAttribute("href");
    document.querySelectorAll('a[href^="#poster-"]').forEach((chip) => {
      if (chip.hash === `#${figure.id}`) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    });
    if (save) {
      save.href = address;
      save.download = figure.querySelector("img").dataset.file;
    }
    if (share) share.dataset.sharePicture = address;
  };
  const seen = new Map();
  const watch = new IntersectionObserver(
    (entries) => {
      entries.forEach((entry) => seen.set(entry.target, entry.intersectionRatio));
      const [most] = [...seen].sort((a, b) => b[1] - a[1])[0];
      follow(most);
    },
    // Only the middle of the strip counts, where one poster stands at a time.
    { root: strip, rootMargin: "0px -40%", threshold: [0, 0.25, 0.5, 0.75, 1] },
  );
  [...strip.children].forEach((figure) => watch.observe(figure));
})();
