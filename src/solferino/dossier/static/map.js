// Shows on the map what belongs to one month. Without this file the map shows the whole time, and tables say the rest.
(() => {
  "use strict";
  const form = document.querySelector("form.slide");
  if (!form) return;
  const slider = form.querySelector("input"), told = form.querySelector("output");
  const months = Array.from(form.querySelectorAll("option"), (o) => ({ key: o.dataset.month, name: o.label }));
  const marks = Array.from(document.querySelectorAll("svg.map [data-when]"), (mark) => ({
    mark,
    whole: mark.textContent,
    label: mark.dataset.label,
    dot: mark.matches(".accent:not(.reach), .context:not(.reach)"),
    when: new Map(mark.dataset.when.split(" ").map((w) => [w.slice(0, 7), Number(w.slice(8))])),
  }));

  const show = () => {
    const month = months[Number(slider.value) - 1];
    let total = 0;
    for (const { mark, whole, label, dot, when } of marks) {
      const n = month ? when.get(month.key) || 0 : 1;
      (mark.closest("a") || mark).classList.toggle("off", n === 0);
      if (label) mark.textContent = !month ? whole : n > 1 ? `${label} · ${n}` : label;
      if (dot) total += n;
    }
    const said = month ? `${month.name}: ${total} drawn` : "the whole time";
    told.textContent = said;
    slider.setAttribute("aria-valuetext", said);
    form.dispatchEvent(new CustomEvent("month", { detail: month ? month.key : "" }));
  };

  slider.value = 0;
  slider.addEventListener("input", show);
  slider.setAttribute("aria-valuetext", told.textContent);
  form.hidden = false;
})();
