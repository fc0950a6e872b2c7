// What a person typed is kept in this tab until the server took it in: a session that ended, an error or a lost
// connection costs nothing. docs/decisions/0080. This script knows the forms, keep-store.js the keeping place.
(() => {
  "use strict";

  const { PREFIX, me, read, write, remove, all, whose, wipe, tidy, tookIn, lookForTaken } = window.wijkwebKept;
  const EARLIER = " ~"; // behind the name of what was offered when somebody typed on
  const FIELD = "getypt", ASKED = "X-Getypt", UNSAVED = "X-Bewaart", ANSWERED = "X-Ingenomen";
  const NEVER = ["password", "hidden", "file", "submit", "button", "image", "reset"];
  const NEVER_FILLED = ["one-time-code", "current-password", "new-password"];
  const states = new WeakMap(); // of each form: what the server gave, its number, what could not be put back yet
  const opened = new WeakMap(); // of each form beside the map: the address that brought it
  let sending = null; // the form that is being sent right now
  let leaving = false; // this page makes way for one of this site; what was typed is kept

  // --- a form and its fields ---------------------------------------------------------------------------
  const isKept = (form) => form?.matches?.("form[data-keep], form[data-keep-through]") && (form.dataset.keepFor || me);

  // The address that a form is sent to is also that of its page, or that of its row in one.
  function keyOf(form) {
    const path = new URL(form.getAttribute("action") || location.href, location.href).pathname;
    return `${PREFIX}${form.dataset.keepFor || me} ${path} ${form.dataset.keep ?? ""}`.trim();
  }

  const isTyped = (control) =>
    control.name &&
    ["INPUT", "SELECT", "TEXTAREA"].includes(control.tagName) &&
    !NEVER.includes(control.type) &&
    !NEVER_FILLED.includes(control.autocomplete);

  const isTick = (control) => ["checkbox", "radio"].includes(control.type);

  function valueOf(control, asGiven) {
    if (isTick(control)) return (asGiven ? control.defaultChecked : control.checked) ? [control.value] : [];
    if (control.tagName !== "SELECT") return [asGiven ? control.defaultValue : control.value];
    const options = [...control.options];
    const chosen = options.filter((option) => (asGiven ? option.defaultSelected : option.selected));
    if (asGiven && !chosen.length && !control.multiple && options.length) chosen.push(options[0]);
    return chosen.map((option) => option.value);
  }

  function valuesOf(form, asGiven = false) {
    const values = {};
    for (const control of [...form.elements].filter(isTyped)) {
      (values[control.name] ??= []).push(...valueOf(control, asGiven));
    }
    return values;
  }

  const same = (one, other) => JSON.stringify(one ?? []) === JSON.stringify(other ?? []);
  const isBlank = (values) => !values?.some((value) => value !== "");
  const versionOf = (form) => form.querySelector("input[type=hidden][name=version]");

  function stateOf(form) {
    if (!states.has(form)) {
      const number = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      states.set(form, { given: valuesOf(form, true), version: versionOf(form)?.value, number, late: {} });
    }
    return states.get(form);
  }

  function keep(form, isSent) {
    const state = stateOf(form);
    if (state.offered) write(keyOf(form) + EARLIER, state.offered); // not chosen and not thrown away: offered once more
    state.offered = null;
    state.isSent ||= isSent;
    state.isDirty = true;
    const { given, version, number } = state;
    const typed = { ...valuesOf(form), ...state.late };
    const address = form.closest("#kaart-paneel") ? opened.get(form) ?? state.open ?? form.getAttribute("action") : "";
    write(keyOf(form), {
      typed, given, version, number, isSent: Boolean(state.isSent), open: address, page: location.pathname, at: Date.now(),
    });
  }

  // --- putting back ------------------------------------------------------------------------------------
  // Of a form with a version only what the person changed: the rest may have been changed by somebody else since.
  function lost(form, entry) {
    const now = valuesOf(form, true);
    const isToPutBack = (name) => !same(entry.typed[name], now[name]) &&
      (!same(entry.typed[name], entry.given[name]) || (entry.version === undefined && isBlank(now[name])));
    return Object.keys(entry.typed).filter(isToPutBack);
  }

  function fill(form, name, values) {
    const controls = [...form.elements].filter((control) => control.name === name && isTyped(control));
    controls.forEach((control, place) => {
      const before = JSON.stringify(valueOf(control));
      if (isTick(control)) control.checked = values.includes(control.value);
      else if (control.tagName === "SELECT") for (const option of control.options) option.selected = values.includes(option.value);
      else control.value = values[place] ?? "";
      if (JSON.stringify(valueOf(control)) === before) return;
      for (let box = control.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      control.dispatchEvent(new Event("input", { bubbles: true }));
      control.dispatchEvent(new Event("change", { bubbles: true }));
    });
    return same(valuesOf(form)[name], values);
  }

  // A choice from a list that is fetched while one types is made as soon as it is there.
  function fillLate(form) {
    const { late } = stateOf(form);
    for (const name of Object.keys(late)) if (fill(form, name, late[name])) delete late[name];
  }

  // With the version that it was typed over, so that a colleague's change in between is still shown.
  function takeOver(form, entry) {
    const version = versionOf(form);
    if (version && entry.version !== undefined) version.value = entry.version;
    Object.assign(stateOf(form), { given: entry.given, version: entry.version, number: entry.number, open: entry.open });
  }

  function putBack(form, entry) {
    const names = lost(form, entry);
    const now = versionOf(form)?.value;
    takeOver(form, entry);
    const { late } = stateOf(form);
    for (const name of names) late[name] = entry.typed[name];
    fillLate(form);
    keep(form, entry.isSent);
    const message = say(form, "back");
    onPress(message, "away", () => {
      for (const name of names) fill(form, name, valuesOf(form, true)[name] ?? []);
      if (now !== undefined) versionOf(form).value = now;
      forget(form);
    });
  }

  function forget(form) {
    remove(keyOf(form));
    states.delete(form);
    stateOf(form);
  }

  const messages = new WeakMap(), failures = new WeakMap();
  function say(place, kind, shown = messages) {
    shown.get(place)?.remove();
    const message = document.getElementById("bewaard-woorden").content.querySelector(`[data-kept=${kind}]`).cloneNode(true);
    shown.set(place, message);
    place.before(message);
    return message;
  }

  function onPress(message, which, act) {
    message.querySelector(`[data-kept-${which}]`)?.addEventListener("click", () => {
      message.remove();
      act();
    });
  }

  // Sent and not taken in (the session had ended, an error): who comes back wants to go on, so it stands there at
  // once. Left without sending: that may have been meant, so it is offered.
  function begin(form) {
    if (states.has(form) || !isKept(form)) return;
    const state = stateOf(form);
    if (!form.matches("[data-keep]")) return;
    const key = keyOf(form), earlier = key + EARLIER;
    const entry = read(key);
    const isLost = entry && lost(form, entry).length > 0;
    if (entry?.isSent) {
      if (isLost) putBack(form, entry);
      else takeOver(form, entry);
    } else if (isLost) {
      state.offered = entry;
      offer(form, entry, () => forget(form));
    } else {
      remove(key);
      if (read(earlier)) offer(form, read(earlier), () => remove(earlier));
    }
  }

  function offer(form, entry, throwAway) {
    const message = say(form, "offer");
    onPress(message, "back", () => { // what was typed since takes its place
      const since = stateOf(form).isDirty && read(keyOf(form));
      stateOf(form).offered = null;
      if (since) write(keyOf(form) + EARLIER, { ...since, isSent: false });
      else remove(keyOf(form) + EARLIER);
      putBack(form, entry);
    });
    onPress(message, "away", throwAway);
  }

  const beginAll = () => document.querySelectorAll("form[data-keep], form[data-keep-through]").forEach(begin);

  // A form beside the map is not in the page any more: it is opened again.
  function resume() {
    const panel = document.getElementById("kaart-paneel");
    const mine = all().filter(([key, entry]) => whose(key) === me && entry.open && entry.page === location.pathname);
    const [key, entry] = mine.sort((one, other) => other[1].at - one[1].at)[0] ?? [];
    if (!me || !panel || !entry) return;
    const open = () => document.dispatchEvent(new CustomEvent("wijkweb:open", { detail: { url: entry.open } }));
    if (entry.isSent) { open(); return; }
    const message = say(document.querySelector(".wijkweb__stage"), "offer");
    onPress(message, "back", () => {
      remove(key);
      write(key.replace(EARLIER, ""), { ...entry, isSent: true });
      open();
    });
    onPress(message, "away", () => remove(key));
  }

  // --- what happens in the page --------------------------------------------------------------------------
  function onTyped(event) {
    const form = event.target.form;
    if (!form?.matches("[data-keep]") || !isKept(form)) return;
    if (event.isTrusted) delete stateOf(form).late[event.target.name];
    keep(form, false);
  }

  const unsaved = () =>
    [...document.querySelectorAll("form[data-keep]")].filter((form) => states.get(form)?.isDirty && read(keyOf(form)));

  function leave() {
    leaving = true;
    setTimeout(() => { leaving = false; }, 3000);
  }

  function onSubmit(event) {
    const form = event.target;
    leave();
    if (form.matches("[data-keep-wipe]")) {
      wipe();
      signals?.postMessage("gone");
    }
    if (!isKept(form)) return;
    failures.get(form)?.remove();
    if (form.matches("[data-keep]")) keep(form, true);
    else { // both versions side by side: what was typed came from the form before
      const entry = read(keyOf(form));
      if (entry) stateOf(form).number = entry.number;
    }
    sending = form;
    setTimeout(() => { sending = null; }, 0);
  }

  const signals = window.BroadcastChannel && new BroadcastChannel("wijkweb-getypt");
  if (signals) signals.onmessage = wipe; // signed out in another tab

  document.addEventListener("input", onTyped);
  document.addEventListener("change", onTyped);
  document.addEventListener("submit", onSubmit, true);
  document.addEventListener("formdata", (event) => {
    if (event.target === sending) event.formData.set(FIELD, stateOf(sending).number);
  }, true);
  document.addEventListener("click", (event) => { if (event.target.closest?.("a[href]")) leave(); }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    const form = event.detail.elt;
    if (isKept(form) && event.detail.verb === "post") event.detail.headers[ASKED] = stateOf(form).number;
    if (unsaved().length) event.detail.headers[UNSAVED] = "1"; // so that the door can say that it is kept
  });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, elt } = event.detail;
    lookForTaken();
    tookIn(xhr.getResponseHeader(ANSWERED));
    if (isKept(elt)) leave();
    if (!xhr.getResponseHeader("HX-Redirect")) return;
    leave(); // the session had ended while somebody typed: as if it had been sent
    for (const form of unsaved()) keep(form, true);
  });
  for (const name of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(name, (event) => {
      const form = event.detail.elt;
      if (isKept(form) && form.isConnected) say(form, "failed", failures);
    });
  }
  document.addEventListener("htmx:afterSwap", (event) => {
    const { target, requestConfig, pathInfo } = event.detail;
    for (const form of target?.querySelectorAll?.("form[data-keep]") ?? []) {
      if (requestConfig?.verb === "get" && !opened.has(form)) opened.set(form, pathInfo.finalRequestPath);
    }
    beginAll();
    const around = target?.closest?.("form[data-keep]");
    if (around && states.has(around)) fillLate(around);
  });
  // The browser asks before it closes a tab in which something was typed that is not saved.
  window.addEventListener("beforeunload", (event) => {
    if (unsaved().length && !leaving) event.preventDefault();
  });

  lookForTaken();
  tidy();
  document.addEventListener("DOMContentLoaded", beginAll); // htmx listens to the fields by then
  window.addEventListener("load", resume);
})();
