// The graph in one file: canvas, search, filters, table, receipts; it asks nothing of anybody.

import { GraphView } from "./graph.js";

const data = JSON.parse(document.getElementById("graph").textContent);
const byId = (id) => document.getElementById(id);
const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};
const nodes = new Map(data.nodes.map((node) => [node.id, node]));
const hiddenTypes = new Set();
let status = "";
let day = "";

const holds = (part) => !day || ((!part.start || part.start <= day) && (!part.end || part.end >= day));
const isShown = (part) =>
  holds(part) && ("source" in part && "target" in part ? !status || part.status === status : !hiddenTypes.has(part.type ?? ""));

const view = new GraphView(byId("canvas"), {
  hueOf: (node) => data.hues[node.type] ?? 0,
  isShown,
  onSelect: show,
});
view.add(data.nodes, data.edges);
view.fit();
filters();
search();
refresh();

// -- the receipt of a thing: what is stated of it, by whom, and where

function show(node) {
  const panel = byId("detail");
  panel.replaceChildren();
  if (!node) {
    panel.append(make("p", { className: "note", textContent: "Choose a thing: click it, search it, or move with the arrow keys." }));
    return;
  }
  panel.append(make("p", { className: "note", textContent: node.type ?? "" }), make("h2", { textContent: node.label }), facts(node));
  const links = data.edges.filter((edge) => edge.source === node.id || edge.target === node.id);
  if (links.length) panel.append(make("h3", { textContent: `${links.length} link${links.length === 1 ? "" : "s"}` }));
  const list = make("ul", { className: "links" });
  for (const edge of links.slice(0, 200)) {
    const other = nodes.get(edge.source === node.id ? edge.target : edge.source);
    const button = make("button", { type: "button", className: "as-link", textContent: other.label });
    button.addEventListener("click", () => view.select(other.id));
    const arrow = edge.source === node.id ? "→" : "←";
    const receipt = make("details", {}, make("summary", { textContent: "where it comes from" }), facts(edge));
    list.append(make("li", {}, `${arrow} ${edge.label} `, button, receipt));
  }
  panel.append(list);
}

const shown = ["start", "end", "status", "document", "claimant", "file"];
const own = new Set(["id", "label", "source", "target", "x", "y", "type", "is_situation", "is_doubted", "vx", "vy", "degree"]);

function facts(part) {
  const list = make("dl");
  const names = Object.keys(part).filter((name) => !own.has(name) && !name.endsWith("_iri"));
  names.sort((a, b) => (shown.indexOf(a) + 99) % 99 - (shown.indexOf(b) + 99) % 99);
  for (const name of names) {
    const value = String(part[name]);
    const text = name === "iri" && /^https?:/.test(value) ? make("a", { href: value, rel: "noreferrer", textContent: value }) : make("bdi", { textContent: value });
    list.append(make("dt", { textContent: name }), make("dd", {}, text));
  }
  return list;
}

// -- filters

function filters() {
  const counts = new Map();
  for (const node of data.nodes) counts.set(node.type ?? "", (counts.get(node.type ?? "") ?? 0) + 1);
  for (const [type, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const box = make("input", { type: "checkbox", checked: true });
    box.addEventListener("change", () => {
      if (box.checked) hiddenTypes.delete(type);
      else hiddenTypes.add(type);
      refresh();
    });
    const dot = make("span", { className: "dot" });
    dot.style.setProperty("--h", data.hues[type] ?? 0);
    byId("types").append(make("li", {}, make("label", {}, box, dot, `${type} `, make("span", { className: "note", textContent: String(count) }))));
  }
  const statuses = [...new Set(data.edges.map((edge) => edge.status).filter(Boolean))].sort();
  for (const name of statuses) byId("status").append(make("option", { textContent: name }));
  byId("status").addEventListener("change", (event) => {
    status = event.target.value;
    refresh();
  });
  byId("day").addEventListener("change", (event) => {
    day = event.target.value;
    refresh();
  });
  byId("fit").addEventListener("click", () => view.fit());
  byId("canvas").addEventListener("keydown", (event) => {
    if (event.key.startsWith("Arrow")) view.step(event.key);
    else if (event.key === "+" || event.key === "=") view.zoom(1.25);
    else if (event.key === "-") view.zoom(0.8);
    else return;
    event.preventDefault();
  });
}

function refresh() {
  view.draw();
  const links = view.shownEdges();
  byId("count").textContent = `${view.shownNodes().length} things, ${links.length} links`;
  const rows = byId("rows");
  rows.replaceChildren();
  for (const edge of links) {
    const cells = [nodes.get(edge.source).label, edge.label, nodes.get(edge.target).label, edge.start ?? "", edge.end ?? "", edge.status ?? "", edge.document ?? "", edge.file ?? ""];
    rows.append(make("tr", {}, ...cells.map((text) => make("td", {}, make("bdi", { textContent: text })))));
  }
}

// -- search

function search() {
  const field = byId("search");
  const hits = byId("hits");
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const names = data.nodes.map((node) => [plain([node.label, node.prefLabel, node.altLabel].filter(Boolean).join("\n")), node]);
  field.addEventListener("input", () => {
    const text = plain(field.value.trim());
    const found = text ? names.filter(([name]) => name.includes(text)).map(([, node]) => node) : [];
    hits.replaceChildren();
    for (const node of found.slice(0, 12)) {
      const button = make("button", { type: "button" }, make("bdi", { textContent: node.label }), make("span", { className: "note", textContent: ` ${node.type ?? ""}` }));
      button.addEventListener("click", () => {
        view.select(node.id);
        hits.replaceChildren();
        field.value = node.label;
      });
      hits.append(make("li", {}, button));
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") hits.querySelector("button")?.click();
    if (event.key === "Escape") hits.replaceChildren();
  });
}
