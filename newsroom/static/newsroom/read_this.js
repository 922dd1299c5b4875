/* 识别填表: the text in the box at the top of a story's form is read by the server; what it found goes into the fields
   and rows, and one press puts back what stood there. Nothing is saved here, and nothing changes unless it was read. */

const $ = django.jQuery; // the fields that pick from a register listen to it alone
const box = document.querySelector(".read-this");
const form = box.closest("form");
const textarea = box.querySelector("textarea");
const button = box.querySelector("button");
const said = box.querySelector(".read-this-said");
const words = box.dataset;
const undos = [];

// One field: a text, a tick, or picks as [{id, text}].

const picksFrom = (control) => control.matches(".admin-autocomplete");

function read(control) {
  if (control.type === "checkbox") return control.checked;
  if (!picksFrom(control)) return control.value;
  const picked = [...control.selectedOptions].filter((option) => option.value);
  return picked.map((option) => ({ id: option.value, text: option.text }));
}

function write(control, value) {
  if (control.type === "checkbox") {
    control.checked = value;
  } else if (picksFrom(control)) {
    const none = [...control.options].filter((option) => !option.value);
    const picked = value.map(({ id, text }) => new Option(text, id, false, true));
    control.replaceChildren(...none, ...picked);
    none.forEach((option) => (option.selected = !picked.length));
  } else {
    control.value = value;
  }
  $(control).trigger("change");
}

const field = (name) => document.getElementById(`id_${name}`);

// Rows: each as {name of the field: value}.

const rowsIn = (prefix) => [...document.querySelectorAll(`#${prefix}-group tr.form-row:not(.empty-form)`)];

function controlsIn(row) {
  const controls = [...row.querySelectorAll("input, select, textarea")];
  const open = controls.filter((control) => control.name && control.type !== "hidden");
  return new Map(open.map((control) => [control.name.split("-").at(-1), control]));
}

function readRow(row) {
  return Object.fromEntries([...controlsIn(row)].map(([name, control]) => [name, read(control)]));
}

function writeRows(prefix, rows) {
  const group = document.getElementById(`${prefix}-group`);
  for (let missing = rows.length - rowsIn(prefix).length; missing > 0; missing -= 1) {
    group.querySelector(".add-row a").click();
  }
  rowsIn(prefix).slice(rows.length).reverse().forEach((row) => row.querySelector(".inline-deletelink").click());
  rowsIn(prefix).forEach((row, number) => {
    for (const [name, control] of controlsIn(row)) {
      if (name in rows[number]) write(control, rows[number][name]);
    }
  });
}

const whoIs = (row) => (row.reporter ?? row.official ?? [])[0]?.id ?? (row.name || row.subject || "");

/* The rows as they stand after reading. One that is saved stays the row of the person it names, or is ticked to go. */
function placed(prefix, found) {
  const there = rowsIn(prefix);
  const saved = there.filter((row) => row.matches(".has_original"));
  const blank = readRow(document.getElementById(`${prefix}-empty`));
  const left = found.map((row, at) => ({ ...row, order: saved.length ? String(at + 1) : "" }));
  const kept = saved.map(readRow).map((row) => {
    const at = left.findIndex((other) => whoIs(other) === whoIs(row));
    return at < 0 ? { ...row, DELETE: true } : { ...row, ...left.splice(at, 1)[0], DELETE: false };
  });
  const rows = [...kept, ...left.map((row) => ({ ...blank, ...row }))];
  while (rows.length < there.length) rows.push(blank);
  return rows;
}

// Filling and putting back

function stateOf(names, prefixes) {
  return {
    fields: Object.fromEntries(names.map((name) => [name, read(field(name))])),
    rows: Object.fromEntries(prefixes.map((prefix) => [prefix, rowsIn(prefix).map(readRow)])),
  };
}

function put({ fields, rows }) {
  for (const [name, value] of Object.entries(fields)) write(field(name), value);
  for (const [prefix, values] of Object.entries(rows)) writeRows(prefix, values);
}

function fill(answer) {
  const names = Object.keys(answer.fields).filter(field);
  const prefixes = Object.keys(answer.rows).filter((prefix) => document.getElementById(`${prefix}-empty`));
  const before = stateOf(names, prefixes);
  put({
    fields: Object.fromEntries(names.map((name) => [name, answer.fields[name]])),
    rows: Object.fromEntries(prefixes.map((prefix) => [prefix, placed(prefix, answer.rows[prefix])])),
  });
  undos.push(before);
  return replaced(before, stateOf(names, prefixes));
}

function undo() {
  put(undos.pop());
  say(node("p", words.undone), ...(undos.length ? [undoButton()] : []));
  textarea.focus();
}

const isOther = (one, two) => JSON.stringify(one) !== JSON.stringify(two);

/* Where words stood that stand there no longer. */
function replaced(before, after) {
  const lost = (name) => before.fields[name].length && isOther(before.fields[name], after.fields[name]);
  const people = (rows) => rows.filter((row) => !row.DELETE).map(whoIs).filter(Boolean);
  const gone = (prefix) => people(before.rows[prefix]).some((who) => !people(after.rows[prefix]).includes(who));
  return [...Object.keys(before.fields).filter(lost), ...Object.keys(before.rows).filter(gone)];
}

// What is said of it

function node(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

function link(href, text) {
  const made = node("a", text);
  made.href = href;
  return made;
}

function undoButton() {
  const made = node("button", words.undo);
  made.type = "button";
  made.className = "button";
  made.addEventListener("click", undo);
  return made;
}

function labelOf(place) {
  const label = document.getElementById(`${place}-heading`) ?? form.querySelector(`label[for="id_${place}"]`);
  return label ? label.textContent.trim().replace(/[:：]$/, "") : "";
}

const areaOf = (place) => document.getElementById(`${place}-group`) ?? field(place)?.closest(".fieldBox, .form-row");

function say(...children) {
  document.querySelectorAll(".read-doubt").forEach((area) => area.classList.remove("read-doubt"));
  said.replaceChildren(...children);
}

function findingLine({ place, message }) {
  const area = place && areaOf(place);
  if (!area) return node("li", message);
  area.classList.add("read-doubt");
  const target = document.getElementById(`${place}-group`) ? `#${place}-group` : `#id_${place}`;
  return node("li", link(target, labelOf(place)), " ", message);
}

function severalLine({ message, url, label }) {
  if (!url) return node("p", message);
  const way = link(url, label);
  way.target = "_blank";
  way.rel = "opener"; // the new window starts with a copy of what is kept for this one
  way.addEventListener("click", () => sessionStorage.setItem("page-text", textarea.value));
  return node("p", message, " ", way);
}

function report(answer, lost) {
  say();
  const notices = answer.notices.map((notice) => node("li", notice));
  if (lost.length) notices.unshift(node("li", words.replaced, lost.map(labelOf).join(words.comma)));
  const list = node("ul", ...notices, ...answer.findings.map(findingLine));
  const several = answer.several ? [severalLine(answer.several)] : [];
  said.replaceChildren(node("p", words.filled), ...several, list, undoButton());
}

function complain(sentence) {
  const line = node("p", sentence);
  line.className = "read-problem";
  say(line, ...(undos.length ? [undoButton()] : []));
}

// Asking the server

/* Whoever signed in again in another window has a new token there; the form is saved with it too. */
function token() {
  const fresh = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  if (fresh) form.elements.csrfmiddlewaretoken.value = fresh;
  return form.elements.csrfmiddlewaretoken.value;
}

async function ask(text) {
  const body = new FormData();
  body.append("text", text);
  const headers = { "X-CSRFToken": token() };
  let response;
  try {
    response = await fetch(words.url, { method: "POST", body, headers, redirect: "manual" });
  } catch {
    return { problem: words.offline };
  }
  if (response.type === "opaqueredirect") return { problem: words.signedOut };
  if (response.status === 403) return { problem: words.refused };
  return response.json().catch(() => ({ problem: words.failed }));
}

async function readThis() {
  if (button.disabled) return;
  const text = textarea.value;
  if (!text.trim()) return complain(words.empty);
  if ([...text].length > Number(words.longest)) return complain(words.tooLong);
  button.disabled = true;
  const answer = await ask(text);
  button.disabled = false;
  if (answer.problem) return complain(answer.problem);
  report(answer, fill(answer));
}

button.addEventListener("click", readThis);
textarea.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  readThis();
});
box.hidden = false;
