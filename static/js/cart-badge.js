// Shows how many things are in the cart, from the readable cookie, so that the page itself can be cached as it is.
(() => {
  const show = () => {
    const count = Number(/(?:^|; )cart_count=(\d+)/.exec(document.cookie)?.[1] ?? 0);
    for (const badge of document.querySelectorAll("[data-cart-count]")) {
      badge.textContent = count > 99 ? "99+" : String(count);
      badge.hidden = count === 0;
    }
  };
  show();
  // A page that comes back from the back-forward cache may be older than the cart.
  addEventListener("pageshow", show);
  document.addEventListener("htmx:afterSettle", show);
})();
