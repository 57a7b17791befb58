"""Data that a framed page's scripts read, held by the page itself: no such page may ask anything of
the network (`FRAME_SOURCES`), and what it reads from its own site is known when it is copied.
"""

import json
import re
from collections.abc import Mapping

DOCTYPE = re.compile(
    r"\A(?:[\s\ufeff]|<!--(?:[^-]++|-(?!->))*+-->)*+<!doctype\b[^<>]{0,500}>", re.I
)
GIVES = """(texts => {
const place = at => new URL(at, document.baseURI).href;
const held = new Map(Object.entries(texts).map(([at, text]) => [place(at), text]));
const found = at => { try { return held.get(place(at)); } catch { return undefined; } };
const ask = self.fetch;
self.fetch = (what, how) => {
  const text = found(what?.url ?? what);
  return text === undefined ? ask(what, how) : Promise.resolve(new Response(text));
};
const { open, send } = XMLHttpRequest.prototype;
XMLHttpRequest.prototype.open = function (method, at, ...more) {
  this.held = found(at);
  return open.call(this, method, at, ...more);
};
XMLHttpRequest.prototype.send = function (body) {
  const text = this.held;
  if (text === undefined) return send.call(this, body);
  let response = text;
  if (this.responseType === "json") response = JSON.parse(text);
  if (this.responseType === "arraybuffer") response = new TextEncoder().encode(text).buffer;
  const told = { readyState: 4, status: 200, statusText: "OK", responseText: text, response };
  for (const [name, value] of Object.entries(told)) Object.defineProperty(this, name, { value });
  setTimeout(() => {
    const events = ["readystatechange", "load", "loadend"];
    events.forEach(one => this.dispatchEvent(new ProgressEvent(one)));
  });
};
})"""
"""Answers `fetch` and `XMLHttpRequest` for addresses whose texts are held, and asks for others."""


def with_held_data(page: str, texts: Mapping[str, str]) -> str:
    """The page with the texts of these addresses, which are written as its scripts write them."""
    held = json.dumps(dict(sorted(texts.items())), ensure_ascii=False).replace("<", "\\u003c")
    at = doctype.end() if (doctype := DOCTYPE.match(page)) else 0
    return f"{page[:at]}<script>{GIVES}({held})</script>{page[at:]}"
