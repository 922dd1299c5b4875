/* The forms of the desk that are not one entry's own (reviewing, steps, whole pages, splitting): each is marked, so that the
   server knows whose it is and which press it was; what is typed is kept in this browser until the server has taken it;
   and two presses are one. */

import { PREFIX, drop, entries, grouped, moment, put, said, tidy } from "./kept_store.js";

const page = document.getElementById("kept-page");
const words = page.dataset;
const QUICK = 3000; // milliseconds: a slower second press is for the server to tell
const forms = [...document.querySelectorAll("#content form[method=post]")].filter(
  (form) => !form.elements.opening && !form.querySelector("[type=password]") && !form.getAttribute("action")?.includes("/logout/"),
);

function hidden(form, name, value) {
  const input = document.createElement("input");
  Object.assign(input, { type: "hidden", name, value });
  form.append(input);
}

const fields = (form) =>
  [...form.elements].filter((field) => field.name && !["hidden", "file", "submit", "button"].includes(field.type));

function typed(form) {
  const names = new Set(fields(form).map((field) => field.name));
  return [...new FormData(form)].filter(([name, value]) => names.has(name) && typeof value === "string");
}

const seen = (form) => [...new FormData(form)].filter(([name]) => name === "seen").map(([, value]) => value);

/* Into the fields of the same names. Gives back the texts for which there is no place: a field that is gone, or one in
   which a colleague's words stand by now. */
function fill(form, pairs, isChanged) {
  const left = [];
  const values = grouped(pairs);
  const known = new Set([...form.elements].map((field) => field.name));
  for (const field of fields(form)) {
    const wanted = (values.get(field.name) ?? []).map(([, value]) => value);
    if (field.type === "checkbox" || field.type === "radio") {
      field.checked = wanted.includes(field.value);
    } else if (!wanted.length) {
      continue;
    } else if (field.type === "select-multiple") {
      for (const option of field.options) option.selected = wanted.includes(option.value);
    } else if (isChanged && field.value && field.value !== wanted[0]) {
      left.push(wanted[0]);
      continue;
    } else if (field.value !== wanted[0]) {
      field.value = wanted[0];
      field.closest("details")?.setAttribute("open", "");
    }
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  for (const [name, all] of values) {
    if (!known.has(name) && !/^_|^(seen|action|confirmed|verb|select_across|index)$/.test(name)) {
      left.push(...all.map(([, value]) => value));
    }
  }
  return left.filter((text) => text.trim().length > 1);
}

function show(form, left) {
  if (!left.length) return;
  const section = document.createElement("section");
  section.className = "remark unsaved";
  const heading = document.createElement("h2");
  heading.textContent = words.unsaved;
  section.append(heading);
  for (const text of left) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    section.append(paragraph);
  }
  (form ?? document.getElementById("content")).prepend(section);
}

function putBack(form, pairs, was) {
  const isChanged = was.length > 0 && JSON.stringify(was) !== JSON.stringify(seen(form));
  show(form, fill(form, pairs, isChanged));
}

function watch(form, number) {
  const place = `${PREFIX}${words.account}.${location.pathname.replaceAll(".", "")}~${number}.`;
  const mine = `${place}${words.opening}~${number}`;
  const opened = said(typed(form));
  // Ticks in a list and choices of a filter are no text.
  const isKept = form.id !== "changelist-form" && !form.matches(".count-form");
  // What the server refused stands in the form that it sent back, though nobody has touched it here.
  const again = entries().filter(({ key, typed: was }) => key.startsWith(place) && said(was) === opened);
  let waiting = 0;

  function keep() {
    clearTimeout(waiting);
    const now = typed(form);
    if (said(now) === opened && !again.length) drop(mine);
    else put(mine, { at: Date.now(), typed: now, seen: seen(form) });
  }

  function offer(entry) {
    const bar = page.content.firstElementChild.cloneNode(true);
    bar.querySelector(".kept-when").textContent = words.left.replace("{moment}", moment(entry.at));
    bar.querySelector(".kept-restore").addEventListener("click", () => {
      putBack(form, entry.typed, entry.seen ?? []);
      keep();
      drop(entry.key);
      bar.remove();
    });
    bar.querySelector(".kept-drop").addEventListener("click", () => {
      drop(entry.key);
      bar.remove();
    });
    form.prepend(bar);
  }

  hidden(form, words.field, words.mark);
  hidden(form, "page-form", number);
  hidden(form, "page-address", location.pathname + location.search);
  if (!isKept) return () => {};
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, 500);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  document.addEventListener("visibilitychange", keep);
  window.addEventListener("pagehide", keep);

  again.forEach(({ key }) => drop(key));
  if (again.length) keep();
  const left = entries().filter(({ key, typed: was }) => key.startsWith(place) && key !== mine && said(was) !== opened);
  if (left.length) offer(left[0]);

  // What the server has put back need not be offered a second time.
  return () => {
    const now = said(typed(form));
    const same = entries().filter(({ key, typed: was }) => key.startsWith(place) && said(was) === now);
    same.forEach(({ key }) => drop(key));
    if (same.length) form.querySelector(".kept")?.remove();
    keep();
  };
}

tidy();
const restored = forms.map(watch);

const kept = document.getElementById("kept-typed");
if (kept) {
  const pairs = Object.entries(JSON.parse(kept.textContent)).flatMap(([name, all]) => all.map((value) => [name, value]));
  const fits = (form) => fields(form).filter((field) => pairs.some(([name]) => name === field.name)).length;
  const form = [...forms].sort((one, other) => fits(other) - fits(one))[0];
  const was = pairs.filter(([name]) => name === "seen").map(([, value]) => value);
  if (form) {
    putBack(form, pairs, was);
    restored[forms.indexOf(form)]();
  } else show(null, pairs.filter(([name, value]) => /^(reason|notice)$/.test(name) && value).map(([, value]) => value));
}

// A second press while the first is under way.
const pressed = new WeakMap();
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (Date.now() - (pressed.get(event.target) ?? 0) < QUICK) event.preventDefault();
  else pressed.set(event.target, Date.now());
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) forms.forEach((form) => pressed.delete(form));
});
