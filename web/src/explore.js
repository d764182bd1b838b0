// Explore: the canvas opens neighbours; what is chosen and hidden stays in the address.

import { GraphView } from "./graph.js";

const data = JSON.parse(document.getElementById("graph").textContent);
const canvas = document.getElementById("canvas");
const said = document.getElementById("said");
const form = document.getElementById("filters");
const hidden = new Set(data.hidden);
const chosen = new Set(data.chosen);

const address = (iri) => `/id/${encodeURIComponent(short(iri)).replaceAll("%3A", ":")}`;
const short = (iri) => (iri.startsWith(data.base) ? iri.slice(data.base.length) : iri);

const view = new GraphView(canvas, {
  hueOf: (node) => data.hues[node.type] ?? 0,
  isShown: (part) => ("source" in part && "target" in part ? !data.status || (part.status ?? data.status) === data.status : !hidden.has(part.type)),
  onSelect: (node) => {
    said.replaceChildren();
    if (!node) return;
    const link = Object.assign(document.createElement("a"), { href: address(node.iri), textContent: node.label });
    const links = view.shownEdges().filter((edge) => edge.source === node.id || edge.target === node.id).length;
    said.append(link, ` (${node.type ?? "thing"}), ${links} link${links === 1 ? "" : "s"} shown`);
  },
  onOpen: open,
});
document.getElementById("as-table").open = false; // the canvas shows the same
view.add(data.nodes, data.edges);
view.settle();
if (data.chosen.length === 1) {
  const first = data.nodes.find((node) => node.iri === data.chosen[0]);
  if (first) view.select(first.id);
}
canvas.dataset.nodes = view.nodes.size;

async function open(node) {
  const query = new URLSearchParams({ node: short(node.iri), hops: 1 });
  if (data.asof) query.set("asof", data.asof);
  const answer = await fetch(`/explore?${query}`, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = JSON.parse(page.getElementById("graph")?.textContent ?? "null");
  if (!found) {
    said.textContent = "The neighbours could not be loaded.";
    return;
  }
  const before = view.nodes.size;
  view.add(found.nodes, found.edges, node.id);
  view.settle({ fit: false });
  view.select(node.id, { move: false });
  const fresh = view.nodes.size - before;
  said.append(fresh ? `; ${fresh} new` : "; all its neighbours are shown", found.truncated ? ", more are left out" : "");
  chosen.add(node.iri);
  remember();
  list(found);
}

function remember() {
  const query = new URLSearchParams(location.search);
  query.delete("node");
  for (const iri of chosen) query.append("node", short(iri));
  query.delete("hide");
  for (const name of hidden) query.append("hide", name);
  history.replaceState(null, "", `?${query}`);
  form.querySelectorAll("input[type=hidden][name=node]").forEach((field) => field.remove());
  for (const iri of chosen) form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "node", value: short(iri) }));
  canvas.dataset.nodes = view.shownNodes().length;
}

// The table below is the equal of the canvas: what is opened there is listed here.
function list(found) {
  const body = document.getElementById("links");
  if (!body) return;
  const names = new Map(found.nodes.map((node) => [node.id, node]));
  const cell = (...content) => {
    const made = document.createElement("td");
    made.append(...content);
    return made;
  };
  const linked = (node) => Object.assign(document.createElement("a"), { href: address(node.iri), textContent: node.label });
  for (const edge of found.edges) {
    const row = document.createElement("tr");
    const [start, end] = [names.get(edge.source), names.get(edge.target)];
    row.append(cell(linked(start)), cell(edge.label), cell(linked(end)), cell(edge.valid_from ?? ""), cell(edge.valid_to ?? ""), cell(edge.status ?? ""));
    const same = [...body.rows].some((other) => [0, 1, 2].every((n) => other.cells[n].textContent === row.cells[n].textContent));
    if (!same) body.append(row);
  }
}

canvas.addEventListener("keydown", (event) => {
  const node = view.nodes.get(view.selected);
  if (event.key.startsWith("Arrow")) view.step(event.key);
  else if (event.key === "Enter" && node) open(node);
  else if (event.key === " " && node) location.href = address(node.iri);
  else if (event.key === "Delete" && node) {
    view.remove(node.id);
    chosen.delete(node.iri);
    remember();
    said.textContent = `${node.label} is hidden`;
  } else if (event.key === "+" || event.key === "=") view.zoom(1.25);
  else if (event.key === "-") view.zoom(0.8);
  else return;
  event.preventDefault();
});
document.getElementById("larger").addEventListener("click", () => view.zoom(1.3));
document.getElementById("smaller").addEventListener("click", () => view.zoom(1 / 1.3));
document.getElementById("fit").addEventListener("click", () => view.fit());
form.addEventListener("change", (event) => {
  if (event.target.name !== "hide") return;
  if (event.target.checked) hidden.add(event.target.value);
  else hidden.delete(event.target.value);
  remember();
  view.settle();
});
form.addEventListener("chosen", () => form.requestSubmit());

// For those who look from outside: where a thing is on the canvas.
canvas.placeOf = (label) => {
  const node = view.shownNodes().find((each) => each.label === label);
  return node ? view.at(node.id) : null;
};
