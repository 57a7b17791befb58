/* Light or dark as a reader chose with the switch in the head, before anything is drawn. The device
   counts until then, and again once both are the same. The admin has such a switch too, which keeps
   the choice in the same place. */
(() => {
  const device = matchMedia("(prefers-color-scheme: dark)");
  const ofDevice = () => (device.matches ? "dark" : "light");
  let chosen = null;
  try {
    chosen = localStorage.getItem("theme");
  } catch {
    // Nothing may be kept: the switch is for this page alone.
  }
  if (!["light", "dark"].includes(chosen)) chosen = null;

  const draw = () => {
    document.documentElement.style.colorScheme = chosen ?? "";
    const button = document.querySelector(".scheme");
    button?.setAttribute("aria-pressed", (chosen ?? ofDevice()) === "dark");
  };
  draw();
  document.addEventListener("DOMContentLoaded", draw);
  device.addEventListener("change", draw);
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".scheme")) return;
    const wanted = (chosen ?? ofDevice()) === "dark" ? "light" : "dark";
    chosen = wanted === ofDevice() ? null : wanted;
    try {
      localStorage.setItem("theme", chosen ?? "auto");
    } catch {
      // As above.
    }
    draw();
  });
})();
