/* Keys for the queue of comments: each presses a button that is on the page anyway. */
"use strict";

const PLACE = "queue-place";
const OFF = "queue-keys-off";
const entries = () => [...document.querySelectorAll(".queue-entry")];
let place = 0;

function show(wanted) {
  const all = entries();
  if (!all.length) return;
  place = Math.max(0, Math.min(wanted, all.length - 1));
  all.forEach((entry, index) => entry.classList.toggle("is-current", index === place));
  all[place].scrollIntoView({ block: "nearest" });
}

function press(selector) {
  const button = document.querySelector(selector);
  if (!button) return;
  sessionStorage.setItem(PLACE, `${location.href} ${place}`);
  button.click();
}

function select() {
  const box = entries()[place]?.closest("tr")?.querySelector("input.action-select");
  if (box) box.click();
}

function isTyping(target) {
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox])");
}

/* Whoever speaks to the machine can turn the keys off (WCAG 2.1.4). */
const keysAreOn = () => localStorage.getItem(OFF) === null;

function offerSwitch() {
  const box = document.querySelector("#queue-keys-on");
  if (!box) return;
  box.hidden = false;
  box.checked = keysAreOn();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "1");
  });
}

document.addEventListener("keydown", (event) => {
  const isOther = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
  if (!keysAreOn() || isOther || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "j") show(place + 1);
  else if (key === "k") show(place - 1);
  else if (key === "x") select();
  else if (key === "u") press('[data-key="u"]');
  else if ("asr".includes(key)) press(`.queue-entry.is-current [data-key="${key}"]`);
});

document.addEventListener("DOMContentLoaded", () => {
  offerSwitch();
  if (!entries().length) return;
  const [address, kept] = (sessionStorage.getItem(PLACE) || "").split(" ");
  show(address === location.href ? Number(kept) : 0);
});
