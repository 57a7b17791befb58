/* Titles while somebody types in a box of the search. Without this script a box sends its words. */
(() => {
  const WAIT = 180;
  const SHORTEST = 2;

  function enhance(form, number) {
    const input = form.querySelector("input[type=search]");
    const list = document.createElement("ul");
    let asked = "";
    let timer = 0;
    let waiting = null;

    list.className = "titles-found";
    list.id = `titles-found-${number}`;
    list.role = "listbox";
    list.ariaLabel = input.ariaLabel;
    list.hidden = true;
    input.after(list);
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    input.ariaExpanded = "false";
    input.setAttribute("aria-controls", list.id);

    function choose(option) {
      list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    }

    function open(is) {
      list.hidden = !is;
      input.ariaExpanded = String(is);
      if (!is) choose(null);
    }

    function show([, titles, kinds, addresses]) {
      list.replaceChildren(
        ...titles.map((title, index) => {
          const option = document.createElement("li");
          const name = document.createElement("span");
          const kind = document.createElement("small");
          option.id = `${list.id}-${index}`;
          option.role = "option";
          option.ariaSelected = "false";
          option.dataset.address = addresses[index];
          name.dir = "auto";
          name.textContent = title;
          kind.textContent = kinds[index];
          option.append(name, kind);
          return option;
        }),
      );
      choose(null);
      open(titles.length > 0 && document.activeElement === input);
    }

    async function ask() {
      const typed = input.value.trim();
      if (typed === asked) return;
      asked = typed;
      waiting?.abort();
      if (typed.length < SHORTEST) {
        open(false);
        return;
      }
      waiting = new AbortController();
      try {
        const fields = new URLSearchParams(new FormData(form));
        const answer = await fetch(`${form.action}titles/?${fields}`, { signal: waiting.signal });
        if (answer.ok) show(await answer.json());
      } catch {
        /* Gone, or overtaken by the next letter: the box still sends its words. */
      }
    }

    function move(step) {
      const options = [...list.children];
      const at = options.findIndex((one) => one.ariaSelected === "true");
      const next = at < 0 && step < 0 ? options.length - 1 : at + step;
      choose(options[next] ?? null);
    }

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || list.hidden) return;
      const chosen = list.querySelector("[aria-selected=true]");
      if (event.key === "ArrowDown") move(1);
      else if (event.key === "ArrowUp") move(-1);
      else if (event.key === "Escape") open(false);
      else if (event.key === "Enter" && chosen) location.assign(chosen.dataset.address);
      else return;
      event.preventDefault();
    });
    input.addEventListener("focus", () => open(list.childElementCount > 0 && input.value.trim() === asked));
    input.addEventListener("blur", () => open(false));
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) location.assign(option.dataset.address);
    });
  }

  document.querySelectorAll("form[role=search]").forEach(enhance);
})();
