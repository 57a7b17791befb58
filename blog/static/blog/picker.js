/* Papers by what is typed behind [@ in a post's text, and new ones from one box. Without this script
   keys are typed, and papers are added on the page that the text's help leads to. */

const WAIT = 120;
const LOOKED_AT = 300; // letters before the caret
const IN_BRACKETS = /\[(?:[^\][\n]*[\s;(-])?@([^\][\n@;,{}]*)$/u;
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
  const { papers: address, label, add, found, lost } = words;
  let timer = 0;
  let asked = null;
  let place = null; // where the keys of papers that are added go

  const expander = document.createElement("text-expander");
  expander.setAttribute("keys", "[@ @");
  expander.setAttribute("multiword", "@");
  const { parentNode, nextSibling } = source;
  expander.append(source);
  parentNode.insertBefore(expander, nextSibling);
  expander.after(count.parentNode);

  function listOf(papers, typed) {
    const list = element("ul", "", { id: "picker-list", role: "listbox", ariaLabel: label });
    list.append(...papers.map(paperRow));
    if (dialog && typed.isSure) {
      const last = element("li", add, { id: "picker-add", role: "option" });
      last.dataset.adds = typed.text;
      list.append(last);
    }
    return list;
  }

  async function look(typed) {
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ q: typed.text });
    try {
      const answer = await fetch(`${address}?${query}`, {
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
        signal: asked.signal,
      });
      const { papers = [], said } = answer.ok || answer.status === 429 ? await answer.json() : { said: lost };
      count.textContent = papers.length ? found.replace("%s", said) : said;
      return papers;
    } catch {
      return []; // overtaken by the next letter, or there is no way to the site now
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
          const papers = typed.text.trim() ? await look(typed) : [];
          const now = typedKey(source);
          if (now?.text !== typed.text || now.start !== typed.start) return;
          const list = listOf(papers, typed);
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
    else open({ ...typed, before: "", after: "" }, item.dataset.adds);
  });

  expander.addEventListener("text-expander-activate", () => {
    const copy = expander.querySelector("div[aria-hidden] > div"); // its text was not laid out
    if (copy) copy.scrollTop = source.scrollTop;
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

  function open(where, text) {
    place = where;
    const box = dialog.querySelector("textarea");
    box.value = text.trim();
    dialog.querySelector("#picker-problems").replaceChildren();
    told.textContent = "";
    dialog.showModal();
    box.focus();
  }

  async function send(event) {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("[type=submit]");
    let said = [lost];
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
      });
      if (answer.headers.get("Content-Type")?.startsWith("application/json")) {
        const { added, problems } = await answer.json();
        if (added.length) {
          dialog.close();
          take(added);
        }
        said = problems;
      }
    } catch {
      /* There is no way to the site now, which is said; the text stays in the box. */
    }
    button.disabled = false;
    dialog.querySelector("#picker-problems").replaceChildren(...said.map((one) => element("p", one)));
  }

  function take(added) {
    const keys = added.map((one) => one.cite).join("; @");
    put(source, place.start, place.end, `${place.before}${keys}${place.after}`);
    told.textContent = added.flatMap((one) => [one.said, ...one.remarks]).join(" · ");
  }

  dialog?.addEventListener("submit", send);
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
