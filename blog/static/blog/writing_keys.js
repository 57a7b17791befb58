/* Keys of a post's form; each presses a button that is on the page anyway. */
"use strict";

document.addEventListener("keydown", (event) => {
  const isAlone = event.altKey || event.shiftKey || event.ctrlKey === event.metaKey;
  if (isAlone || event.isComposing) return;
  const key = event.key.toLowerCase();
  const isInText = event.target.matches?.("#id_source");
  if (key !== "s" && !(isInText && "bik".includes(key))) return;
  const button = document.querySelector(`.post-bar [data-key="${key}"], .post-tools [data-key="${key}"]`);
  if (!button) return;
  event.preventDefault();
  if (!event.repeat) button.click();
});
