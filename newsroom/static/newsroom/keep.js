/* 未保存的内容: what is typed into the form of an entry is kept in this browser until the server has taken it, for a tab that
   closes or a battery that dies. It is put back only when asked, and by the server: sent to be looked at, it comes back in
   the form with all its rows, or beside the text that a colleague saved meanwhile. */

import { PREFIX, drop, entries, grouped, keys, moment, put, said, tidy } from "./kept_store.js";

const bar = document.querySelector(".kept");
const form = bar.closest("form");
const words = bar.dataset;
const PLACE = `${PREFIX}${words.account}.${words.story}.`;
const NEVER = new Set(["csrfmiddlewaretoken", "opening", "seen", "opening-before"]);

// What stands in the form

function typed() {
  const sent = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return sent.filter(([name]) => !NEVER.has(name) && !name.includes("__prefix__"));
}

tidy();
const beginning = typed();
const opened = said(beginning);
const mine = PLACE + words.opening;
let sending = false;
let waiting = 0;

// A form that came back from the server unsaved differs from the story though nobody has touched it here.
const isDirty = () => "unsaved" in words || said(typed()) !== opened;

const count = () => (words.holds = keys().length);

function keep() {
  clearTimeout(waiting);
  if (sending) return;
  const [seen, opening] = ["seen", "opening"].map((name) => form.elements[name]?.value ?? "");
  const entry = { at: Date.now(), digest: words.digest, seen, opening, typed: typed(), from: beginning };
  if (isDirty()) put(mine, entry);
  else drop(mine);
  count();
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 500);
}

// The fields that pick from a register tell jQuery alone; rows come and go without a word to the form.
django.jQuery(form).on("input change", soon);
document.addEventListener("formset:added", soon);
document.addEventListener("formset:removed", soon);
document.addEventListener("visibilitychange", keep);
window.addEventListener("pagehide", keep);
form.addEventListener("submit", () => {
  keep();
  sending = true;
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) sending = false;
});
window.addEventListener("beforeunload", (event) => {
  if (!sending && isDirty()) event.preventDefault();
});

// What was left

function hidden(name, value) {
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name, value });
  return input;
}

/* Where a story is stored otherwise by now its form shows both texts. Elsewhere what was not touched is as it stands now,
   and while the rows are the same ones, what a colleague has saved since stays. */
function merged(entry) {
  const [was, now, mine] = [entry.from ?? [], beginning, entry.typed].map(grouped);
  const rows = [...mine.keys()].filter((name) => /-(INITIAL_FORMS|id)$/.test(name));
  const isSame = (name, one, other) => said(one.get(name) ?? []) === said(other.get(name) ?? []);
  if (words.digest || !entry.from || rows.some((name) => !isSame(name, mine, now))) return entry.typed;
  return [...mine.keys()].flatMap((name) => (isSame(name, mine, was) ? (now.get(name) ?? []) : mine.get(name)));
}

/* The server fills the form. Sent as a form of its own: the one on the page may hold other words by now. */
function restore(entry) {
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = location.pathname;
  const now = ["csrfmiddlewaretoken", "opening"].map((name) => [name, form.elements[name].value]);
  const mended = merged(entry);
  put(entry.key, { ...entry, typed: mended }); // the form that comes back knows it again by this
  const pairs = [...mended, ...now, ["seen", entry.seen], ["opening-before", entry.opening], ["_look", "1"]];
  sent.append(...pairs.map(([name, value]) => hidden(name, value)));
  document.body.append(sent);
  sending = true;
  sent.submit();
}

function offer(entry) {
  const changed = words.digest && entry.digest !== words.digest;
  bar.querySelector(".kept-when").textContent = words.left.replace("{moment}", moment(entry.at));
  bar.querySelector(".kept-changed").hidden = !changed;
  bar.querySelector(".kept-restore").addEventListener("click", () => restore(entry));
  bar.querySelector(".kept-drop").addEventListener("click", () => {
    drop(entry.key);
    bar.hidden = true;
    count();
  });
  bar.hidden = false;
}

function show() {
  const left = entries().filter(({ key }) => key.startsWith(PLACE) && key !== mine);
  left.filter((entry) => said(entry.typed) === opened).forEach(({ key }) => drop(key));
  const latest = left.find((entry) => said(entry.typed) !== opened);
  if (latest && !("unsaved" in words)) offer(latest);
}

show();
if ("unsaved" in words) keep();
count();
