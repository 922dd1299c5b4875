/* A page that is printed often has a button for it; without scripts the browser's own menu does it. */

for (const button of document.querySelectorAll("button.print")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
