// Pictures of goods go up one by one as soon as they are chosen, each with its progress, and stand in an order of which
// the first is the cover. A line that was lost is waited for; the server is asked by the picture's digest first, so that
// none is sent twice. What came is carried by the form as a mark (views/parts/shots.py).
(() => {
  const box = document.querySelector("[data-shots]");
  if (!box) return;
  const form = box.closest("form");
  const input = box.querySelector("input[type=file]");
  const list = box.querySelector("ol");
  const blank = box.querySelector("template");
  const words = box.dataset;
  const waiting = [];
  let isSending = false;
  let pressed;

  const tiles = () => [...list.querySelectorAll(".shot")];
  const part = (tile, name) => tile.querySelector(name);
  const say = (tile, text) => (part(tile, ".shot-words").textContent = text);

  const recount = () => {
    const left = words.most - tiles().length;
    box.querySelector(".shot-left").textContent = left > 0 ? words.left.replace("N", left) : words.full;
    input.closest("li").hidden = left <= 0;
    tiles().forEach((tile, at) => (part(tile, "[data-shot=earlier]").hidden = at === 0));
  };

  // A form that keeps itself hears of pictures as it does of words.
  const tell = () => box.dispatchEvent(new Event("change", { bubbles: true }));

  const arm = (tile) => {
    // With script a tile is there or not; its tick, out of sight, carries the mark in the order of the tiles.
    part(tile, ".shot-keep").hidden = true;
    part(tile, "input[name=kept]").disabled = !("done" in tile.dataset);
    part(tile, ".shot-tools").hidden = false;
  };

  const digestOf = async (file) => {
    if (!globalThis.crypto?.subtle) return "";
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const ask = (body, onProgress) =>
    new Promise((resolve, reject) => {
      const sent = new XMLHttpRequest();
      sent.open("POST", words.shots);
      sent.responseType = "json";
      sent.timeout = 180_000;
      if (onProgress) sent.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress((100 * event.loaded) / event.total));
      sent.addEventListener("load", () => resolve(sent));
      for (const lost of ["error", "timeout", "abort"]) sent.addEventListener(lost, () => reject(new Error(lost)));
      for (const name of ["csrf_token", "door"]) if (form.elements[name]) body.append(name, form.elements[name].value);
      sent.send(body);
    });

  const bodyOf = (name, value) => {
    const body = new FormData();
    body.append(name, value);
    return body;
  };

  const done = (tile, told) => {
    const twin = tiles().find((other) => other !== tile && other.dataset.digest === told.digest);
    if (twin) return tile.remove();
    tile.dataset.digest = told.digest;
    tile.dataset.done = "";
    part(tile, "img").src = told.src;
    part(tile, "input[name=kept]").value = told.mark;
    part(tile, "progress").hidden = true;
    say(tile, told.words);
    arm(tile);
    tell();
  };

  const failed = (tile, text) => {
    part(tile, "progress").hidden = true;
    part(tile, "[data-shot=again]").hidden = false;
    say(tile, text || words.failed);
  };

  const send = async ({ tile, file }) => {
    say(tile, words.sending);
    part(tile, "progress").hidden = false;
    const sha256 = await digestOf(file);
    const known = sha256 ? await ask(bodyOf("sha256", sha256)) : null;
    if (known?.status === 200) return done(tile, known.response);
    const sent = await ask(bodyOf("picture", file), (percent) => (part(tile, "progress").value = percent));
    if (sent.status === 200) return done(tile, sent.response);
    failed(tile, sent.response?.words);
  };

  const online = (seconds) =>
    new Promise((resolve) => {
      addEventListener("online", resolve, { once: true });
      setTimeout(resolve, seconds * 1000);
    });

  const work = async () => {
    if (isSending) return;
    isSending = true;
    for (let tries = 0; waiting.length; ) {
      const job = waiting[0];
      try {
        if (job.tile.isConnected) await send(job);
        waiting.shift();
        tries = 0;
      } catch {
        tries += 1;
        if (tries < 8) {
          say(job.tile, words.waiting);
          await online(Math.min(30, 2 ** tries));
        } else {
          failed(waiting.shift().tile);
          tries = 0;
        }
      }
    }
    isSending = false;
    recount();
    if (pressed !== undefined) form.requestSubmit(pressed ?? undefined);
    pressed = undefined;
  };

  const files = new WeakMap();
  input.addEventListener("change", () => {
    for (const file of [...input.files].slice(0, Math.max(0, words.most - tiles().length))) {
      const tile = blank.content.firstElementChild.cloneNode(true);
      part(tile, "img").src = URL.createObjectURL(file);
      list.insertBefore(tile, input.closest("li"));
      files.set(tile, file);
      arm(tile);
      waiting.push({ tile, file });
    }
    input.value = "";
    recount();
    work();
  });

  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shot]");
    if (!button) return;
    const tile = button.closest(".shot");
    if (button.dataset.shot === "away") tile.remove();
    if (button.dataset.shot === "earlier") tile.previousElementSibling?.before(tile);
    if (button.dataset.shot === "again") {
      button.hidden = true;
      waiting.push({ tile, file: files.get(tile) });
      work();
    } else tell();
    recount();
  });

  form.addEventListener("submit", (event) => {
    if (!waiting.length) return;
    event.preventDefault();
    pressed = event.submitter ?? null;
    box.querySelector(".shot-left").textContent = words.pending;
  }, true);

  input.classList.add("vh");
  tiles().forEach(arm);
  recount();
})();
