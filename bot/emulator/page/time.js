// Moments in the district's zone, by the emulator's clock.

let zone = "UTC";
let ahead = 0;

export function setZone(name) {
  zone = name;
}

export function setNow(milliseconds) {
  ahead = milliseconds - Date.now();
  document.dispatchEvent(new Event("now"));
}

export function now() {
  return Date.now() + ahead;
}

function format(options, milliseconds) {
  return new Intl.DateTimeFormat("ru-RU", { timeZone: zone, ...options }).format(milliseconds);
}

export function hourMinute(milliseconds) {
  return format({ hour: "2-digit", minute: "2-digit" }, milliseconds);
}

export function dayKey(milliseconds) {
  return format({ year: "numeric", month: "2-digit", day: "2-digit" }, milliseconds);
}

export function dayName(milliseconds) {
  return format({ weekday: "long", day: "numeric", month: "long", ...otherYear(milliseconds) }, milliseconds);
}

function otherYear(milliseconds) {
  const year = { year: "numeric" };
  return format(year, milliseconds) === format(year, now()) ? {} : year;
}

export function full(milliseconds) {
  const day = format({ weekday: "short", day: "numeric", month: "long", year: "numeric" }, milliseconds);
  return `${day}, ${hourMinute(milliseconds)}`;
}

// What a date-time field shows: the wall clock of the zone.
export function fieldValue(milliseconds) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en-CA", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    }).formatToParts(milliseconds).map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

const STEPS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

export function relative(seconds) {
  const left = seconds - now() / 1000;
  const [unit, size] = STEPS.find(([, length]) => Math.abs(left) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat("ru", { numeric: "auto" }).format(Math.round(left / size), unit);
}

// The letters of a date_time entity: w weekday, d and D date, t and T time, r relative.
export function byLetters(seconds, letters) {
  if (letters.toLowerCase() === "r") return relative(seconds);
  const options = {};
  if (/w/i.test(letters)) options.weekday = "short";
  if (letters.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "numeric" });
  if (letters.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(letters)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (letters.includes("T")) options.second = "2-digit";
  return format(options, seconds * 1000);
}
