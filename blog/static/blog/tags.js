/* Offers tags while a post's tags are typed. Without this script they are plain text. */
"use strict";

const TAGS_WAIT = 150;

document.addEventListener("DOMContentLoaded", () => {
  const input = document.querySelector("#id_tags");
  if (!input?.dataset.names) return;
  const address = input.dataset.names;
  const list = document.createElement("ul");
  let timer = 0;
  let waiting = null;
  let asked = "";

  list.className = "tags-offered";
  list.id = "tags-offered";
  list.role = "listbox";
  list.ariaLabel = document.querySelector("label[for=id_tags]")?.textContent ?? "";
  list.hidden = true;
  input.after(list);
  input.role = "combobox";
  input.autocomplete = "off";
  input.ariaAutoComplete = "list";
  input.ariaExpanded = "false";
  input.setAttribute("aria-controls", list.id);

  /* The name around the caret: where it begins and ends. */
  function piece() {
    const { value, selectionStart: caret } = input;
    const start = value.lastIndexOf(",", caret - 1) + 1;
    const end = value.indexOf(",", caret);
    return [start, end < 0 ? value.length : end];
  }

  const typed = () => {
    const [start, end] = piece();
    return input.value.slice(start, end).trim();
  };
  const options = () => [...list.children];
  const chosen = () => list.querySelector("[aria-selected=true]");

  function choose(option) {
    chosen()?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function open(is) {
    list.hidden = !is;
    input.ariaExpanded = String(is);
    if (!is) choose(null);
  }

  function take(option) {
    const [start, end] = piece();
    const rest = input.value.slice(end).replace(/^,?\s*/, "");
    const before = input.value.slice(0, start).trimEnd();
    const words = `${before}${before ? " " : ""}${option.dataset.written}, `;
    input.value = words + rest;
    input.setSelectionRange(words.length, words.length);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    clearTimeout(timer);
    open(false);
  }

  function show(tags) {
    list.replaceChildren(
      ...tags.map((tag, index) => {
        const option = document.createElement("li");
        const name = document.createElement("span");
        const posts = document.createElement("small");
        option.id = `${list.id}-${index}`;
        option.role = "option";
        option.ariaSelected = "false";
        option.dataset.written = tag.written;
        name.dir = "auto";
        name.textContent = tag.name;
        posts.textContent = tag.posts;
        option.append(name, " ", posts);
        return option;
      }),
    );
    choose(null);
    open(tags.length > 0 && document.activeElement === input);
  }

  async function ask() {
    const words = typed();
    asked = words;
    waiting?.abort();
    if (!words) return open(false);
    waiting = new AbortController();
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`, {
        signal: waiting.signal,
        redirect: "manual",
      });
      if (answer.ok && words === asked) show((await answer.json()).tags);
    } catch {
      /* the field goes on as plain text */
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, TAGS_WAIT);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    if (event.isComposing || list.hidden || !all.length) return;
    const place = all.indexOf(chosen());
    if (event.key === "ArrowDown") choose(all[(place + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[place <= 0 ? all.length - 1 : place - 1]);
    else if (event.key === "Escape") open(false);
    else if (event.key === "Enter" && chosen()) take(chosen());
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", () => open(false));
});
