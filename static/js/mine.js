// Mijn wijkweb: the page around a figure that never leaves this browser. No request is made here, and nothing is kept
// before somebody asks for it.
(() => {
  "use strict";

  const page = document.querySelector("[data-mine]");
  if (!page) return;
  const store = window.wijkwebMineStore;
  const figure = window.wijkwebMineFigure;
  const words = page.dataset;
  const find = (name) => page.querySelector(`[data-mine-${name}]`);
  const form = find("form");
  const map = find("map");
  const shape = figure.geometry(map);
  const rings = [...shape.rings.keys()];
  const labels = new Map([...form.elements.domain.options].map((option) => [option.value, option.textContent]));
  const heading = find("title").textContent;

  let entries = [];
  let keptUntil = 0;
  let touched = false; // since the last time it was kept or downloaded
  let editing = -1;
  let before = null; // the entries before the last removal

  const said = (sentence, name = "") => sentence.replace("{}", name);
  const day = (moment) => new Date(moment).toLocaleDateString("nl-NL", { day: "numeric", month: "long", year: "numeric" });

  function say(sentence, undo = null) {
    before = undo;
    find("said").textContent = sentence;
    find("undo").hidden = !undo;
  }

  // --- showing --------------------------------------------------------------------------------------------------
  function button(sentence, label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "utrecht-button utrecht-button--subtle mine__small";
    made.textContent = label;
    made.setAttribute("aria-label", sentence);
    made.addEventListener("click", act);
    return made;
  }

  function line(entry, index) {
    const item = document.createElement("li");
    const name = document.createElement("span");
    name.className = "mine__entry";
    name.textContent = `${index + 1}. ${entry.name}`;
    item.append(name, button(said(words.change, entry.name), "✎", () => edit(index)), button(said(words.remove, entry.name), "✕", () => remove(index)));
    return item;
  }

  function showLists() {
    for (const block of page.querySelectorAll("[data-mine-block]")) {
      const lines = entries.flatMap((entry, index) => (entry.domain === block.dataset.mineBlock ? [line(entry, index)] : []));
      block.querySelector("[data-mine-list]").replaceChildren(...lines);
      block.querySelector("[data-mine-nobody]").hidden = lines.length > 0;
    }
  }

  function showInsight() {
    const count = (domain) => entries.filter((entry) => entry.domain === domain).length;
    const named = (wanted) => shape.domains.filter((domain) => wanted(count(domain))).map((domain) => labels.get(domain).toLowerCase());
    const groups = [
      [words.rich, named((number) => number >= 3)],
      [words.thin, named((number) => number === 1)],
      [words.empty, named((number) => number === 0)],
    ];
    const lines = entries.length ? groups.filter(([, domains]) => domains.length).map(([sentence, domains]) => said(sentence, domains.join(", "))) : [words.nothing];
    find("insight").replaceChildren(...lines.map((sentence) => Object.assign(document.createElement("li"), { textContent: sentence })));
  }

  function show() {
    figure.draw(map, shape, entries);
    showLists();
    showInsight();
    find("state").textContent = keptUntil ? said(words.saved, day(keptUntil)) : words.notSaved;
    find("kern-note").hidden = !touched;
  }

  // After every change; what somebody asked to keep is kept up to date.
  function changed(sentence, undo = null) {
    if (keptUntil) keptUntil = store.keep(entries);
    touched = !keptUntil && entries.length > 0;
    show();
    say(sentence, undo);
  }

  // --- entering -------------------------------------------------------------------------------------------------
  function leaveEditing() {
    editing = -1;
    form.elements.name.value = "";
    find("title").textContent = heading;
    find("submit").textContent = words.add;
    find("cancel").hidden = true;
  }

  function edit(index) {
    const entry = entries[index];
    editing = index;
    form.elements.name.value = entry.name;
    form.elements.domain.value = entry.domain;
    form.elements.ring.value = entry.ring;
    form.elements.kind.value = entry.kind;
    find("title").textContent = said(words.change, entry.name);
    find("submit").textContent = words.keep;
    find("cancel").hidden = false;
    form.elements.name.focus();
  }

  function remove(index) {
    const old = entries;
    entries = entries.filter((_, place) => place !== index);
    leaveEditing();
    changed(said(words.removed, old[index].name), old);
    form.elements.name.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, domain, ring, kind } = form.elements;
    const entry = { name: name.value.trim(), domain: domain.value, ring: ring.value, kind: kind.value };
    const isWrong = !entry.name || entries.length >= store.MOST;
    find("error").hidden = !isWrong;
    name.setAttribute("aria-invalid", String(isWrong));
    name.focus();
    if (isWrong) return;
    const sentence = editing >= 0 ? words.changed : words.added;
    entries = editing >= 0 ? entries.with(editing, entry) : [...entries, entry];
    leaveEditing();
    changed(said(sentence, entry.name));
  });
  find("cancel").addEventListener("click", leaveEditing);
  find("undo").addEventListener("click", () => {
    const back = before.find((entry) => !entries.includes(entry));
    entries = before;
    changed(said(words.back, back?.name));
  });
  map.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    const cell = figure.cellAt(shape, at.x, at.y);
    if (!cell) return;
    form.elements.domain.value = cell.domain;
    form.elements.ring.value = cell.ring;
    form.elements.name.focus();
  });

  // --- keeping and taking along ---------------------------------------------------------------------------------
  find("save").addEventListener("click", () => {
    keptUntil = store.keep(entries);
    touched = touched && !keptUntil;
    show();
    say(keptUntil ? said(words.saved, day(keptUntil)) : words.full);
  });
  find("download").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([store.write(entries)], { type: "application/json" }));
    link.download = "mijn-wijkweb.json";
    link.click();
    URL.revokeObjectURL(link.href);
    touched = false;
    show();
  });
  find("open").addEventListener("click", () => find("file").click());
  find("file").addEventListener("change", async () => {
    const [file] = find("file").files;
    find("file").value = "";
    if (!file) return;
    const read = file.size < 1e6 ? store.read(await file.text(), shape.domains, rings) : null;
    if (!read) return say(words.unreadable);
    if (entries.length && !window.confirm(words.replace)) return;
    const old = entries;
    entries = read;
    leaveEditing();
    changed(said(words.loaded, file.name), old.length ? old : null);
  });
  find("print").addEventListener("click", () => window.print());
  find("wipe").addEventListener("click", () => {
    if (entries.length && !window.confirm(words.wipe)) return;
    store.wipe();
    [entries, keptUntil, touched] = [[], 0, false];
    leaveEditing();
    show();
    say(words.wiped);
  });
  window.addEventListener("beforeunload", (event) => {
    if (touched) event.preventDefault();
  });

  // --- beginning ------------------------------------------------------------------------------------------------
  const kept = store.kept(shape.domains, rings);
  if (kept.state === "kept") [entries, keptUntil] = [kept.entries, kept.until];
  for (const name of ["form", "tools", "hint"]) find(name).hidden = false;
  show();
  if (kept.state === "old") say(words.old);
})();
