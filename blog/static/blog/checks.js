/* Has the text of a post checked while it is written, and leads to the lines that are named. */
"use strict";

const PAUSE = 1500;
const FIELDS = ["title", "source", "language", "nocite", "tags"];

/* How far down a line begins, as the field wraps its text. */
function topOf(field, end) {
  const copy = document.createElement("div");
  const style = getComputedStyle(field);
  for (const name of ["font", "letterSpacing", "padding", "tabSize", "textIndent"]) {
    copy.style[name] = style[name];
  }
  copy.style.cssText += "position:absolute;visibility:hidden;box-sizing:border-box";
  copy.style.whiteSpace = "pre-wrap";
  copy.style.overflowWrap = "break-word";
  copy.style.width = `${field.clientWidth}px`;
  copy.textContent = `${field.value.slice(0, end)}.`;
  document.body.append(copy);
  const top = copy.scrollHeight;
  copy.remove();
  return top;
}

function goToLine(field, number) {
  const lines = field.value.split("\n");
  const before = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const start = Math.min(before, field.value.length);
  field.focus();
  field.setSelectionRange(start, start + (lines[number - 1] ?? "").length);
  field.scrollTop = Math.max(0, topOf(field, start) - field.clientHeight / 3);
  field.scrollIntoView({ block: "nearest" });
}

/* Django puts the focus on a form's first button, which here publishes: Enter must not press it. */
addEventListener("load", () => {
  const question = document.querySelector("#asked-works");
  if (!question) return;
  question.tabIndex = -1;
  question.focus();
});

document.addEventListener("DOMContentLoaded", () => {
  const panel = document.querySelector("#checks");
  const field = document.querySelector("#id_source");
  const form = field?.form;
  if (!panel || !form) return;
  const found = panel.querySelector("#checks-found");
  const said = panel.querySelector("#checks-said");
  const { address, post, failed } = panel.dataset;
  let timer = null;
  let asking = null;
  let last = null;

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    goToLine(field, Number(link.dataset.line));
  });

  const typed = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const isWanted = FIELDS.includes(name) || /^bylines-\d+-(author|DELETE)$/.test(name);
      if (isWanted && typeof value === "string") data.append(name, value);
    }
    return data;
  };

  const say = (words) => {
    if (said.textContent !== words) said.textContent = words;
  };

  async function check() {
    const data = typed();
    const now = data.toString();
    if (now === last) return;
    asking?.abort();
    const mine = (asking = new AbortController());
    data.set("_post", post);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
        signal: mine.signal,
      });
      if (answer.ok) {
        last = now;
        found.innerHTML = await answer.text();
        say(found.querySelector(".findings-state")?.textContent ?? "");
      } else {
        const wait = Number(answer.headers.get("Retry-After"));
        if (answer.status === 429 && wait) soon(wait * 1000);
        else say(failed);
      }
    } catch {
      if (!mine.signal.aborted) say(failed);
    }
  }

  function soon(pause = PAUSE) {
    clearTimeout(timer);
    timer = setTimeout(check, pause);
  }

  panel.querySelector("[type=submit]").addEventListener("click", (event) => {
    event.preventDefault();
    last = null;
    soon(0);
  });
  form.addEventListener("input", () => soon());
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    asking?.abort();
  });
});
