// The SPARQL editor: highlighting, completion from the ontology, errors at their place. The form still submits.

import { acceptCompletion, autocompletion } from "@codemirror/autocomplete";
import { linter, setDiagnostics } from "@codemirror/lint";
import { EditorView, basicSetup } from "codemirror";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

const { terms, prefixes, error } = JSON.parse(document.getElementById("terms").textContent);
const field = document.getElementById("query");
const form = field.form;

const options = terms.map(([name, label, kind]) => ({
  label: name,
  displayLabel: name,
  detail: label === name ? "" : label,
  type: kind === "class" ? "class" : kind === "code" ? "enum" : "property",
}));
const words = "SELECT DISTINCT WHERE FILTER OPTIONAL UNION GROUP BY ORDER DESC ASC LIMIT OFFSET VALUES BIND COUNT CONSTRUCT DESCRIBE ASK EXISTS NOT MINUS GRAPH HAVING"
  .split(" ")
  .map((label) => ({ label, type: "keyword" }));

// A name is offered by its CURIE and by its label: "Per" and "pol:Per" both find pol:Person.
function complete(context) {
  const before = context.matchBefore(/[?$]?[\w:-]+/);
  if ((!before && !context.explicit) || before?.text.startsWith("?")) return variables(context, before);
  const from = before?.from ?? context.pos;
  const text = (before?.text ?? "").toLowerCase();
  const found = options.filter((each) => each.label.toLowerCase().includes(text) || each.detail.toLowerCase().startsWith(text));
  return { from, options: [...found, ...words.filter((each) => each.label.toLowerCase().startsWith(text))], filter: false };
}

function variables(context, before) {
  if (!before) return null;
  const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
  names.delete(before.text);
  return { from: before.from, options: [...names].map((label) => ({ label, type: "variable" })) };
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool], color: "var(--bad)" },
]);

const looks = EditorView.theme({
  ".cm-content": { fontFamily: "var(--code)", minHeight: "13rem", caretColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--sunk)", color: "var(--soft)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--wash) 55%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "color-mix(in srgb, var(--accent) 25%, transparent) !important" },
  ".cm-tooltip": { background: "var(--raised)", border: "1px solid var(--strong-rule)", borderRadius: "6px", color: "var(--ink)" },
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": { background: "var(--wash)", color: "var(--ink)" },
  ".cm-completionDetail": { color: "var(--soft)", fontStyle: "normal" },
  ".cm-matchingBracket": { background: "var(--wash) !important", outline: "1px solid var(--accent)" },
});

const run = () => {
  form.requestSubmit();
  return true;
};

const view = new EditorView({
  doc: field.value,
  extensions: [
    Prec.highest(keymap.of([{ key: "Mod-Enter", run }, { key: "Tab", run: acceptCompletion }])),
    basicSetup,
    sparql(),
    syntaxHighlighting(colours),
    looks,
    EditorView.lineWrapping,
    EditorState.tabSize.of(2),
    EditorView.contentAttributes.of({ "aria-label": "Query", "aria-multiline": "true" }),
    autocompletion({ override: [complete], activateOnTyping: true }),
    linter(null),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) field.value = update.state.doc.toString();
    }),
  ],
});
field.hidden = true;
field.after(view.dom);
field.labels[0]?.remove();

if (error?.line) {
  const line = view.state.doc.line(Math.min(error.line, view.state.doc.lines));
  const from = Math.min(line.from + (error.column ?? 1) - 1, line.to);
  const word = line.text.slice(from - line.from).match(/^[\w:?$-]+/)?.[0].length ?? 1;
  const mark = { from, to: Math.min(from + word, view.state.doc.length), severity: "error", message: error.message };
  view.dispatch(setDiagnostics(view.state, [mark]), { selection: { anchor: from } });
}

// Prefixes that the text uses and does not declare are known to the server; the list says which there are.
view.dom.title = "";
view.dom.dataset.prefixes = Object.keys(prefixes).join(" ");
