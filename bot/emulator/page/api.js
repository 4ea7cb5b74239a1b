// Talking to the emulator.

export class Refused extends Error {}

async function answer(response) {
  const told = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(told.error ?? `Ошибка ${response.status}`);
  return told;
}

export async function get(path) {
  return answer(await fetch(path));
}

export async function post(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answer(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

export async function upload(fields, files) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  files.forEach((file, number) => form.append(`file${number}`, file, file.name));
  return answer(await fetch("/play/send", { method: "POST", body: form }));
}

// Calls `heard` for every change and `back` each time the connection is made anew.
export function listen(heard, back, lost) {
  const source = new EventSource("/play/feed");
  let broken = false;
  source.onmessage = (event) => heard(JSON.parse(event.data));
  source.onopen = () => {
    if (broken) back();
    broken = false;
  };
  source.onerror = () => {
    broken = true;
    lost();
  };
  return source;
}
