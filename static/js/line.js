// Says at once when nothing can be sent, or when nothing was saved: no line, a page that is too old, an error.
(() => {
  const words = document.currentScript.dataset;
  const bar = document.createElement("p");
  bar.className = "line-bar";
  bar.setAttribute("role", "alert");
  bar.hidden = true;
  document.body.append(bar);
  const say = (text) => {
    bar.textContent = text;
    bar.hidden = !text;
    // What hangs at the foot of the screen moves up by as much: nothing is covered.
    document.documentElement.style.setProperty("--said", `${bar.offsetHeight}px`);
  };
  addEventListener("offline", () => say(words.offline));
  addEventListener("online", () => say(""));
  if (!navigator.onLine) say(words.offline);
  document.addEventListener(
    "submit",
    (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      say(words.unsent);
    },
    true,
  );
  document.addEventListener("htmx:sendError", () => say(words.unsent));
  document.addEventListener("htmx:timeout", () => say(words.unsent));
  document.addEventListener("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    say(status === 429 ? words.slow : status < 500 ? words.stale : words.failed);
  });
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.xhr.status < 400 && navigator.onLine) say("");
  });
})();
