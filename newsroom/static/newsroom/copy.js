/* A reminder is copied by the press that opens it; without scripts, or where copying is refused, its line stands there
   to be selected. */

async function copied(line) {
  try {
    await navigator.clipboard.writeText(line.textContent);
    return true;
  } catch {
    // Outside HTTPS a browser copies only what is selected.
    getSelection().selectAllChildren(line);
    return document.execCommand("copy");
  }
}

for (const reminder of document.querySelectorAll("details.reminder")) {
  const line = reminder.querySelector(".line");
  const button = reminder.querySelector("button.copy");
  const word = button.textContent;
  const copy = async () => {
    button.textContent = (await copied(line)) ? button.dataset.done : word;
  };
  button.hidden = false;
  button.addEventListener("click", copy);
  reminder.querySelector("summary").addEventListener("click", () => {
    if (!reminder.open) {
      // The line is shown by then, so that it can be selected.
      setTimeout(copy);
    }
  });
}
