// Tells once that what the page shows was read; without script a button does. What came meanwhile stays unread.
(() => {
  const form = document.querySelector("[data-read]");
  if (!form) return;
  form.hidden = true;
  const tell = () => {
    if (document.visibilityState !== "visible") return;
    document.removeEventListener("visibilitychange", tell);
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {
      form.hidden = false;
    });
  };
  document.addEventListener("visibilitychange", tell);
  tell();
})();
