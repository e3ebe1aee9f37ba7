// ScenePlayer, part one: words of the interface, safe rich text, and terms that explain themselves.

const RICH = new Set(
  ["P", "EM", "STRONG", "UL", "OL", "LI", "A", "H4", "BLOCKQUOTE", "CODE", "PRE", "HR", "BR", "TABLE", "THEAD", "TBODY", "TR", "TH", "TD"],
);

/** Return t(key, values) and t.count(key, number, values), which read the catalogue of interface words. */
function interfaceWords(all, language) {
  const rules = new Intl.PluralRules(language);
  const t = (key, values) => {
    const text = all[key];
    return text === undefined ? key : text.replace(/\{([a-z_]+)\}/g, (_, name) => String(values[name]));
  };
  t.count = (key, number, values) => t(`${key}.${rules.select(number)}`, { ...values, n: number });
  return t;
}

/** Return a pattern that finds any term, the longest first, as a whole word. */
function termPattern(terms) {
  const keys = Object.keys(terms).sort((a, b) => b.length - a.length);
  if (!keys.length) return null;
  const words = keys.map((key) => key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .map((key) => (/^[a-z]/.test(key) ? `[${key[0]}${key[0].toUpperCase()}]${key.slice(1)}` : key));
  return new RegExp(`\\b(?:${words.join("|")})\\b`, "g");
}

/** Return the key of the glossary behind a word as it stands in a text. */
function termKey(terms, word) {
  return word in terms ? word : word[0].toLowerCase() + word.slice(1);
}

/** A term in a text: a button that shows and hides what it means, straight after it. */
function term(ctx, word) {
  const id = uid();
  const meaning = h("span", { id, class: "sendsim-meaning" }, ` (${ctx.terms[termKey(ctx.terms, word)].replace(/\.$/, "")}) `);
  meaning.hidden = true;
  const button = h("button", { type: "button", class: "sendsim-term", "aria-expanded": "false", "aria-controls": id, click: () => {
    meaning.hidden = !meaning.hidden;
    button.setAttribute("aria-expanded", String(!meaning.hidden));
  } }, word);
  return [button, meaning];
}

/** Split a text at its terms; the first of each on a page becomes a button, and all are noted for the list of words. */
function withTerms(ctx, text, asButtons) {
  if (!ctx.pattern) return [text];
  const parts = [];
  let from = 0;
  for (const found of text.matchAll(ctx.pattern)) {
    const key = termKey(ctx.terms, found[0]);
    const known = ctx.buttons.has(key);
    ctx.found.add(key);
    if (!asButtons || known) continue;
    ctx.buttons.add(key);
    parts.push(text.slice(from, found.index), ...term(ctx, found[0]));
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
}

/**
 * Turn HTML from Python into nodes. Only the plainest elements are copied, no attribute but a web address, so nothing
 * in a text can run, load or style anything.
 */
function rich(ctx, html, asButtons = true) {
  const template = document.createElement("template");
  template.innerHTML = html || "";
  const copy = (from, inside) => [...from.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return withTerms(ctx, node.data, asButtons && !inside);
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    if (!RICH.has(node.tagName)) return copy(node, inside);
    const attrs = {};
    if (node.tagName === "A") {
      const address = node.getAttribute("href") || "";
      if (!/^(https?:|mailto:)/.test(address)) return copy(node, inside);
      Object.assign(attrs, { href: address, class: "govuk-link", rel: "noopener noreferrer external" });
    }
    if (node.tagName === "P") attrs.class = "govuk-body";
    if (node.tagName === "UL" || node.tagName === "OL") attrs.class = "sendsim-points";
    if (node.tagName === "TH") attrs.scope = "col";
    return [h(node.tagName.toLowerCase(), attrs, copy(node, inside || node.tagName === "A" || node.tagName === "H4"))];
  });
  return copy(template.content, false);
}

/** The same, without the paragraph round a single line, for labels and headings. */
function richLine(ctx, html) {
  const nodes = rich(ctx, html, false);
  return nodes.flatMap((node) => (node.nodeType === Node.ELEMENT_NODE && node.tagName === "P" ? [...node.childNodes] : [node]));
}
