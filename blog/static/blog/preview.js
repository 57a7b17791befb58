/* Shows beside a post's text what readers would see of it, made by the site while one writes. */
"use strict";

const AFTER_LAST_KEY = 300;
const LONGEST_PAUSE = 5000;
const WAITING = 30; // seconds, where the site does not say how long

/* Makes one element like another: what begins and ends alike stays as it is. */
function follow(shown, made) {
  copyAttributes(shown, made);
  const before = [...shown.childNodes];
  const after = [...made.childNodes];
  const least = Math.min(before.length, after.length);
  let start = 0;
  let end = 0;
  while (start < least && before[start].isEqualNode(after[start])) start += 1;
  while (end < least - start && before.at(-1 - end).isEqualNode(after.at(-1 - end))) end += 1;
  const old = before.slice(start, before.length - end);
  const wanted = after.slice(start, after.length - end);
  if (old.length === wanted.length) {
    old.forEach((one, index) => {
      const other = wanted[index];
      if (one.nodeType === 1 && one.nodeName === other.nodeName) follow(one, other);
      else one.replaceWith(other);
    });
    return;
  }
  const next = before[before.length - end] ?? null;
  old.forEach((one) => one.remove());
  wanted.forEach((one) => shown.insertBefore(one, next));
}

/* What a reader opened stays open. */
function copyAttributes(shown, made) {
  for (const { name } of [...shown.attributes]) {
    if (!made.hasAttribute(name) && name !== "open") shown.removeAttribute(name);
  }
  for (const { name, value } of made.attributes) {
    if (shown.getAttribute(name) !== value) shown.setAttribute(name, value);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  const pane = document.querySelector("#preview-pane");
  const button = document.querySelector("#preview-button");
  const state = document.querySelector("#preview-state");
  if (!pane || !button) return;
  const form = button.form;
  const { failed, lost, wait } = pane.dataset;
  let timer = 0;
  let asking = null;
  let pause = AFTER_LAST_KEY;
  let frame = null;
  let shownForm = "";

  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  /* The frame runs no scripts. Its page is made anew only where it differs, so that what a reader
     looks at stays in its place, and a long text keeps nobody from typing. */
  function show(html) {
    const made = new DOMParser().parseFromString(html, "text/html");
    for (const link of made.querySelectorAll("a[href]:not([href^='#'])")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    if (!frame) {
      pane.append(pane.querySelector("template").content.cloneNode(true));
      frame = pane.querySelector("iframe");
      const page = frame.contentDocument;
      page.open();
      page.write("<!doctype html><title></title>");
      page.close();
      page.documentElement.replaceWith(made.documentElement);
    } else {
      const page = frame.contentDocument;
      page.title = made.title;
      copyAttributes(page.documentElement, made.documentElement);
      follow(page.body, made.body);
    }
  }

  async function make() {
    asking?.abort();
    const typed = new URLSearchParams(new FormData(form)).toString();
    if (typed === shownForm) return;
    const mine = new AbortController();
    asking = mine;
    const began = performance.now();
    let html = "";
    try {
      const answer = await fetch(button.formAction, {
        method: "POST",
        body: typed,
        headers: {
          "Content-Type": "application/x-www-form-urlencoded",
          "X-Requested-With": "XMLHttpRequest",
        },
        redirect: "manual",
        signal: mine.signal,
      });
      if (answer.status === 429) {
        const seconds = Number(answer.headers.get("Retry-After")) || WAITING;
        later(seconds * 1000);
        say(wait.replace("%s", seconds));
        return;
      }
      html = answer.ok ? await answer.text() : "";
      if (mine !== asking) return;
      if (answer.ok) {
        show(html);
        shownForm = typed;
      }
      say(answer.ok ? "" : answer.type === "opaqueredirect" || answer.status === 403 ? lost : failed);
    } catch (error) {
      if (error.name !== "AbortError") say(failed);
      return;
    }
    /* What takes long to make is made less often: a key that comes first makes it anew. */
    pause = Math.min(LONGEST_PAUSE, Math.max(AFTER_LAST_KEY, 2 * (performance.now() - began)));
  }

  function later(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(make, milliseconds);
  }

  function turn(isOpen) {
    pane.hidden = !isOpen;
    document.querySelector(".post-columns").classList.toggle("has-preview", isOpen);
    button.setAttribute("aria-expanded", isOpen);
    clearTimeout(timer);
    if (!isOpen) {
      asking?.abort();
      return;
    }
    pane.scrollIntoView({ block: "nearest" });
    make();
  }

  button.setAttribute("aria-controls", pane.id);
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // in a tab of its own
    event.preventDefault();
    turn(pane.hidden);
  });
  document.querySelector("#preview-close").addEventListener("click", () => {
    turn(false);
    button.focus();
  });
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      if (!pane.hidden) later(pause);
    });
  }
});
