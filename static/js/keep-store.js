// Where keep.js keeps what a person typed: the session storage of this tab. The server says whose it is (meta "typed-by",
// or data-keep-for on the form) and what it took in (a cookie or a header with the number of the form).
(() => {
  "use strict";

  const PREFIX = "getypt:";
  const LASTS = 12 * 3600 * 1000; // as long as the longest session
  const TAKEN = /(?:^|; )(ingenomen-([0-9a-f]{32}))=/g;
  const me = document.querySelector('meta[name="typed-by"]')?.content ?? "";

  function read(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function write(key, entry) {
    try {
      sessionStorage.setItem(key, JSON.stringify(entry));
    } catch {
      // A browser that keeps nothing: the form works as it does without a script.
    }
  }

  function remove(key) {
    try {
      sessionStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  }

  function all() {
    try {
      const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
      return keys.map((key) => [key, read(key)]);
    } catch {
      return [];
    }
  }

  const whose = (key) => key.slice(PREFIX.length).split(" ")[0];
  const wipe = () => all().forEach(([key]) => { if (whose(key).startsWith("p-")) remove(key); });

  // What is too old goes, and what was typed by somebody else who was signed in here.
  function tidy() {
    for (const [key, entry] of all()) {
      const isOfAnother = me && whose(key).startsWith("p-") && whose(key) !== me;
      if (isOfAnother || !entry?.typed || !(Date.now() - entry.at < LASTS)) remove(key);
    }
  }

  function tookIn(number) {
    const found = all().filter(([, entry]) => entry?.number === number);
    found.forEach(([key]) => remove(key));
    return found.length > 0;
  }

  function lookForTaken() {
    for (const [, name, number] of document.cookie.matchAll(TAKEN)) {
      if (!tookIn(number)) continue; // of another tab
      document.cookie = `${name}=; Max-Age=0; Path=/; SameSite=Lax${location.protocol === "https:" ? "; Secure" : ""}`;
    }
  }

  window.wijkwebKept = { PREFIX, me, read, write, remove, all, whose, wipe, tidy, tookIn, lookForTaken };
})();
