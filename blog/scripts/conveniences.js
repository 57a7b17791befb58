/* What a post's page has for who has scripts: at each heading a link to itself, to take a section's
   address from; beside code a button that copies it; after the text one that copies the post's
   address, and where the browser has a sheet of its own to share, one that opens it. Their words are
   no text of the page, in which quotations look for their places. */
(() => {
  const words = document.currentScript.dataset;
  const body = document.querySelector("[data-post-body]");
  if (!body || !words.heading) return;

  for (const heading of body.querySelectorAll(":is(h2, h3, h4, h5, h6)[id]")) {
    const link = document.createElement("a");
    link.className = "anchor";
    link.href = `#${encodeURIComponent(heading.id)}`;
    link.setAttribute("aria-label", words.heading);
    heading.append(link);
  }

  const addButton = (place, label, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "convenience";
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => act(button));
    place.append(button);
  };
  const addCopying = (place, label, text) =>
    addButton(place, label, async (button) => {
      await navigator.clipboard.writeText(text);
      button.setAttribute("aria-label", words.copied);
      setTimeout(() => button.setAttribute("aria-label", label), 2000);
    });
  const frameOf = (pre) => {
    if (pre.parentNode.matches(".highlight")) return pre.parentNode;
    const frame = document.createElement("div");
    frame.className = pre.className;
    pre.replaceWith(frame);
    frame.append(pre);
    return frame;
  };

  // Both are refused to pages that came over plain HTTP.
  if (navigator.clipboard) {
    for (const pre of body.querySelectorAll("pre:has(> code)")) {
      const frame = frameOf(pre);
      frame.classList.add("with-copy");
      addCopying(frame, words.copy, pre.textContent);
    }
  }
  const sharing = document.querySelector(".sharing");
  if (!sharing) return;
  const url = document.querySelector("link[rel=canonical]").href;
  const addPlace = () => sharing.appendChild(document.createElement("li"));
  if (navigator.clipboard) addCopying(addPlace(), words.link, url);
  if (navigator.share) {
    const title = document.querySelector("h1").textContent;
    // Who closes the sheet is told nothing.
    addButton(addPlace(), words.sheet, () => navigator.share({ title, url }).catch(() => {}));
  }
})();
