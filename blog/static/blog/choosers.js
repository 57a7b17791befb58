/* Gives Django's choosers that search while one types the names of their fields: select2 names them
   by what is chosen alone, and by nothing where nothing is. And the pictures before the boxes that
   search in a list a role, without which their names count for nothing. */
"use strict";

function nameChoosers() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const chooser = select.nextElementSibling?.querySelector("[role=combobox]");
    const chosen = chooser?.querySelector("[role=textbox]");
    const [label] = select.labels;
    if (!label || !chosen) continue;
    label.id ||= `${select.id}-label`;
    chooser.setAttribute("aria-labelledby", `${label.id} ${chosen.id}`);
    chosen.setAttribute("aria-labelledby", label.id);
  }
}

addEventListener("load", () => {
  setTimeout(() => document.querySelectorAll(".search-label-icon").forEach((one) => (one.role = "img")));
  if (!window.django?.jQuery) return;
  django.jQuery(() => setTimeout(nameChoosers)); // select2 may be made later than the page
  django.jQuery(document).on("select2:open", ({ target }) => {
    const field = document.querySelector(".select2-container--open .select2-search__field");
    if (field) field.ariaLabel = target.labels[0]?.textContent ?? "";
  });
});
document.addEventListener("formset:added", () => setTimeout(nameChoosers)); // after Django's own
