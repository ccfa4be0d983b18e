// Looks for words in the scripts of search/, of which it loads only those that a query touches. Asks no server.
(() => {
  "use strict";
  const form = document.querySelector("form.find");
  if (!form) return;
  const field = form.querySelector("input"), list = form.querySelector("ol");
  const told = form.querySelector("[role=status]"), more = form.querySelector("button");
  const page = 40, up = form.dataset.up, parts = new Map(), waiting = new Map();
  const alike = { "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ς": "σ", "ـ": "", "ı": "i", "ł": "l", "ø": "o", "đ": "d" };
  let turn = 0, hits = [], asked = [];

  window.solferinoFind = (part, n, body) => {
    const name = part === "index" ? part : `${part}-${n}`;
    parts.set(name, body);
    waiting.get(name)?.(body);
  };

  const load = (name) => new Promise((done) => {
    if (parts.has(name)) return done(parts.get(name));
    const before = waiting.get(name);
    waiting.set(name, (body) => { before?.(body); done(body); });
    if (before) return;
    const script = document.createElement("script");
    script.src = `${up}search/${name}.js`;
    script.onerror = () => { told.textContent = `The file ${script.getAttribute("src")} is missing: the dossier is not whole.`; };
    document.head.append(script);
  });

  const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "").replace(/[ىةکیςـıłøđ]/g, (c) => alike[c]);
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  window.solferinoWords = words;

  // Entries whose words begin with `word`: the shards are in order, so those that can hold it lie side by side.
  const entriesOf = async (word, index) => {
    const last = word + "\uffff", found = new Set();
    const from = Math.max(0, index.starts.findLastIndex((s) => s <= word));
    for (let i = from; i < index.starts.length && index.starts[i] <= last; i++) {
      for (const [w, numbers] of await load(`words-${i}`)) {
        if (!w.startsWith(word)) continue;
        let n = 0;
        for (const step of numbers.split(" ")) found.add(n += parseInt(step, 36));
      }
    }
    return found;
  };

  const show = async (mine) => {
    const index = parts.get("index"), start = list.children.length, shown = [];
    for (const n of hits.slice(start, start + page)) {
      const [kind, title, detail, href] = (await load(`entries-${Math.floor(n / index.chunk)}`))[n % index.chunk];
      const item = document.createElement("li"), link = document.createElement("a"), rest = document.createElement("span");
      link.href = up + href;
      link.textContent = title;
      link.dir = rest.dir = "auto";
      rest.className = "asks";
      rest.textContent = `${kind}${detail ? ": " + detail : ""}`;
      item.append(link, rest);
      shown.push(item);
    }
    if (mine !== turn) return;
    list.append(...shown);
    more.hidden = list.children.length >= hits.length;
  };

  const look = async () => {
    const mine = ++turn;
    asked = words(field.value);
    history.replaceState(null, "", field.value ? `#q=${encodeURIComponent(field.value)}` : location.pathname);
    if (!asked.length) { list.replaceChildren(); told.textContent = ""; more.hidden = true; return; }
    const index = await load("index");
    let both = null;
    for (const word of asked) {
      const found = await entriesOf(word, index);
      both = both ? new Set([...both].filter((n) => found.has(n))) : found;
    }
    if (mine !== turn) return;
    hits = [...both].sort((a, b) => a - b);
    list.replaceChildren();
    await show(mine);
    if (mine !== turn) return;
    told.textContent = hits.length ? `${hits.length} found` : "Nothing found. Each word must begin a word of what is looked for.";
  };

  const fromAddress = () => {
    const given = new URLSearchParams(location.hash.slice(1)).get("q");
    if (given !== null && given !== field.value) { field.value = given; look(); }
  };
  let timer = 0;
  form.hidden = false;
  form.addEventListener("submit", (e) => { e.preventDefault(); look(); });
  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 120); });
  more.addEventListener("click", () => show(++turn));
  window.addEventListener("hashchange", fromAddress);
  fromAddress();
})();
