/* A link at each heading to itself, to take a section's address from. Nothing else needs it. */
(() => {
  const label = document.currentScript.dataset.label;
  for (const heading of document.querySelectorAll("[data-post-body] :is(h2, h3, h4, h5, h6)[id]")) {
    const link = document.createElement("a");
    link.className = "anchor";
    link.href = `#${encodeURIComponent(heading.id)}`;
    link.setAttribute("aria-label", label);
    heading.append(link);
  }
})();
