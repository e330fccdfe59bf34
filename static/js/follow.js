// The button of following says how it stands: the page is the same for everybody, the marks of the head know. Tapped, it
// stays on its page. And the home page shows the feed of who follows something.
(() => {
  const forms = () => [...document.querySelectorAll("[data-follow]")];
  const show = (form, follows) => {
    const button = form.querySelector("button");
    form.dataset.follows = follows ? "yes" : "no";
    form.action = follows ? form.dataset.unfollow : form.dataset.follow;
    button.querySelector("[data-follow-words]").textContent = follows ? form.dataset.on : form.dataset.off;
    button.setAttribute("aria-pressed", String(follows));
  };
  const fill = async (place) => {
    if (place.dataset.filled) return;
    place.dataset.filled = "yes";
    try {
      const reply = await fetch(place.dataset.feed, { headers: { "HX-Request": "true" } });
      if (!reply.ok) return;
      place.querySelector("[data-feed-posts]").innerHTML = await reply.text();
      place.hidden = false;
      const read = place.querySelector("[data-read]");
      if (!read) return;
      read.hidden = true;
      fetch(read.action, { method: "POST", body: new FormData(read), redirect: "manual" }).catch(() => {});
    } catch {
      // Offline: the way to the feed stands on the page anyway.
    }
  };
  document.addEventListener("marks", (event) => {
    const follows = event.detail.follows ?? [];
    for (const form of forms()) show(form, follows.includes(Number(form.dataset.shop)));
    const place = document.querySelector("[data-feed]");
    if (place && follows.length) fill(place);
  });
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (!form.matches("[data-follow]") || !navigator.onLine) return;
      event.preventDefault();
      if (form.dataset.pending) return;
      form.dataset.pending = "yes";
      const follows = form.dataset.follows !== "yes";
      try {
        const reply = await fetch(form.action, { method: "POST", headers: { "HX-Request": "true" } });
        if (reply.status === 204) show(form, follows);
        else if (reply.status === 422) form.querySelector("[data-follow-said]").textContent = await reply.text();
        else form.submit();
      } catch {
        form.submit();
      } finally {
        delete form.dataset.pending;
      }
    },
    true,
  );
})();
