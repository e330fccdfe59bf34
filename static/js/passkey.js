/* Passkeys: a form that is marked asks the browser for a key's answer, puts it into its hidden field, and is sent. What
   the browser needs comes from the server, each time anew. Without a script the six digits do the same. */
(() => {
  if (!window.PublicKeyCredential) return;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  const asked = async (form) => {
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    const reply = await fetch(form.dataset.options, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!reply.ok) throw new Error(String(reply.status));
    const options = await reply.json();
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const name of ["excludeCredentials", "allowCredentials"]) {
      options[name] = (options[name] || []).map((one) => ({ ...one, id: bytes(one.id) }));
    }
    return options;
  };

  const answered = (credential) => {
    const said = credential.response;
    const response = { clientDataJSON: text(said.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (said[name]) response[name] = text(said[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const tell = (form) => {
    let words = form.querySelector("[data-passkey-trouble]");
    if (!words) {
      words = document.createElement("p");
      words.className = "error";
      words.setAttribute("role", "alert");
      words.dataset.passkeyTrouble = "";
      form.append(words);
    }
    words.textContent = form.dataset.trouble;
  };

  const makes = (form) => form.dataset.passkey === "create";

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      try {
        const publicKey = await asked(form);
        const got = makes(form)
          ? await navigator.credentials.create({ publicKey })
          : await navigator.credentials.get({ publicKey });
        form.elements.answer.value = answered(got);
        form.submit();
      } catch {
        tell(form);
      }
    });
  }
})();
