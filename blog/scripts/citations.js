/* Previews of cited works. Without this script a citation is a link to its entry, and stays one:
   everything shown here stands in the page, in the entry's <template>. */
(() => {
  const SHOW_AFTER = 150;
  const HIDE_AFTER = 250;
  const preview = document.createElement("div");
  let shown = null;
  let timer = 0;
  let pointer = "";

  preview.className = "preview";
  preview.id = "citation-preview";
  preview.role = "tooltip";
  preview.hidden = true;

  /* A title in the text leads to the paper's page; its id names the entry all the same. */
  function entryOf(link) {
    const inside = link.getAttribute("href").startsWith("#") && link.hash.slice(1);
    const name = inside || link.id.replace(/cite-(.+)-\d+$/, "work-$1");
    return document.getElementById(decodeURIComponent(name));
  }

  const linkAt = (target) => target instanceof Element && target.closest("a.citation");

  function show(link) {
    const entry = entryOf(link);
    if (!entry || entry === link || shown === link) return;
    hide();
    const template = entry.querySelector("template");
    preview.replaceChildren(
      ...(template ? [template.content.cloneNode(true)] : [...entry.cloneNode(true).childNodes]),
    );
    if (!preview.isConnected) (link.closest("main") ?? document.body).append(preview);
    preview.hidden = false;
    link.setAttribute("aria-describedby", preview.id);
    shown = link;
    place(link);
  }

  /* Under the line that the link begins in, or above it where there is more room. */
  function place(link) {
    const line = link.getClientRects()[0];
    const room = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(line.left, room - preview.offsetWidth - 8));
    const under = line.bottom + preview.offsetHeight + 8 < window.innerHeight;
    const top = under ? line.bottom + 6 : line.top - preview.offsetHeight - 6;
    preview.style.left = `${left + window.scrollX}px`;
    preview.style.top = `${Math.max(0, top + window.scrollY)}px`;
  }

  function hide() {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    preview.hidden = true;
    shown = null;
  }

  function later(work, wait) {
    clearTimeout(timer);
    timer = setTimeout(work, wait);
  }

  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
  });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = linkAt(event.target);
    if (link) later(() => show(link), SHOW_AFTER);
    else if (preview.contains(event.target)) clearTimeout(timer);
    else if (shown && shown !== document.activeElement) later(hide, HIDE_AFTER);
    else if (!shown) clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = linkAt(event.target);
    if (link && link.matches(":focus-visible")) show(link);
    else hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  /* A finger's first touch shows the preview, its second one follows the link. */
  document.addEventListener("click", (event) => {
    const link = linkAt(event.target);
    if (link && pointer === "touch" && shown !== link && entryOf(link)) {
      event.preventDefault();
      show(link);
    } else if (!preview.contains(event.target)) {
      hide();
    }
  });
  window.addEventListener("resize", hide);
})();
