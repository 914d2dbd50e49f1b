// The page of `termbase review --html`. Session is what a reviewer does, without the page; start() is the page.
"use strict";

const AROUND = 60; // rows shown on either side of the current one: a browser lays out hundreds of rows at once, not thousands

const REPLAYED = { accept: "accepted", reject: "rejected" };

class Session {
  constructor(data, now = () => new Date()) {
    this.sentences = data.sentences;
    this.languages = Object.keys(data.sentences);
    this.beads = data.beads;
    this.decisions = [];
    this.past = [];
    this.place = 0; // of the last decision, or of the one that was undone
    this.saved = [];
    this.now = now;
  }

  get open() {
    return this.beads.filter((bead) => bead.status === "review").length;
  }

  get unsaved() {
    return this.decisions.length !== this.saved.length || this.decisions.some((decision, index) => decision !== this.saved[index]);
  }

  key(bead) {
    const side = (language) => bead.sides[language].map((index) => this.sentences[language][index].id).join("+") || "-";
    return this.languages.map((language) => `${language}:${side(language)}`).join(" ");
  }

  // The beginning of a bead on one line, for people who read the log.
  text(bead) {
    const language = this.languages.find((tag) => bead.sides[tag].length);
    const words = bead.sides[language].map((index) => this.sentences[language][index].text).join(" ");
    return Array.from(words.replace(/[\s\u0000-\u001f\u007f-\u009f\ud800-\udfff]+/gu, " ").trim()).slice(0, 60).join("");
  }

  // Each of the following gives why it cannot be done, or nothing.

  settle(place, action) {
    const bead = this.beads[place];
    if (bead.status === REPLAYED[action]) return `it is ${bead.status} already`;
    this.replace(place, 1, [{ ...bead, status: REPLAYED[action] }], { bead: this.key(bead), action });
  }

  merge(place) {
    const [bead, next] = this.beads.slice(place, place + 2);
    if (!next) return "this is the last bead";
    const sides = this.map((language) => [...bead.sides[language], ...next.sides[language]]);
    this.replace(place, 2, this.opened([sides], bead, next), { bead: this.key(bead), action: "merge", next: this.key(next) });
  }

  // `at` says how many sentences of each language stay in the first bead.
  split(place, at) {
    const bead = this.beads[place];
    const parts = [
      this.map((language) => bead.sides[language].slice(0, at[language] ?? 0)),
      this.map((language) => bead.sides[language].slice(at[language] ?? 0)),
    ];
    if (parts.some(isEmpty)) return "one of the two would be empty: move a cut with c";
    const filled = this.languages.filter((language) => bead.sides[language].length);
    const places = Object.fromEntries(filled.map((language) => [language, at[language]]));
    this.replace(place, 1, this.opened(parts, bead), { bead: this.key(bead), action: "split", at: places });
  }

  // Moves the last sentence of a bead down (`to` is "next"), or the first one of the next bead up (`to` is "bead").
  shift(place, language, to) {
    const [bead, next] = this.beads.slice(place, place + 2);
    if (!next) return "this is the last bead";
    if (!(to === "next" ? bead : next).sides[language].length) return `there is no sentence in ${language} to move`;
    const all = [...bead.sides[language], ...next.sides[language]];
    const cut = bead.sides[language].length + (to === "next" ? -1 : 1);
    const parts = [
      { ...bead.sides, [language]: all.slice(0, cut) },
      { ...next.sides, [language]: all.slice(cut) },
    ];
    if (parts.some(isEmpty)) return "a bead would be empty: merge them instead";
    const decision = { bead: this.key(bead), action: "shift", next: this.key(next), language, to };
    this.replace(place, 2, this.opened(parts, bead, next), decision);
  }

  undo() {
    if (!this.past.length) return "there is nothing to undo";
    this.decisions = this.decisions.slice(0, -1);
    const { place, before, count } = this.past.pop();
    this.put(place, count, before);
  }

  // The decisions as JSON Lines, saved from now on.
  save(who) {
    this.saved = this.decisions;
    return this.decisions.map((decision) => `${JSON.stringify({ ...decision, who })}\n`).join("");
  }

  map(side) {
    return Object.fromEntries(this.languages.map((language) => [language, side(language)]));
  }

  opened(parts, ...from) {
    const confidence = Math.min(...from.map((bead) => bead.confidence));
    return parts.map((sides) => ({ sides, confidence, status: "review" }));
  }

  replace(place, count, beads, decision) {
    const when = this.now().toISOString().replace(/\.\d+Z$/, "Z");
    this.decisions = [...this.decisions, { ...decision, when, text: this.text(this.beads[place]) }];
    this.past.push({ place, before: this.beads.slice(place, place + count), count: beads.length });
    this.put(place, count, beads);
  }

  put(place, count, beads) {
    this.place = place;
    this.beads = [...this.beads.slice(0, place), ...beads, ...this.beads.slice(place + count)];
  }
}

function isEmpty(sides) {
  return Object.values(sides).every((side) => !side.length);
}

function start() {
  const data = JSON.parse(document.getElementById("data").textContent);
  const session = new Session(data);
  const byId = (id) => document.getElementById(id);
  const [body, filter, who, said, earlier, later] = ["beads", "filter", "who", "said", "earlier", "later"].map(byId);
  const rows = new WeakMap();
  let current = 0;
  let column = 0;
  let cuts = {};

  const waits = (bead) => bead.status === "review";
  const listed = (place) => !filter.checked || waits(session.beads[place]);

  function cell(bead, { tag, dir }) {
    const td = document.createElement("td");
    td.lang = tag;
    td.dir = dir;
    td.className = bead.sides[tag].length ? "" : "empty";
    for (const index of bead.sides[tag]) {
      const p = document.createElement("p");
      p.textContent = session.sentences[tag][index].text;
      p.title = session.sentences[tag][index].place;
      td.append(p);
    }
    return td;
  }

  function row(bead) {
    if (!rows.has(bead)) {
      const tr = document.createElement("tr");
      const band = bead.confidence < 0.5 ? "weak" : bead.confidence < 0.9 ? "fair" : "sure";
      const status = document.createElement("td");
      status.className = band;
      status.textContent = `${bead.confidence.toFixed(2)} ${bead.status}`;
      tr.tabIndex = -1;
      tr.className = bead.status;
      tr.append(status, ...data.columns.map((head) => cell(bead, head)));
      tr.addEventListener("click", (event) => {
        if (!getSelection().isCollapsed) return; // someone marks text
        const place = [...tr.children].indexOf(event.target.closest("td")) - 1;
        if (place >= 0) column = place;
        go(session.beads.indexOf(bead));
      });
      rows.set(bead, tr);
    }
    return rows.get(bead);
  }

  // A bead that waits is shown with its neighbours: whether to merge it with the next one can only be seen beside it.
  function near(place) {
    return [place - 1, place, place + 1].some((other) => session.beads[other] && listed(other));
  }

  function show(message = "") {
    const every = session.beads.map((_, place) => place).filter(near);
    const here = every.filter((place) => place < current).length;
    const [first, last] = [Math.max(here - AROUND, 0), here + AROUND + 1];
    const places = every.slice(first, last);
    more(earlier, every.slice(0, first), "earlier", -1);
    more(later, every.slice(last), "later", 0);
    body.replaceChildren(...places.map((place) => row(session.beads[place])));
    for (const place of places) {
      const tr = row(session.beads[place]);
      tr.classList.toggle("context", !listed(place));
      tr.setAttribute("aria-current", String(place === current));
      mark(tr, session.beads[place], place === current);
    }
    const made = session.decisions.length;
    byId("count").textContent =
      `${session.open} to review of ${session.beads.length} beads; ${made} ${made === 1 ? "decision" : "decisions"}${session.unsaved ? ", not saved" : ""}`;
    said.textContent = message;
    const tr = rows.get(session.beads[current]);
    if (tr?.isConnected) {
      tr.focus({ preventScroll: true });
      tr.scrollIntoView({ block: "nearest" });
    }
  }

  function more(button, hidden, word, nearest) {
    button.hidden = !hidden.length;
    button.textContent = `${hidden.length} ${word} ${hidden.length === 1 ? "bead" : "beads"}`;
    button.onclick = () => go(hidden.at(nearest));
  }

  // The cell that h and l move to, and where s would cut.
  function mark(tr, bead, here) {
    [...tr.children].slice(1).forEach((td, number) => {
      td.classList.toggle("column", here && number === column);
      const cut = cuts[data.columns[number].tag];
      [...td.children].forEach((p, index) => {
        p.classList.toggle("cut-after", here && index + 1 === cut);
        p.classList.toggle("cut-before", here && index === 0 && cut === 0);
      });
    });
  }

  function go(place, message) {
    current = Math.min(Math.max(place, 0), session.beads.length - 1);
    const sides = session.beads[current].sides;
    cuts = session.map((language) => Math.min(1, sides[language].length));
    show(message);
  }

  function step(by) {
    let place = current + by;
    while (session.beads[place] && !listed(place)) place += by;
    if (session.beads[place]) go(place);
    else show(by > 0 ? "no further bead below" : "no further bead above");
  }

  // After a bead is settled, the next one that waits; when none waits below, the first one.
  function next(place, message) {
    const open = session.beads.map((bead, place) => (waits(bead) ? place : -1)).filter((place) => place >= 0);
    go(open.find((other) => other > place) ?? open[0] ?? place, open.length ? message : `${message}, nothing waits for review`);
  }

  // Decides about the current bead, but never about one that is not on the screen.
  function decide(decision, message, after = go) {
    const shown = rows.get(session.beads[current])?.isConnected;
    const problem = shown ? decision(current) : "choose a bead first";
    if (problem) show(problem);
    else after(session.place, `${message}, ${session.open} left`);
  }

  function undo() {
    const problem = session.undo();
    if (problem) show(problem);
    else go(session.place, `undone, ${session.open} left`);
  }

  function save() {
    if (!who.value.trim()) {
      who.focus();
      said.textContent = "say who you are first: the log keeps it";
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([session.save(who.value.trim())], { type: "application/jsonl" }));
    link.download = `${data.release}.decisions.jsonl`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a browser may take a while to ask where to put the file
    show(`saved; now run: termbase review ${data.release} --apply ${link.download}`);
  }

  const language = () => data.columns[column].tag;
  const actions = {
    j: () => step(1),
    k: () => step(-1),
    h: () => { column = Math.max(column - 1, 0); show(language()); },
    l: () => { column = Math.min(column + 1, data.columns.length - 1); show(language()); },
    Enter: () => decide((place) => session.settle(place, "accept"), "accepted", next),
    x: () => decide((place) => session.settle(place, "reject"), "rejected", next),
    m: () => decide((place) => session.merge(place), "merged"),
    c: () => { cuts[language()] = (cuts[language()] + 1) % (session.beads[current].sides[language()].length + 1); show(); },
    s: () => decide((place) => session.split(place, cuts), "split"),
    "]": () => decide((place) => session.shift(place, language(), "next"), "moved down"),
    "[": () => decide((place) => session.shift(place, language(), "bead"), "moved up"),
    u: undo,
    e: () => {
      const [first] = session.beads[current].sides[language()];
      show(first === undefined ? `there is no text in ${language()}` : `correct the text in ${session.sentences[language()][first].place}`);
    },
    f: () => { filter.checked = !filter.checked; show(); },
    d: save,
  };
  const others = { ArrowDown: "j", ArrowUp: "k", ArrowLeft: "h", ArrowRight: "l" };

  // With an Arabic keyboard j is another letter; the place of the key counts then.
  function named(event) {
    if (/^[!-~]$/.test(event.key)) return event.key;
    return /^Key[A-Z]$/.test(event.code) ? event.code.at(-1).toLowerCase() : (others[event.key] ?? event.key);
  }

  document.addEventListener("keydown", (event) => {
    const name = named(event);
    // Brackets take AltGr on many keyboards; Ctrl+Enter is what CAT tools accept with.
    const held = (event.ctrlKey || event.metaKey || event.altKey) && !["[", "]", "Enter"].includes(name);
    const typing = event.target.matches("input:not([type=checkbox])");
    const pressing = name === "Enter" && event.target.matches("button");
    if (!(name in actions) || held || typing || pressing) return;
    event.preventDefault();
    actions[name]();
  });
  for (const button of document.querySelectorAll("button[data-key]")) {
    button.addEventListener("click", () => actions[button.dataset.key]());
  }
  filter.addEventListener("change", () => show());
  window.addEventListener("beforeunload", (event) => {
    if (session.unsaved) event.preventDefault();
  });
  filter.checked = session.open > 0;
  next(-1, "ready");
}

if (typeof module === "undefined") start();
else module.exports = { Session };
