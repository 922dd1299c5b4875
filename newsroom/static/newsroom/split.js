/* The split page without scripts is whole; with them the text follows the card that one works on. */
"use strict";

const column = document.querySelector(".page-text-scroll");
const cards = document.querySelectorAll(".card");

function show(item) {
  document.querySelectorAll(".passage.current").forEach((passage) => passage.classList.remove("current"));
  document.querySelectorAll(`.passage[data-item="${item}"]`).forEach((passage) => passage.classList.add("current"));
  const first = document.getElementById(`passage-${item}`);
  // On a telephone the text stands below the cards, and does not scroll by itself.
  if (first && column.scrollHeight > column.clientHeight + 1) {
    column.scrollTo({ top: first.offsetTop - column.offsetTop - 12, behavior: "smooth" });
  }
}

cards.forEach((card) => {
  card.addEventListener("focusin", () => show(card.dataset.item));
  card.addEventListener("click", () => show(card.dataset.item));
});

document.querySelectorAll(".card .number").forEach((link) => {
  link.addEventListener("click", (event) => {
    if (getComputedStyle(column).overflowY === "auto") {
      event.preventDefault();
      show(link.closest(".card").dataset.item);
    }
  });
});

document.querySelectorAll(".passage[data-item]").forEach((passage) => {
  passage.addEventListener("click", () => {
    if (!String(getSelection())) {
      location.hash = `card-${passage.dataset.item}`;
      show(passage.dataset.item);
    }
  });
});

const ticks = document.querySelectorAll(".tick input");
const count = document.querySelector("[data-ticked]");

ticks.forEach((tick) =>
  tick.addEventListener("change", () => {
    tick.closest(".card").classList.toggle("unticked", !tick.checked);
    count.textContent = [...ticks].filter((other) => other.checked).length;
  }),
);
