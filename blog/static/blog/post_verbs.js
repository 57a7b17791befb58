/* Publishing says that it schedules, as soon as a date to come is typed. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".post-bar [data-schedule]");
  const date = document.querySelector("#id_published_at");
  if (!button || !date) return;
  const { publish, schedule, now } = button.dataset;
  const opened = Date.parse(`${now.slice(0, 16).replace(" ", "T")}Z`) - performance.now();

  /* Both by the clocks of the site, so that they are compared as texts. */
  const siteNow = () => new Date(opened + performance.now()).toISOString().slice(0, 16).replace("T", " ");
  const typed = () => {
    const parts = date.value.trim().match(/^(\d{4})-(\d{1,2})-(\d{1,2})[T ]+(\d{1,2}):(\d{2})/);
    if (!parts) return "";
    const [year, month, day, hour, minute] = parts.slice(1).map((part) => part.padStart(2, "0"));
    return `${year}-${month}-${day} ${hour}:${minute}`;
  };
  const say = () => {
    button.textContent = typed() > siteNow() ? schedule : publish;
  };
  date.addEventListener("input", say);
  say();
});
