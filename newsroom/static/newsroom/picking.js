/* Fields that pick from a register by typing. Select2 leaves the rows of the answer before in its list while the next
   one is on its way, and Enter takes the first of them: another leader. Here the list holds only what was answered to
   what stands typed; otherwise it says that it searches, or what went wrong, and there is nothing to take. */
{
  const $ = django.jQuery;
  const words = document.currentScript.dataset;

  const boxOf = (picker) => (picker.selection.$search ?? picker.dropdown.$search)[0];

  /* Django's own sign-in page is what a signed-out person is sent to, and would be read as an empty list. */
  async function answerOf(url, signal) {
    let response;
    try {
      response = await fetch(url, { signal, redirect: "manual" });
    } catch {
      throw new Error(words.offline);
    }
    if (response.type === "opaqueredirect") throw new Error(words.signedOut);
    if (response.status === 403) throw new Error(words.refused);
    const answer = response.ok ? await response.json().catch(() => null) : null;
    if (!Array.isArray(answer?.results)) throw new Error(words.failed);
    return answer;
  }

  function answersOnlyWhatIsTyped(picker) {
    const box = boxOf(picker);
    const { dataAdapter } = picker;
    const query = dataAdapter.query;
    let asked = "";
    let answered = null;

    picker.on("query", () => picker.results.$results.children(":not(.loading-results)").remove());
    // A search that was put off until typing pauses may begin after the list was closed and opened again.
    dataAdapter.query = function (params, show) {
      asked = params.term ?? "";
      if (!params.page) answered = null;
      query.call(this, params, (answer) => {
        if ((params.term ?? "") !== box.value) return;
        answered = asked;
        show(answer);
      });
    };
    $(picker.$element).on("select2:selecting", (event) => {
      if (picker.isOpen() && answered !== box.value) event.preventDefault();
    });
    // Select2 does not look at what comes without a key: a paste by mouse, handwriting, speech.
    box.addEventListener("input", () => {
      if (picker.isOpen() && asked !== box.value) picker.trigger("query", { term: box.value });
    });
    // Enter and the arrows belong to the input method while it composes.
    const toTheInputMethod = (event) => {
      if (event.isComposing || event.keyCode === 229) event.stopImmediatePropagation();
    };
    box.addEventListener("keydown", toTheInputMethod, { capture: true });
  }

  function pickByTyping(select) {
    let problem = "";
    const transport = ({ url, data }, show, complain) => {
      const stop = new AbortController();
      answerOf(`${url}?${new URLSearchParams(data)}`, stop.signal).then(show, (error) => {
        if (stop.signal.aborted) return;
        problem = error.message;
        complain();
      });
      return { abort: () => stop.abort() };
    };
    const { appLabel, modelName, fieldName } = select.dataset;
    const asking = ({ term = "", page = 1 }) => ({
      term, page, app_label: appLabel, model_name: modelName, field_name: fieldName,
    });
    $(select).select2({ ajax: { data: asking, transport } });
    const picker = $(select).data("select2");
    picker.options.get("translations").dict.errorLoading = () => problem;
    answersOnlyWhatIsTyped(picker);
  }

  // Django's autocomplete.js calls this for the fields of the page and of each row that is added.
  $.fn.djangoAdminSelect2 = function () {
    return this.each((_number, select) => pickByTyping(select));
  };
}
