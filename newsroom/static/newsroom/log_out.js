/* A machine that several people use forgets, at log-out, what its person typed and did not save; it asks first. */

const form = document.getElementById("logout-form");

function kept() {
  try {
    const prefix = `newsroom.kept.${form.dataset.account}.`;
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

form?.addEventListener("submit", (event) => {
  const keys = kept();
  if (keys.length && !confirm(form.dataset.unsaved)) return event.preventDefault();
  keys.forEach((key) => localStorage.removeItem(key));
});
