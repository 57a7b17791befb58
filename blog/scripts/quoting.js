/* "Comment on this": what is selected in the post becomes the quotation of a comment, word for
   word. Without this script a reader quotes by hand. */
(() => {
  const MOST = 1000;
  const WAIT = 250;
  const body = document.querySelector("[data-post-body]");
  const form = document.querySelector("form.comment-form");
  const parts = document.querySelector("#quote-parts");
  const field = form && form.querySelector("input[name=quote]");
  if (!body || !field || !parts) return;
  const offer = parts.content.querySelector(".quote-offer").cloneNode(true);
  const shown = parts.content.querySelector(".quoted").cloneNode(true);
  const text = form.querySelector("textarea");
  let words = "";
  let timer = 0;

  const isWord = (character) => /[\p{L}\p{M}\p{N}_]/u.test(character || "");
  const hasNoBlanks = (character) =>
    /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]/u.test(character);
  const isInsideWord = (all, place) =>
    isWord(all[place - 1]) && isWord(all[place]) && !hasNoBlanks(all[place - 1] + all[place]);

  /* The words of a range without the notes that stand in its midst, as the server reads them. */
  function wordsOf(range) {
    const part = range.cloneContents();
    for (const note of part.querySelectorAll(".note")) note.remove();
    return part.textContent;
  }

  /* The text nodes as they are, as the server reads them; a word is quoted whole. */
  function selectedWords(range) {
    const all = document.createRange();
    all.selectNodeContents(body);
    const before = all.cloneRange();
    before.setEnd(range.startContainer, range.startOffset);
    const full = all.toString();
    const begun = before.toString().length;
    const ended = begun + range.toString().length;
    let start = begun;
    let end = ended;
    while (start > 0 && isInsideWord(full, start)) start -= 1;
    while (end < full.length && isInsideWord(full, end)) end += 1;
    const selected = full.slice(start, begun) + wordsOf(range) + full.slice(ended, end);
    return selected.replace(/\s+/g, " ").trim();
  }

  function selectedRange() {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    if (!body.contains(range.startContainer)) return null;
    if (!body.contains(range.endContainer)) range.setEnd(body, body.childNodes.length);
    return range;
  }

  /* The button comes next after the selection for whoever tabs on from there. */
  function look() {
    if (offer.contains(document.activeElement)) return;
    offer.remove();
    const range = selectedRange();
    words = range ? selectedWords(range) : "";
    if (words.length < 2 || words.length > MOST) return;
    let block = range.endContainer;
    while (block.parentNode !== body && block !== body) block = block.parentNode;
    if (block === body) body.append(offer);
    else block.after(offer);
  }

  function show() {
    shown.querySelector("p").textContent = field.value;
    if (field.value) form.prepend(shown);
    else shown.remove();
  }

  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.querySelector("button").addEventListener("click", () => {
    field.value = words;
    show();
    offer.remove();
    text.focus();
  });
  shown.querySelector("button").addEventListener("click", () => {
    field.value = "";
    show();
    text.focus();
  });
  offer.addEventListener("focusout", () => setTimeout(look));
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  window.addEventListener("pageshow", show);
})();
