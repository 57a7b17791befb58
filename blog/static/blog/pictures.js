/* Puts pictures into a post's text that are chosen, dropped or pasted. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("#picture-box");
  const field = document.querySelector("#id_source");
  const form = field?.form;
  if (!box || !form) return;
  const file = box.querySelector("#picture-file");
  const said = box.querySelector("#picture-said");
  const { address, sending, put, failed } = box.dataset;
  box.querySelector("#picture-hint").hidden = false;

  /* As if it was typed, so that it can be undone. */
  function insert(text) {
    field.focus();
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  /* Pictures that stand alone are figures: each has its own lines. */
  function insertPictures(lines) {
    const before = field.value.slice(0, field.selectionStart);
    const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const start = field.selectionStart + gap.length;
    insert(`${gap}${lines.join("\n\n")}\n\n`);
    field.setSelectionRange(start + 2, start + 2); // between the brackets of the first
  }

  async function send(files) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const one of files) data.append("picture", one, one.name || "picture");
    said.textContent = sending.replace("%s", [...files].map((one) => one.name).join(", "));
    try {
      const answer = await fetch(address, {
        method: "POST",
        body: data,
        headers: { "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
      });
      const told = await answer.json();
      const taken = told.pictures.filter((one) => one.markdown);
      const refused = told.pictures.filter((one) => one.refusal);
      if (taken.length) insertPictures(taken.map((one) => one.markdown));
      const words = refused.map((one) => `${one.file}: ${one.refusal}`);
      said.textContent = [told.said, taken.length ? put : "", ...words].filter(Boolean).join(" ");
    } catch {
      said.textContent = failed;
    }
  }

  box.querySelector("#picture-choose").addEventListener("click", (event) => {
    event.preventDefault();
    file.click();
  });
  file.addEventListener("change", async () => {
    await send([...file.files]);
    file.value = "";
  });

  const pictures = (transfer) =>
    [...(transfer?.files ?? [])].filter((one) => one.type.startsWith("image/"));
  field.addEventListener("dragover", (event) => {
    if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
  });
  field.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault(); // another file would be opened in place of the form
    const found = pictures(event.dataTransfer);
    if (found.length) send(found);
  });
  field.addEventListener("paste", (event) => {
    const found = pictures(event.clipboardData);
    if (!found.length || event.clipboardData.types.includes("text/plain")) return;
    event.preventDefault();
    send(found);
  });
});
