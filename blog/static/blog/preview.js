/* Shows beside a post's text what readers would see of it, made by the site while one writes. */
"use strict";

const AFTER_LAST_KEY = 300;
const LONGEST_PAUSE = 5000;
const WAITING = 30; // seconds, where the site does not say how long

document.addEventListener("DOMContentLoaded", () => {
  const pane = document.querySelector("#preview-pane");
  const button = document.querySelector("#preview-button");
  const frame = pane?.querySelector("iframe");
  const state = document.querySelector("#preview-state");
  if (!pane || !button || !frame) return;
  const form = button.form;
  const { failed, lost, wait } = pane.dataset;
  let timer = 0;
  let asking = null;
  let pause = AFTER_LAST_KEY;
  let isFirst = true;

  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  /* The frame runs no scripts. Its page is put in piece by piece, so that its place stays. */
  function show(html) {
    const made = new DOMParser().parseFromString(html, "text/html");
    for (const link of made.querySelectorAll("a[href]:not([href^='#'])")) {
      link.target = "_blank";
      link.rel = "noopener";
    }
    let page = frame.contentDocument;
    if (isFirst) {
      page.open();
      page.write("<!doctype html><title></title>");
      page.close();
      page = frame.contentDocument;
      page.documentElement.replaceWith(page.adoptNode(made.documentElement));
      isFirst = false;
      return;
    }
    const { scrollLeft, scrollTop } = page.scrollingElement;
    const opened = [...page.querySelectorAll("details")].map((one) => one.open);
    page.documentElement.lang = made.documentElement.lang;
    page.title = made.title;
    page.body.replaceWith(page.adoptNode(made.body));
    [...page.querySelectorAll("details")].forEach((one, index) => {
      one.open = opened[index] ?? one.open;
    });
    page.scrollingElement.scrollTo({ left: scrollLeft, top: scrollTop, behavior: "instant" });
  }

  async function make() {
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    const began = performance.now();
    let html = "";
    try {
      const answer = await fetch(button.formAction, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { "X-Requested-With": "XMLHttpRequest" },
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
      if (answer.ok) show(html);
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
