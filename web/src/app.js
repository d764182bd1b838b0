// What every page gets: theme, keys, receipts in a panel, names as you type, live reload.
// Without this script every page works; nothing here holds state that is not in the address.

const byId = (id) => document.getElementById(id);
const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

document.documentElement.classList.add("scripted");
theme();
keys();
reveal();
panels();
slider();
copying();
unchanged();
dropping();
document.querySelectorAll("input[data-names], #search, #find").forEach(suggest);
liveReload();

function theme() {
  const root = document.documentElement;
  const names = ["auto", "light", "dark"];
  const saved = localStorage.getItem("theme");
  root.dataset.theme = names.includes(saved) ? saved : "auto";
  const button = make("button", { type: "button", className: "theme" });
  const say = () => {
    button.textContent = { auto: "◐", light: "☀", dark: "☾" }[root.dataset.theme];
    button.title = `Theme: ${root.dataset.theme}`;
    button.setAttribute("aria-label", button.title);
  };
  button.addEventListener("click", () => {
    root.dataset.theme = names[(names.indexOf(root.dataset.theme) + 1) % names.length];
    localStorage.setItem("theme", root.dataset.theme);
    say();
    dispatchEvent(new Event("themechange"));
  });
  say();
  document.querySelector(".top").append(button);
}

// On a narrow screen the pages scroll sideways: show where one is.
function reveal() {
  const current = document.querySelector(".top nav [aria-current]");
  const nav = current?.closest("nav");
  if (nav) nav.scrollLeft = current.offsetLeft - nav.offsetLeft - (nav.clientWidth - current.offsetWidth) / 2;
}

// -- keys

function keys() {
  const off = localStorage.getItem("keys") === "off";
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea, [contenteditable], canvas");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") showKeys();
    if (event.key === "/" && !off) {
      const field = byId("search");
      if (!field) return;
      event.preventDefault();
      field.focus();
      field.select();
    }
  });
}

function showKeys() {
  const rows = [
    ["/", "search"],
    ["?", "this list"],
    ["Enter on ≡", "the receipt of a value"],
    ["Esc", "close"],
    ["Ctrl+Enter", "run the query"],
    ["← ↑ ↓ →", "Explore: move between things"],
    ["Enter, Delete", "Explore: open neighbours, hide"],
  ];
  const list = make("dl", { className: "keys" });
  for (const [key, does] of rows) list.append(make("dt", {}, make("kbd", { textContent: key })), make("dd", { textContent: does }));
  const off = localStorage.getItem("keys") === "off";
  const button = make("button", { type: "button", textContent: off ? "Turn the key / on" : "Turn the key / off" });
  button.addEventListener("click", () => {
    localStorage.setItem("keys", off ? "on" : "off");
    location.reload();
  });
  openPanel("Keys", make("h2", { textContent: "Keys" }), list, make("p", {}, button));
}

// -- receipts

function panels() {
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-panel]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("receipt");
      if (!found) throw new Error("no receipt");
      openPanel("Receipt", document.importNode(found, true));
    } catch {
      location.href = link.href;
    }
  });
}

function openPanel(label, ...content) {
  const panel = byId("panel");
  panel.setAttribute("aria-label", label);
  panel.querySelector("div").replaceChildren(...content);
  if (!panel.open) panel.showModal();
}

// -- the day

function slider() {
  const field = byId("asof-day");
  if (!field || field.disabled || !field.min) return;
  const day = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / 864e5);
  const text = (number) => new Date(number * 864e5).toISOString().slice(0, 10);
  const range = make("input", { type: "range", min: day(field.min), max: day(field.max), step: 1 });
  range.defaultValue = day(field.value || field.max);
  range.setAttribute("aria-label", "As of, as a slider");
  range.setAttribute("aria-valuetext", field.value || "all days");
  range.addEventListener("input", () => {
    field.value = text(range.valueAsNumber);
    range.setAttribute("aria-valuetext", field.value);
  });
  range.addEventListener("change", () => field.form.requestSubmit());
  field.addEventListener("change", () => {
    if (field.value) range.value = day(field.value);
  });
  field.form.querySelector("button").after(range);
}

// -- small comforts

// Who comes back to a page finds the forms as the address says, not as they were left.
function unchanged() {
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll(".asof, .params").forEach((form) => form.reset());
  });
}

function copying() {
  if (!navigator.clipboard) return; // a page of another machine, without https
  for (const block of document.querySelectorAll(".copy dd")) {
    const button = make("button", { type: "button", textContent: "Copy" });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(block.querySelector("code").textContent);
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    block.append(button);
  }
}

function dropping() {
  const field = document.querySelector("textarea[data-drop]");
  field?.addEventListener("dragover", (event) => event.preventDefault());
  field?.addEventListener("drop", async (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    field.value = await file.text();
  });
}

// -- names as you type

function suggest(field) {
  let list = null;
  let asked = 0;
  const close = () => {
    list?.remove();
    list = null;
    field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-expanded", "false");
  };
  const choose = (item) => {
    if (field.type === "search") location.href = item.dataset.href;
    else field.value = item.dataset.id;
    close();
    if (field.type !== "search") field.dispatchEvent(new Event("chosen", { bubbles: true }));
  };
  const show = (hits) => {
    close();
    if (!hits.length) return;
    list = make("ul", { className: "suggestions", id: `${field.id}-names` });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Names");
    hits.forEach((hit, number) => {
      const item = make("li", { id: `${field.id}-name-${number}` }, make("bdi", { textContent: hit.label }));
      item.append(make("span", { className: "note", textContent: ` ${hit.types.join(", ")}` }));
      item.setAttribute("role", "option");
      item.dataset.id = hit.id;
      item.dataset.href = `/search?q=${encodeURIComponent(hit.name)}`;
      if (hit.href) item.dataset.href = hit.href;
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        choose(item);
      });
      list.append(item);
    });
    const box = field.getBoundingClientRect();
    Object.assign(list.style, { left: `${box.left + scrollX}px`, top: `${box.bottom + scrollY}px`, minWidth: `${box.width}px` });
    document.body.append(list);
    field.setAttribute("aria-expanded", "true");
    field.setAttribute("aria-controls", list.id);
  };
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", async () => {
    const turn = ++asked;
    const text = field.value.trim();
    if (text.length < 2) return close();
    await new Promise((done) => setTimeout(done, 120));
    if (turn !== asked) return;
    const answer = await fetch(`/search?limit=8&q=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
    if (turn === asked && answer.ok && document.activeElement === field) show((await answer.json()).map(withAddress));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list) {
      event.preventDefault();
      close();
    }
    if (!list) return;
    const items = [...list.children];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(items[at]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = items[(at + (event.key === "ArrowDown" ? 1 : items.length - (at < 0 ? 0 : 1))) % items.length];
      items.forEach((item) => item.setAttribute("aria-selected", String(item === next)));
      field.setAttribute("aria-activedescendant", next.id);
      next.scrollIntoView({ block: "nearest" });
    }
  });
  field.addEventListener("blur", close);
}

function withAddress(hit) {
  return { ...hit, href: `/id/${encodeURIComponent(hit.id ?? hit.iri).replaceAll("%3A", ":")}` };
}

// -- the files change while the page is open

function liveReload() {
  if (location.protocol === "file:" || !byId("asof")) return;
  const source = new EventSource("/events");
  source.addEventListener("dataset", (event) => {
    const { hash } = JSON.parse(event.data);
    if (hash !== document.documentElement.dataset.hash) tell("The files have changed.", true);
    else document.querySelector(".banner.news")?.remove();
  });
  source.addEventListener("problem", (event) => {
    const { detail, file, line, column } = JSON.parse(event.data);
    tell(`The files cannot be loaded; shown is the last good version. ${[file, line, column].filter(Boolean).join(":")} ${detail ?? ""}`);
  });
  addEventListener("pagehide", () => source.close());
}

function tell(text, again = false) {
  document.querySelector(".banner")?.remove();
  const banner = make("div", { className: "banner news" }, make("span", { textContent: `${text} ` }));
  banner.setAttribute("role", "status");
  if (again) banner.append(make("a", { href: location.href, textContent: "Load the new version" }));
  document.querySelector(".top").after(banner);
}
