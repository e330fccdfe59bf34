// Keeps an open conversation fresh: asks for new messages, less and less often while nothing happens and not at all while
// the page is out of sight; tells that what stands on the screen was seen; keeps the newest message in view.
(() => {
  const STEPS = [3, 5, 8, 13, 20, 30, 45, 60].map((seconds) => seconds * 1000);
  let step = 0;
  let timer = 0;
  let told = 0;
  const poller = () => document.querySelector("[data-look]");
  const last = () => Number([...document.querySelectorAll("#talk [data-number]")].at(-1)?.dataset.number ?? 0);
  const wait = () => {
    clearTimeout(timer);
    if (document.hidden) return;
    // A little apart, so that a thousand pages opened by one announcement do not ask in the same instant.
    timer = setTimeout(look, STEPS[Math.min(step++, STEPS.length - 1)] * (0.9 + Math.random() / 5));
  };
  const look = () => {
    const asks = poller();
    if (asks && !document.hidden) htmx.trigger(asks, "look");
    wait();
  };
  const afresh = () => {
    step = 0;
    wait();
  };
  const seen = () => {
    const form = document.querySelector("[data-seen]");
    const number = last();
    if (!form || document.hidden || number <= told) return;
    told = number;
    const facts = new FormData(form);
    facts.set("upto", String(number));
    fetch(form.action, { method: "POST", body: facts, redirect: "manual" }).catch(() => (told = 0));
  };
  const isAtEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 240;
  const toEnd = () => scrollTo(0, document.documentElement.scrollHeight);
  let follows = true;
  document.addEventListener("htmx:beforeSwap", () => (follows = isAtEnd()));
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id === "talk" || follows) toEnd();
    if (event.target.id === "talk") document.getElementById("text")?.focus({ preventScroll: true });
    seen();
    afresh();
  });
  // What was being written stays where somebody else's answer comes in; what failed on the way can be sent again.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fill]");
    const box = button && document.getElementById("text");
    if (!box) return;
    box.value = button.dataset.fill;
    box.focus();
  });
  const reveal = () => document.querySelectorAll("[data-fill]").forEach((button) => (button.hidden = false));
  document.addEventListener("htmx:afterSettle", reveal);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return clearTimeout(timer);
    step = 0;
    look();
    seen();
  });
  addEventListener("pageshow", seen);
  reveal();
  if (poller()) wait();
  if (!location.hash || location.hash === "#end") toEnd();
})();
