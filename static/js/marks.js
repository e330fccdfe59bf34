// Fills the marks in the head: what lies in the cart, what waits to be paid, what is unread; and what the door says. The page itself is the same for everybody.
(() => {
  const mine = document.querySelector("[data-marks]");
  if (!mine) return;
  const cookie = (name) => new RegExp(`(?:^|; )${name}=(\\d+)`).exec(document.cookie)?.[1];
  const cart = (count) => {
    for (const badge of document.querySelectorAll("[data-cart-count]")) {
      badge.textContent = count > 99 ? "99+" : String(count);
      badge.hidden = count === 0;
    }
  };
  // A member's own words take the place of those for everybody.
  const open = (door) => {
    const own = document.querySelector("[data-door]");
    if (!own || !door?.href.startsWith("/")) return;
    const link = own.querySelector("a");
    link.textContent = door.words;
    link.href = door.href;
    link.dataset.state = door.state;
    own.hidden = false;
    document.querySelector("[data-door-plain]").hidden = true;
  };
  const show = (marks) => {
    cart(marks.cart);
    const dot = mine.querySelector("[data-mine-mark]");
    dot.hidden = !(marks.unpaid || marks.lying || marks.unread || marks.posts);
    dot.classList.toggle("mark-due", marks.due);
    mine.querySelector("[data-mine-said]").textContent = marks.said.join(" ");
    open(marks.door);
    document.dispatchEvent(new CustomEvent("marks", { detail: marks }));
  };
  const fill = async () => {
    // What the cookie knows needs no request; a browser that has nothing here asks for nothing.
    cart(Number(cookie("cart_count") ?? 0));
    if (!cookie("mine") && !cookie("door")) return;
    try {
      const reply = await fetch(mine.dataset.marks, { headers: { Accept: "application/json" } });
      if (reply.ok) show(await reply.json());
    } catch {
      // Offline: the marks stay as they are, the pages behind them say the same.
    }
  };
  fill();
  // A page that comes back from the back-forward cache may be older than the cart.
  addEventListener("pageshow", (event) => event.persisted && fill());
  document.addEventListener("htmx:afterSettle", fill);
})();
