/** The element with this id. */
export const byId = (id) => document.getElementById(id);

/** A new element; text children are text, never HTML. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes('-') || name === 'sandbox') made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Calls the API; throws an Error with the problem's own words. */
export async function call(path, { method = 'GET', body } = {}) {
  const json =
    body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(path, { method, ...json });
  if (response.status === 204) return undefined;
  const answer = await response.json();
  if (response.ok) return answer;
  const flaws = (answer.errors ?? []).map(({ path: field, message }) => `${field}: ${message}`);
  throw Object.assign(new Error(flaws.join('; ') || answer.detail), { status: response.status });
}

/** Says it to those who cannot see the page change. */
export function announce(text) {
  byId('announcer').textContent = text;
}
