/* Keeps what is typed into a post's form for whoever types it, until it is saved. */
"use strict";

const EVERY = 10000;
const REST = 200; // after the last key, until the form is compared: a long text takes a while

document.addEventListener("DOMContentLoaded", () => {
  const name = document.querySelector("input[name=unsaved_form]");
  const form = name?.form;
  const state = document.querySelector("#unsaved-state");
  if (!form || !state) return;
  const { address, post, changed, kept, lost } = name.dataset;
  const saved = state.textContent;

  const typed = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    data.delete("unsaved_form");
    return new URLSearchParams(data).toString();
  };

  /* A form that came back with faults, or that was gone on with, is not saved either. */
  const isBack = document.querySelector(".errornote, .errorlist, .difference") !== null;
  let opened = isBack ? null : typed();
  let last = opened;
  let isLeaving = false;
  let sending = null;

  const isUnsaved = () => !isLeaving && typed() !== opened;
  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  async function keep() {
    const now = typed();
    if (sending || isLeaving || now === last || now === opened) return;
    const data = new FormData(form);
    data.set("_turn", Date.now());
    data.set("_post", post);
    sending = new AbortController();
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: new URLSearchParams(data),
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
        signal: sending.signal,
      });
      if (answer.status === 410) {
        name.value = crypto.randomUUID?.() ?? `again-${Date.now()}`; // saved, and typed into again
      } else if (answer.ok) {
        last = now;
        const { kept: at } = await answer.json();
        say(kept.replace("%s", at));
      } else if (answer.status === 429) {
        say(changed);
      } else {
        say(lost);
      }
    } catch {
      if (!isLeaving) say(lost);
    }
    sending = null;
  }

  /* A key is said to change something; once fingers rest, whether it did. */
  let resting = 0;
  form.addEventListener("input", () => {
    if (!isLeaving) say(changed);
    clearTimeout(resting);
    resting = setTimeout(() => isUnsaved() || say(saved), REST);
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.formTarget) return; // a preview in a tab of its own
    isLeaving = true;
    sending?.abort();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) isLeaving = false;
  });
  addEventListener("beforeunload", (event) => {
    if (isUnsaved()) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
  setInterval(keep, EVERY);
  if (isBack) keep();
});
