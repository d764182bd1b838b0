// Opens a file of a graph program and prints what that program finds in it, as JSON.
import { readFileSync } from "node:fs";

const [kind, path] = process.argv.slice(2);
const text = readFileSync(path, "utf8");
const readers = { cyjs, gexf: graphology("graphology-gexf"), graphml: graphology("graphology-graphml") };
console.log(JSON.stringify(await readers[kind](text)));

async function cyjs(data) {
  const { default: cytoscape } = await import("cytoscape");
  const cy = cytoscape({ headless: true });
  cy.json(JSON.parse(data));
  return {
    nodes: cy.nodes().map((node) => [node.id(), node.data("label"), node.position("x"), node.position("y")]),
    edges: cy.edges().map((edge) => [edge.id(), edge.source().id(), edge.target().id(), edge.data("label") ?? ""]),
  };
}

function graphology(name) {
  return async (data) => {
    const { MultiDirectedGraph } = (await import("graphology")).default;
    const { parse } = (await import(name)).default;
    const graph = parse(MultiDirectedGraph, data);
    return {
      nodes: graph.mapNodes((id, attributes) => [id, attributes.label, attributes.x, attributes.y]),
      edges: graph.mapEdges((id, attributes, source, target) => [id, source, target, attributes.label ?? ""]),
    };
  };
}
