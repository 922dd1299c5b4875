/* 未保存的内容: what is typed into a story's form is kept in this browser until the server has taken it, for a tab that
   closes or a battery that dies. It is put back only when asked, and by the server: sent to be looked at, it comes back in
   the form with all its rows, or beside the text that a colleague saved meanwhile. */

const bar = document.querySelector(".kept");
const form = bar.closest("form");
const words = bar.dataset;
const PREFIX = "newsroom.kept.";
const PLACE = `${PREFIX}${words.account}.${words.story}.`;
const DAYS = 14;
const MOST = 20;
const NEVER = new Set(["csrfmiddlewaretoken", "opening", "seen", "opening-before"]);

// The browser's store may be closed, full, or hold something else than we left there.

function attempt(what, otherwise) {
  try {
    return what();
  } catch {
    return otherwise;
  }
}

const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)), []);
const drop = (key) => attempt(() => localStorage.removeItem(key));

function read(key) {
  const entry = attempt(() => JSON.parse(localStorage.getItem(key)), null);
  return Array.isArray(entry?.typed) && Number.isFinite(entry.at) ? entry : null;
}

function entries() {
  const found = keys().map((key) => ({ key, ...read(key) }));
  return found.filter((entry) => entry.typed).sort((one, other) => other.at - one.at);
}

function tidy() {
  const taken = document.cookie.match(/(?:^|; )taken=([^;]*)/)?.[1].split(".") ?? [];
  const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
  for (const key of keys()) {
    if (!read(key) || taken.includes(key.split(".").at(-1))) drop(key);
  }
  entries().forEach(({ key, at }, place) => {
    if (at < oldest || place >= MOST) drop(key);
  });
}

// What stands in the form

function typed() {
  const sent = [...new FormData(form)].filter(([, value]) => typeof value === "string");
  return sent.filter(([name]) => !NEVER.has(name) && !name.includes("__prefix__"));
}

const said = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));

tidy();
const opened = said(typed());
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
  const entry = { at: Date.now(), digest: words.digest, seen, opening, typed: typed() };
  if (isDirty()) attempt(() => localStorage.setItem(mine, JSON.stringify(entry)));
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

/* The server fills the form. Sent as a form of its own: the one on the page may hold other words by now. */
function restore(entry) {
  const sent = document.createElement("form");
  sent.method = "post";
  sent.action = location.pathname;
  const now = ["csrfmiddlewaretoken", "opening"].map((name) => [name, form.elements[name].value]);
  const pairs = [...entry.typed, ...now, ["seen", entry.seen], ["opening-before", entry.opening], ["_look", "1"]];
  sent.append(...pairs.map(([name, value]) => hidden(name, value)));
  document.body.append(sent);
  sending = true;
  sent.submit();
}

function moment(at) {
  const time = { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false };
  return new Date(at).toLocaleString(document.documentElement.lang, time);
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
