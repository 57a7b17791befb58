/* Papers by what is typed behind [@ in a post's text, and new ones from one box. Without this script
   keys are typed, and papers are added on the page that the text's help leads to. */

const WAIT = 120;
const LOOKED_AT = 600; // letters before the caret
const LOOKED_UP_AFTER = [3, 5, 10, 20]; // seconds, each after the one before
const IN_BRACKETS = /\[(?:[^\][\n]*[\s;(-])?@((?:10\.\d|doi:|https?:)[^\][\s@{}]*|[^\][\n@;,{}]*)$/iu;
const IN_TEXT = /(?:^|[\s(])@([^\s\][@;,(){}]{2,})$/u;

/* What is typed behind an @ before the caret, and where it begins; null where nothing cites. */
function typedKey(source) {
  const end = source.selectionEnd;
  const before = source.value.slice(Math.max(0, end - LOOKED_AT), end);
  const found = IN_BRACKETS.exec(before) ?? IN_TEXT.exec(before);
  return found && { text: found[1], start: end - found[1].length, end, isSure: before[found.index] === "[" };
}

/* Typed in as if by hand, so that undoing takes it back. */
function put(source, start, end, text) {
  source.focus({ preventScroll: true });
  source.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) {
    source.setRangeText(text, start, end, "end");
    source.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/* The same in place of something, while somebody goes on elsewhere. */
function putBehind(source, typed, text) {
  const isThere = source.value.slice(typed.start, typed.end) === typed.text;
  const start = isThere ? typed.start : source.value.indexOf(`@${typed.text}`) + 1;
  if (!start) return; // what was typed is gone
  const { selectionStart, selectionEnd } = source;
  const active = document.activeElement;
  const end = start + typed.text.length;
  put(source, start, end, text);
  const moved = (place) => (place < end ? place : place + text.length - typed.text.length);
  source.setSelectionRange(moved(selectionStart), moved(selectionEnd));
  if (active !== document.body) active.focus({ preventScroll: true });
}

function element(name, text, parts = {}) {
  const made = Object.assign(document.createElement(name), parts);
  made.append(text);
  return made;
}

function paperRow(paper, number) {
  const row = element("li", "", { id: `picker-${number}`, role: "option" });
  row.dataset.cite = paper.cite;
  const made = [paper.authors, paper.year && `(${paper.year})`].filter(Boolean).join(" ");
  const title = element("span", paper.title, { dir: "auto" });
  row.append(element("b", made || paper.cite), " ", title, " ", element("small", paper.standing));
  return row;
}

function enhance(source, words, dialog) {
  const count = document.querySelector("#picker-count");
  const told = document.querySelector("#picker-added");
  const { papers: address, label, add, addThis, adding, citeThis, found, lost, unanswered } = words;
  let timer = 0;
  let asked = null;
  let place = null; // where the keys of papers that are added go
  let followed = null; // the papers that were added last

  const expander = document.createElement("text-expander");
  expander.setAttribute("keys", "[@ @");
  expander.setAttribute("multiword", "@");
  const { parentNode, nextSibling } = source;
  expander.append(source);
  parentNode.insertBefore(expander, nextSibling);
  expander.after(count.parentNode);

  /* The last row adds an identifier that the library lacks at once, or cites it for who may add
     nothing; else it opens the box. */
  function listOf({ papers = [], adds = "", cites = "", said }, typed) {
    const list = element("ul", "", { id: "picker-list", role: "listbox", ariaLabel: label });
    list.append(...papers.map(paperRow));
    if (typed.isSure && (dialog || cites)) {
      const words = cites ? citeThis : addThis;
      const told = adds ? words.replace("%s", () => adds) : add;
      const last = element("li", told, { id: "picker-add", role: "option" });
      Object.assign(last.dataset, cites ? { cite: cites } : { adds });
      list.append(last);
    }
    list.dataset.said = said ? found.replace("%s", () => said) : "";
    if (!list.childElementCount) count.textContent = said ?? "";
    return list;
  }

  /* What the site answers to a text; without words where the way to it is cut, or was overtaken. */
  async function look(text, signal) {
    const query = new URLSearchParams({ q: text });
    try {
      const answer = await fetch(`${address}?${query}`, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
        signal,
      });
      return answer.ok || answer.status === 429 ? await answer.json() : { said: lost };
    } catch {
      return {};
    }
  }

  /* An answer that was overtaken is never given, so that the list stays until the next one is there. */
  expander.addEventListener("text-expander-change", (event) => {
    const typed = typedKey(source);
    clearTimeout(timer);
    asked?.abort();
    if (!typed) {
      event.detail.provide(Promise.resolve({ matched: false }));
      return;
    }
    event.detail.provide(
      new Promise((resolve) => {
        timer = setTimeout(async () => {
          asked = new AbortController();
          const answer = typed.text.trim() ? await look(typed.text, asked.signal) : {};
          const now = typedKey(source);
          if (now?.text !== typed.text || now.start !== typed.start) return;
          const list = listOf(answer, typed);
          resolve({ matched: list.childElementCount > 0, fragment: list });
        }, WAIT);
      }),
    );
  });

  expander.addEventListener("text-expander-value", (event) => {
    event.preventDefault();
    const { item } = event.detail;
    const typed = typedKey(source);
    expander.dismiss();
    if (!typed) return;
    if (item.dataset.cite) put(source, typed.start, typed.end, item.dataset.cite);
    else if (item.dataset.adds) addAtOnce(typed, item.dataset.adds);
    else open({ ...typed, before: "", after: "" }, typed.text);
  });

  /* What is pasted is looked for as what is typed: the element leaves it alone. */
  source.addEventListener("input", ({ inputType }) => {
    if (inputType !== "insertFromPaste" || !typedKey(source)?.isSure) return;
    source.dispatchEvent(new Event("input", { bubbles: true }));
  });

  expander.addEventListener("text-expander-activate", () => {
    const copy = expander.querySelector("div[aria-hidden] > div"); // its text was not laid out
    if (copy) copy.scrollTop = source.scrollTop;
    count.textContent = expander.querySelector("#picker-list")?.dataset.said ?? ""; // after the last list's end
    requestAnimationFrame(keepInSight);
  });
  expander.addEventListener("text-expander-deactivate", () => (count.textContent = ""));

  /* Above the line of the caret where there is no room below it. */
  function keepInSight() {
    const list = expander.querySelector("#picker-list");
    if (!list) return;
    const bar = document.querySelector(".submit-row")?.getBoundingClientRect().top ?? innerHeight;
    const { bottom, height, top } = list.getBoundingClientRect();
    const line = parseFloat(getComputedStyle(source).lineHeight) || 20;
    if (bottom > Math.min(bar, innerHeight) && top - height - line > 0) {
      list.style.top = `calc(${list.style.top || "0px"} - ${height + line}px)`;
    }
  }

  function open(where, text, problems = []) {
    place = where;
    const box = dialog.querySelector("textarea");
    box.value = text.trim();
    tell(problems);
    told.textContent = "";
    dialog.showModal();
    box.focus();
  }

  function tell(problems) {
    const lines = problems.map((one) => element("p", one));
    dialog.querySelector("#picker-problems").replaceChildren(...lines);
  }

  /* What was added of a text, or what is wrong with it. */
  async function send(text) {
    const form = dialog.querySelector("form");
    const body = new URLSearchParams(new FormData(form));
    body.set("text", text);
    try {
      const headers = { "X-Requested-With": "XMLHttpRequest" };
      const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "manual" });
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) return await answer.json();
    } catch {
      /* There is no way to the site now, which is said; the text stays in the box. */
    }
    return { added: [], problems: [lost] };
  }

  async function sendBox(event) {
    event.preventDefault();
    const button = event.target.querySelector("[type=submit]");
    button.disabled = true;
    const { added, problems } = await send(dialog.querySelector("textarea").value);
    button.disabled = false;
    tell(problems);
    if (!added.length) return;
    dialog.close();
    put(source, place.start, place.end, `${place.before}${keysOf(added)}${place.after}`);
    follow(added);
  }

  async function addAtOnce(typed, name) {
    told.textContent = adding.replace("%s", () => name);
    const { added, problems } = await send(typed.text);
    if (!added.length) {
      open({ ...typed, before: "", after: "" }, typed.text, problems);
      return;
    }
    putBehind(source, typed, keysOf(added));
    follow(added);
  }

  const keysOf = (added) => added.map((one) => one.cite).join("; @");

  /* Says what came, and what registries answer of it in the next seconds. */
  async function follow(added) {
    const lines = added.map((one) => [one.said, ...one.remarks].join(" · "));
    const mine = (followed = {});
    told.textContent = lines.join(" · ");
    for (const seconds of LOOKED_UP_AFTER) {
      if (!added.some((one) => one.waits)) return;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      for (const [number, one] of added.entries()) {
        if (!one.waits || followed !== mine) continue;
        const { papers = [] } = await look(one.cite);
        const [paper] = papers;
        if (paper?.cite !== one.cite || paper.waits) continue;
        one.waits = false;
        lines[number] = `${paper.cite}: ${paper.title} (${paper.standing})`;
      }
      if (followed !== mine) return;
      told.textContent = lines.join(" · ");
    }
    if (added.some((one) => one.waits)) told.textContent = [...lines, unanswered].join(" · ");
  }

  dialog?.addEventListener("submit", sendBox);
  dialog?.querySelector("[data-closes]").addEventListener("click", () => dialog.close());
  dialog?.addEventListener("close", () => source.focus({ preventScroll: true }));
  for (const link of document.querySelectorAll("[data-adds-papers]")) {
    link.addEventListener("click", (event) => {
      if (!dialog) return;
      event.preventDefault();
      const { selectionStart: start, selectionEnd: end } = source;
      open({ start: end, end, before: "[@", after: "]" }, source.value.slice(start, end));
    });
  }
}

const source = document.querySelector("textarea#id_source");
const words = document.querySelector("#picker");
if (source && words) enhance(source, words.dataset, document.querySelector("#picker-dialog"));
