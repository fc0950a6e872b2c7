// The round through the village: notes stay on this phone until the server says that it has them.
// Every note has a number of its own, so that sending it again never makes a second one.
(() => {
  "use strict";

  const page = document.querySelector("[data-round]");
  const form = page?.querySelector("form");
  if (!form) return;
  const words = page.dataset;
  const place = `rondje:${words.kern}:${words.owner}`;
  const draftPlace = `${place}:bezig`;
  const fields = ["stop", "party", "line", "next_step"];
  let sending = false;

  // --- keeping ---------------------------------------------------------------------------------------
  const read = (key, otherwise) => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? otherwise;
    } catch {
      return otherwise;
    }
  };
  const notes = () => read(place, []);
  function write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      say(words.full, "error");
      return false;
    }
  }

  const typed = () => Object.fromEntries(fields.map((name) => [name, form.elements[name].value.trim()]));
  const isEmpty = (texts) => fields.every((name) => !texts[name]);

  function fill(texts) {
    for (const name of fields) form.elements[name].value = texts[name] ?? "";
  }

  function keepNote() {
    const texts = typed();
    if (isEmpty(texts)) {
      say(words.empty, "error");
      form.elements.stop.focus();
      return;
    }
    const note = { id: crypto.randomUUID(), noted_at: new Date().toISOString(), ...texts };
    if (!write(place, [...notes(), note])) return;
    fill({ stop: texts.stop }); // the next party is often met at the same stop
    localStorage.removeItem(draftPlace);
    show();
    say(words.kept);
    form.elements.party.focus();
    send();
  }

  function remove(id) {
    write(place, notes().filter((note) => note.id !== id));
    show();
  }

  function change(id) {
    const note = notes().find((one) => one.id === id);
    if (!note) return;
    const current = typed();
    if (!isEmpty({ ...current, stop: "" })) keepNote();
    fill(note);
    write(draftPlace, typed());
    remove(id);
    form.elements.line.focus();
  }

  // --- showing ---------------------------------------------------------------------------------------
  const list = page.querySelector("[data-round-list]");
  const status = page.querySelector("[data-round-status]");
  const line = page.querySelector("[data-round-line]");

  function say(text, kind = "") {
    status.textContent = text;
    status.dataset.kind = kind;
  }

  function element(tag, text, className) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function button(text, label, act) {
    const made = element("button", text, "round__small");
    made.type = "button";
    made.setAttribute("aria-label", `${text}: ${label}`);
    made.addEventListener("click", act);
    return made;
  }

  function show() {
    const kept = notes();
    const refused = read(`${place}:geweigerd`, {});
    page.querySelector("[data-round-waiting]").hidden = kept.length === 0;
    list.replaceChildren(...kept.map((note) => {
      const item = element("li", "", "round__note");
      const title = note.party || note.stop || note.line || note.next_step;
      item.append(element("strong", title));
      const rest = [note.stop, note.line, note.next_step].filter((text) => text && text !== title).join(" · ");
      if (rest) item.append(element("p", rest));
      if (refused[note.id]) item.append(element("p", refused[note.id], "round__refused"));
      const tools = element("p", "", "round__tools");
      tools.append(button(words.change, title, () => change(note.id)), button(words.remove, title, () => remove(note.id)));
      item.append(tools);
      return item;
    }));
    showLine();
  }

  function showLine() {
    line.textContent = navigator.onLine ? words.online : words.offline;
    line.dataset.kind = navigator.onLine ? "on" : "off";
  }

  // --- sending ---------------------------------------------------------------------------------------
  // The token in a page that was kept may be of another sign-in; a fresh page brings the right one.
  async function freshToken() {
    const answer = await fetch(words.page, { cache: "no-store", redirect: "manual", credentials: "same-origin" });
    if (!answer.ok) return "";
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    return fresh.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  async function deliver() {
    const sent = notes().slice(0, 200);
    const token = await freshToken();
    const answer = token && await fetch(words.send, {
      method: "POST",
      redirect: "manual",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify({ notes: sent }),
    });
    if (!answer || !answer.ok) {
      say(words.signedout, "error");
      page.querySelector("[data-round-signin]").hidden = false;
      return;
    }
    const { received, refused, message } = await answer.json();
    write(place, notes().filter((note) => !received.includes(note.id)));
    write(`${place}:geweigerd`, refused);
    page.querySelector("[data-round-signin]").hidden = true;
    show();
    if (Object.keys(refused).length) say(words.refused, "error");
    else if (message) say(message);
    const count = page.querySelector("[data-round-count]");
    if (received.length && count) count.hidden = false;
  }

  async function send() {
    const unsent = notes().filter((note) => !(note.id in read(`${place}:geweigerd`, {})));
    if (sending || !navigator.onLine || unsent.length === 0) return;
    sending = true;
    try {
      await navigator.locks.request(place, { ifAvailable: true }, (lock) => lock && deliver());
    } catch {
      say(words.later); // the signal went away on the way; nothing was lost, and nothing is sent twice
    } finally {
      sending = false;
    }
  }

  // --- beginning -------------------------------------------------------------------------------------
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepNote();
  });
  form.addEventListener("input", () => write(draftPlace, typed()));
  page.querySelector("[data-round-send]").addEventListener("click", () => {
    localStorage.removeItem(`${place}:geweigerd`);
    send();
  });
  window.addEventListener("online", () => { showLine(); send(); });
  window.addEventListener("offline", showLine);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  window.addEventListener("storage", show);

  const draft = read(draftPlace, null);
  if (draft && isEmpty(typed())) fill(draft);
  show();
  send();
  navigator.serviceWorker?.register(words.worker).catch(() => say(words.noworker));
  page.dataset.ready = "";
})();
