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
    button.dataset.first ||= button.textContent;
    button.textContent = shown ? "Blur it again" : button.dataset.first;
  });
  // A box drawn on a map of straight degrees: its edges are typed into the form, which asks as if a person had.
  let drag = null;
  const field = (name) => document.querySelector(`form[role="search"] input[name="${name}"]`);
  const typed = (edges) => {
    Object.entries(edges).forEach(([name, value]) => { field(name).value = value; });
    field("east").dispatchEvent(new Event("change", { bubbles: true }));
  };
  const place = (svg, event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [Math.min(Math.max(at.x, 0), svg.viewBox.baseVal.width), Math.min(Math.max(at.y, 0), svg.viewBox.baseVal.height)];
  };
  document.addEventListener("pointerdown", (event) => {
    const svg = event.button === 0 && event.target.closest("svg.boxmap");
    if (!svg) return;
    event.preventDefault();
    svg.querySelectorAll(".box").forEach((old) => old.remove());
    const rect = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "rect"));
    rect.setAttribute("class", "box");
    drag = { svg, rect, from: place(svg, event) };
  });
  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [x, y] = place(drag.svg, event), [a, b] = drag.from;
    const told = { x: Math.min(a, x), y: Math.min(b, y), width: Math.abs(x - a), height: Math.abs(y - b) };
    Object.entries(told).forEach(([name, value]) => drag.rect.setAttribute(name, value));
  });
  document.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { svg, from: [a, b] } = drag, [x, y] = place(svg, event);
    drag = null;
    if (Math.abs(x - a) < 4 || Math.abs(y - b) < 4) return;
    const { south, west, north, east } = Object.fromEntries(Object.entries(svg.querySelector(".area").dataset).map(([k, v]) => [k, Number(v)]));
    const { width, height } = svg.viewBox.baseVal, digits = east - west > 1 ? 2 : 4;
    const lon = (at) => (west + (east - west) * at / width).toFixed(digits), lat = (at) => (north - (north - south) * at / height).toFixed(digits);
    typed({ west: lon(Math.min(a, x)), east: lon(Math.max(a, x)), north: lat(Math.min(b, y)), south: lat(Math.max(b, y)) });
  });
  // Half an edge is no edge, and may make a box that ends before it begins: it is asked when it has been typed.
  document.querySelectorAll(".edges").forEach((edges) => edges.addEventListener("input", (event) => event.stopPropagation()));
  document.addEventListener("click", (event) => {
    const clears = event.target.closest("[data-clears]");
    if (clears) typed(Object.fromEntries(clears.dataset.clears.split(" ").map((name) => [name, ""])));
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
