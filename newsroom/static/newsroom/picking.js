// A picker takes only an answer to what is typed. Its library leaves the last answer on the screen, with its first row
// marked, until the next one is there; Enter meanwhile would pick somebody who was not asked for.

{
  const $ = django.jQuery;
  const EMPTY = "";

  $(document).on("select2:open", ({ target }) => {
    const picker = $(target).data("select2");
    if (!picker || picker.takesOnlyAnswers) return;
    picker.takesOnlyAnswers = true;
    picker.on("query", () => {
      picker.answered = null;
      picker.$results.find(".select2-results__option").not(".loading-results").remove();
    });
    picker.on("results:all", ({ query }) => {
      picker.answered = query.term ?? EMPTY;
    });
  });

  // Before the library hears of the key. What was typed without its notice, as by a paste after Enter, is asked for now.
  document.addEventListener(
    "keydown",
    (event) => {
      const field = event.target.closest?.(".select2-search__field");
      if (event.key !== "Enter" || event.isComposing || !field) return;
      const picker = openPicker();
      if (!picker || picker.answered === field.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (picker.answered !== null) picker.trigger("query", { term: field.value });
    },
    { capture: true },
  );

  // A press on a row that no longer answers what is typed picks nothing either.
  document.addEventListener(
    "mouseup",
    (event) => {
      if (!event.target.closest?.(".select2-results__option[aria-selected]")) return;
      const picker = openPicker();
      const typed = document.querySelector(".select2-container--open .select2-search__field")?.value;
      if (!picker || typed === undefined || picker.answered === typed) return;
      event.stopImmediatePropagation();
      picker.trigger("query", { term: typed });
    },
    { capture: true },
  );

  function openPicker() {
    const open = document.querySelector(".select2-container--open:not(.select2-dropdown *)")?.previousElementSibling;
    return open ? $(open).data("select2") : null;
  }
}
