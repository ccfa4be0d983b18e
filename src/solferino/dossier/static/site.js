// Opens the card of a sentence beside it. Without this file every link leads to the same card further down the page.
(() => {
  "use strict";
  const links = document.querySelectorAll("a[data-card]");
  if (!links.length) return;

  const pop = document.createElement("aside");
  pop.className = "pop";
  pop.id = "pop";
  pop.setAttribute("aria-label", "Verdict");
  let owner = null, pinned = false, timer = 0;

  const close = () => {
    clearTimeout(timer);
    if (owner) owner.setAttribute("aria-expanded", "false");
    owner = null;
    pinned = false;
    pop.remove();
  };

  const place = (link) => {
    const frame = pop.offsetParent || document.body;
    const box = link.getClientRects()[0], outer = frame.getBoundingClientRect();
    const room = document.documentElement.clientWidth - 16;
    const left = Math.max(8, Math.min(box.left, room - pop.offsetWidth));
    const last = link.getBoundingClientRect();
    pop.style.left = `${left - outer.left}px`;
    pop.style.top = `${last.bottom - outer.top + 6}px`;
  };

  const open = (link) => {
    clearTimeout(timer);
    if (owner === link) return;
    close();
    const card = document.getElementById(link.dataset.card);
    if (!card) return;
    pop.replaceChildren(...Array.from(card.children, (child) => child.cloneNode(true)));
    const more = document.createElement("p");
    const jump = document.createElement("a");
    jump.href = `#${card.id}`;
    jump.textContent = "In full, below";
    jump.addEventListener("click", close);
    more.className = "more";
    more.append(jump);
    pop.append(more);
    link.closest(".s").append(pop);
    owner = link;
    link.setAttribute("aria-expanded", "true");
    place(link);
  };

  const later = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, 180);
  };

  for (const link of links) {
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", "pop");
    link.addEventListener("focus", () => open(link));
    link.addEventListener("pointerenter", (e) => {
      if (e.pointerType === "mouse" && !pinned) later(() => open(link));
    });
    link.addEventListener("pointerleave", (e) => {
      if (e.pointerType === "mouse" && !pinned) later(close);
    });
    link.addEventListener("click", (e) => {
      if (e.ctrlKey || e.metaKey || e.shiftKey || (owner === link && pinned)) return;
      e.preventDefault();
      open(link);
      pinned = true;
    });
  }
  pop.addEventListener("pointerenter", () => clearTimeout(timer));
  pop.addEventListener("pointerleave", (e) => {
    if (e.pointerType === "mouse" && !pinned) later(close);
  });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || !owner) return;
    const back = owner;
    if (pop.contains(document.activeElement)) back.focus();
    close();
  });
  document.addEventListener("focusin", (e) => {
    if (owner && e.target !== owner && !pop.contains(e.target)) close();
  });
  document.addEventListener("pointerdown", (e) => {
    if (owner && !owner.contains(e.target) && !pop.contains(e.target)) close();
  });
  window.addEventListener("resize", close);
})();
