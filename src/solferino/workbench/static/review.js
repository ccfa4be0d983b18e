// Keys, and pictures that stay blurred until asked for. Everything works without: keys press what can be clicked.
"use strict";
(() => {
  const writes = (e) => /^(TEXTAREA|SELECT)$/.test(e.tagName) || (e.tagName === "INPUT" && !/^(checkbox|radio)$/.test(e.type));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (writes(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!found || found.disabled) return;
    event.preventDefault();
    if (writes(found)) found.focus();
    else found.click();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-shows]");
    if (!button) return;
    const shown = document.getElementById(button.dataset.shows).classList.toggle("shown");
    button.setAttribute("aria-pressed", String(shown));
    button.textContent = shown ? "Blur it again" : "Show the picture";
  });
  // An answer once: a second press would be a second decision.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));
  // Somebody reads this all day: after fifty minutes the page says so, once.
  const began = Number(sessionStorage.getItem("began")) || Date.now();
  sessionStorage.setItem("began", String(began));
  const rest = document.getElementById("rest");
  if (rest) setTimeout(() => { rest.hidden = false; sessionStorage.removeItem("began"); }, Math.max(0, began + 3000000 - Date.now()));
})();
