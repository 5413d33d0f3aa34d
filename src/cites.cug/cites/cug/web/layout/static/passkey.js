/* Hands a page's options to the browser's passkeys, and the answer back to the form. */
(() => {
  "use strict";

  const form = document.getElementById("passkey");
  const { create, get } = form ? form.dataset : {};
  if (!(create || get) || !window.PublicKeyCredential) {
    return;
  }

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) =>
      sign.charCodeAt(0),
    );
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");
  const known = (list) =>
    (list || []).map((item) => ({ ...item, id: bytes(item.id) }));

  const created = async (options) => {
    options.challenge = bytes(options.challenge);
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = known(options.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: options });
    return answer(made, ["clientDataJSON", "attestationObject"]);
  };

  const shown = async (options) => {
    options.challenge = bytes(options.challenge);
    options.allowCredentials = known(options.allowCredentials);
    const made = await navigator.credentials.get({ publicKey: options });
    return answer(made, [
      "clientDataJSON",
      "authenticatorData",
      "signature",
      "userHandle",
    ]);
  };

  const answer = (made, names) => {
    const response = {};
    for (const name of names) {
      if (made.response[name]) {
        response[name] = text(made.response[name]);
      }
    }
    return { id: made.id, rawId: text(made.rawId), type: made.type, response };
  };

  form.hidden = false;
  for (const part of form.querySelectorAll("[data-scripted]")) {
    part.hidden = false;
  }
  form.addEventListener("submit", async (event) => {
    if (event.submitter && event.submitter.matches("[data-typed]")) {
      return; // with what was typed
    }
    event.preventDefault();
    try {
      const made = create
        ? await created(JSON.parse(create))
        : await shown(JSON.parse(get));
      form.elements.passkey.value = JSON.stringify(made);
      form.submit();
    } catch {
      form.querySelector("[data-trouble]").hidden = false;
    }
  });
})();
