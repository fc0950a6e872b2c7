// What somebody filled in: read, checked and kept in this browser only. Knows no page.
(() => {
  "use strict";

  const PLACE = "mijn-wijkweb";
  const LASTS = 30 * 24 * 3600 * 1000;
  const MOST = 200;
  const KINDS = ["mens", "club", "plek"];

  const fits = (entry, domains, rings) =>
    entry !== null &&
    typeof entry === "object" &&
    typeof entry.name === "string" &&
    entry.name.trim() !== "" &&
    domains.includes(entry.domain) &&
    rings.includes(entry.ring) &&
    KINDS.includes(entry.kind);

  // The entries in a text that was kept or downloaded; null when it is something else.
  function read(text, domains, rings) {
    let content;
    try {
      content = JSON.parse(text);
    } catch {
      return null;
    }
    const entries = content?.wijkweb;
    if (!Array.isArray(entries) || entries.length > MOST) return null;
    if (!entries.every((entry) => fits(entry, domains, rings))) return null;
    return entries.map(({ name, domain, ring, kind }) => ({ name: name.trim().slice(0, 60), domain, ring, kind }));
  }

  const write = (entries) => JSON.stringify({ wijkweb: entries }, null, 1);

  // What is kept on this device: nothing, too old (and wiped by now), or entries with their last day.
  function kept(domains, rings) {
    try {
      const box = JSON.parse(localStorage.getItem(PLACE));
      if (!box) return { state: "nothing" };
      if (!(box.until > Date.now() && box.until <= Date.now() + LASTS)) {
        localStorage.removeItem(PLACE);
        return { state: "old" };
      }
      const entries = read(box.text, domains, rings);
      return entries ? { state: "kept", entries, until: box.until } : { state: "nothing" };
    } catch {
      return { state: "nothing" };
    }
  }

  // Keeps the entries for thirty days from now; gives the last day, or 0 when this device keeps nothing.
  function keep(entries) {
    const until = Date.now() + LASTS;
    try {
      localStorage.setItem(PLACE, JSON.stringify({ until, text: write(entries) }));
      return until;
    } catch {
      return 0;
    }
  }

  function wipe() {
    try {
      localStorage.removeItem(PLACE);
    } catch {
      // A browser that keeps nothing has nothing to wipe.
    }
  }

  window.wijkwebMineStore = { MOST, read, write, kept, keep, wipe };
})();
