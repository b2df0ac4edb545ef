// Passkeys: the one thing on this site that a browser cannot do without a script.
"use strict";

(() => {
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  // The JSON of WebAuthn with bytes where the browser wants them.
  function prepared(options) {
    const ready = { ...options, challenge: bytes(options.challenge) };
    if (options.user) ready.user = { ...options.user, id: bytes(options.user.id) };
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      if (options[list]) ready[list] = options[list].map((key) => ({ ...key, id: bytes(key.id) }));
    }
    return ready;
  }

  // And back.
  function told(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
  }

  async function send(address, csrf, sent) {
    const answer = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(sent),
    });
    let found = {};
    try {
      found = await answer.json();
    } catch {
      // Not ours: some proxy's page. The status says enough.
    }
    return { isRight: answer.ok, found };
  }

  async function run(box, say) {
    const { options, answer, csrf, kind, step, next, cancelled, failed } = box.dataset;
    const asked = await send(options, csrf, { step });
    if (asked.found.go) return location.assign(asked.found.go);
    if (!asked.isRight) return say(asked.found.message || failed);
    let credential;
    try {
      const publicKey = prepared(asked.found);
      credential = await (kind === "register"
        ? navigator.credentials.create({ publicKey })
        : navigator.credentials.get({ publicKey }));
    } catch (problem) {
      return say(problem.name === "InvalidStateError" && box.dataset.known ? box.dataset.known : cancelled);
    }
    const name = box.querySelector("input[name=name]")?.value;
    const done = await send(answer, csrf, { step, next, name, credential: told(credential) });
    if (done.found.go) return location.assign(done.found.go);
    return say(done.found.message || failed);
  }

  function enhance(box) {
    const button = box.querySelector("button");
    const place = box.querySelector("[data-passkey-message]");
    const say = (words) => {
      place.textContent = words;
      place.hidden = !words;
    };
    box.hidden = false;
    if (!window.PublicKeyCredential || !navigator.credentials) {
      button.disabled = true;
      return say(box.dataset.none);
    }
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      button.disabled = true;
      say("");
      try {
        await run(box, say);
      } catch {
        say(box.dataset.failed);
      } finally {
        button.disabled = false;
      }
    });
  }

  document.querySelectorAll("[data-without-script]").forEach((words) => words.remove());
  document.querySelectorAll("[data-passkey]").forEach(enhance);
})();
