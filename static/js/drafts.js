// Keeps what is typed on this device until it was saved: a form that is opened again has its unsent words back.
// A page that answers a form says data-unsaved on its body where nothing was saved; signing out forgets everything.
(() => {
  const words = document.currentScript.dataset;
  const PREFIX = "draft:";
  const SENT = "draft-sent";
  const DAYS = 30;
  const TYPED = "textarea, input[type=text], input[type=tel], input[type=email], input[type=number], input:not([type])";
  const who = document.body.dataset.who ?? "";
  const quietly = (act, fallback) => {
    // A full or forbidden store must never stop anybody from typing.
    try {
      return act();
    } catch {
      return fallback;
    }
  };
  const keyOf = (form) => {
    const like = [...document.forms].filter((other) => other.getAttribute("action") === form.getAttribute("action"));
    return `${PREFIX}${who}:${location.pathname}:${form.getAttribute("action") ?? ""}:${like.indexOf(form)}`;
  };
  const isKept = (form) => form?.getAttribute("method")?.toLowerCase() === "post" && !form.hasAttribute("data-no-draft");
  const fields = (form) => [...form.elements].filter((field) => field.name && field.matches(TYPED) && !field.matches("[autocomplete=one-time-code], [data-no-draft]"));
  const read = (key) => quietly(() => JSON.parse(localStorage.getItem(key) ?? "null"), null);
  const drop = (key) => quietly(() => localStorage.removeItem(key));
  const sent = () => quietly(() => JSON.parse(sessionStorage.getItem(SENT) ?? "[]"), []);
  const setSent = (keys) => quietly(() => sessionStorage.setItem(SENT, JSON.stringify(keys)));

  const save = (form) => {
    const texts = {};
    for (const field of fields(form)) if (field.value !== field.defaultValue) texts[field.name] = field.value;
    if (!Object.keys(texts).length) return drop(keyOf(form));
    quietly(() => localStorage.setItem(keyOf(form), JSON.stringify({ at: Date.now(), texts })));
  };

  const tell = (form, key) => {
    const line = document.createElement("p");
    line.className = "notice notice-info draft-note";
    line.setAttribute("role", "status");
    const text = document.createElement("span");
    text.className = "grow";
    text.textContent = words.restored;
    const away = document.createElement("button");
    away.type = "button";
    away.className = "btn btn-quiet";
    away.textContent = words.discard;
    away.addEventListener("click", () => {
      for (const field of fields(form)) field.value = field.defaultValue;
      drop(key);
      line.remove();
    });
    line.append(text, away);
    form.prepend(line);
  };

  const restore = (form) => {
    const key = keyOf(form);
    const draft = read(key);
    if (!draft) return;
    if (Date.now() - draft.at > DAYS * 86_400_000) return drop(key);
    let isChanged = false;
    for (const field of fields(form)) {
      const text = draft.texts[field.name];
      if (text === undefined || field.value !== field.defaultValue || text === field.value) continue;
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      isChanged = true;
    }
    if (isChanged) tell(form, key);
  };

  const settle = () => {
    if (!("unsaved" in document.body.dataset)) sent().forEach(drop);
    setSent([]);
  };
  settle();
  [...document.forms].filter(isKept).forEach(restore);

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (isKept(form) && event.target.matches(TYPED)) save(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.getAttribute("action")?.startsWith("/sign-out")) {
      quietly(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach(drop));
    } else if (isKept(form) && !event.defaultPrevented) setSent([...sent(), keyOf(form)]);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.detail.elt.closest?.("form");
    const leadsAway = event.detail.xhr?.getResponseHeader("HX-Redirect")?.startsWith("/sign-in");
    if (isKept(form) && event.detail.successful && !leadsAway) drop(keyOf(form));
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    [...(event.detail.elt.querySelectorAll?.("form") ?? [])].filter(isKept).forEach(restore);
  });
})();
