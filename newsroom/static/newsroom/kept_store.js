/* What this browser keeps of forms: by account, place and opening, for two weeks, the latest twenty. The browser's store
   may be closed, full, or hold something else than we left there. */

export const PREFIX = "newsroom.kept.";
const DAYS = 14;
const MOST = 20;

export function attempt(what, otherwise) {
  try {
    return what();
  } catch {
    return otherwise;
  }
}

export const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)), []);
export const drop = (key) => attempt(() => localStorage.removeItem(key));
export const put = (key, entry) => attempt(() => localStorage.setItem(key, JSON.stringify(entry)));

function read(key) {
  const entry = attempt(() => JSON.parse(localStorage.getItem(key)), null);
  return Array.isArray(entry?.typed) && Number.isFinite(entry.at) ? entry : null;
}

export function entries() {
  const found = keys().map((key) => ({ key, ...read(key) }));
  return found.filter((entry) => entry.typed).sort((one, other) => other.at - one.at);
}

export function tidy() {
  const taken = document.cookie.match(/(?:^|; )taken=([^;]*)/)?.[1].split(".") ?? [];
  const oldest = Date.now() - DAYS * 24 * 60 * 60 * 1000;
  for (const key of keys()) {
    if (!read(key) || taken.includes(key.split(".").at(-1))) drop(key);
  }
  entries().forEach(({ key, at }, place) => {
    if (at < oldest || place >= MOST) drop(key);
  });
}

export const said = (pairs) => JSON.stringify(pairs.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]));

export function grouped(pairs) {
  const groups = new Map();
  for (const pair of pairs) groups.set(pair[0], [...(groups.get(pair[0]) ?? []), pair]);
  return groups;
}

export function moment(at) {
  const time = { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit", hour12: false };
  return new Date(at).toLocaleString(document.documentElement.lang, time);
}
