// Couples our forms to allauth's passkey functions: data-passkey names the function, data-passkey-options holds what the
// server wants of the device. Without a passkey, or when the person stops, the page says so and nothing is sent.
"use strict";

const inputIn = (form, name) => form.querySelector(`input[name=${name}]`);

for (const form of document.querySelectorAll("[data-passkey]")) {
  const kind = form.dataset.passkey;
  const button = form.querySelector("[data-passkey-button]");
  const ids = { credential: inputIn(form, "credential").id };
  ids[{ addForm: "add", loginForm: "login", authenticateForm: "authenticate" }[kind]] = button.id;
  if (kind === "addForm") {
    ids.passwordless = inputIn(form, "passwordless").id;
  }
  window.allauth.webauthn.forms[kind]({ ids, data: JSON.parse(form.dataset.passkeyOptions || "{}") });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (trouble) {
    trouble.hidden = false;
  }
});
