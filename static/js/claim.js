// Claims a coupon without leaving the page: the slip says that it is taken, or why it cannot be. Slips of coupons that this
// browser has already say so from the readable cookie, so that the page itself can be cached as it is.
(() => {
  const slips = () => [...document.querySelectorAll("[data-claim]")];
  const mark = (slip) => {
    for (const part of slip.querySelectorAll("[data-claim-open]")) part.hidden = true;
    for (const part of slip.querySelectorAll("[data-claim-done]")) part.hidden = false;
  };
  const show = () => {
    const codes = (/(?:^|; )claimed=([0-9A-Z.]+)/.exec(document.cookie)?.[1] ?? "").split(".");
    slips().filter((slip) => codes.includes(slip.dataset.claim)).forEach(mark);
  };
  const say = (slip, words) => {
    const place = slip.querySelector("[data-claim-said]");
    place.textContent = words;
    place.hidden = false;
  };
  // While it is being captured: once.js shall not rest the button of a form that is not sent.
  document.addEventListener(
    "submit",
    async (event) => {
      const form = event.target;
      if (!form.matches("[data-claim]") || !navigator.onLine) return;
      event.preventDefault();
      if (form.dataset.pending) return;
      form.dataset.pending = "yes";
      try {
        const headers = { "HX-Request": "true" };
        const reply = await fetch(form.action, { method: "POST", body: new FormData(form), headers });
        if (reply.status === 204) {
          mark(form);
          form.querySelector("[data-claim-done]")?.focus();
        } else if (reply.status === 422) say(form, await reply.text());
        else form.submit();
      } catch {
        form.submit();
      } finally {
        delete form.dataset.pending;
      }
    },
    true,
  );
  show();
  addEventListener("pageshow", show);
})();
