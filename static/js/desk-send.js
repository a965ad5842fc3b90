// One request of the desk, and what to say when it fails.
const KNOWN = { 0: "line", 400: "unread", 401: "login", 403: "forbidden", 404: "gone", 409: "clash", 413: "size", 429: "often" }

/** What could not be done, in a sentence for the editor. `status`: HTTP's, 0 without an answer. */
export class Refusal extends Error {
  constructor(sentence, status) {
    super(sentence)
    this.status = status
  }
}

/** GET the address, or POST `body` to it; `more`: options of `fetch`. Answers 200, 409 and 422 are for the caller; Refusal otherwise. */
export async function ask(address, body, more = {}) {
  const headers = { "HX-Request": "true", ...signs() }
  const options = { method: body ? "POST" : "GET", body, headers, redirect: "manual", signal: AbortSignal.timeout(60_000), ...more }
  const answer = await fetch(address, options).catch(() => null)
  if (!answer) throw new Refusal(words().line, 0)
  const kind = answer.headers.get("Content-Type") ?? ""
  const text = await answer.text().catch(() => null)
  if (text === null) throw new Refusal(words().line, 0)
  if (![200, 204, 409, 422].includes(answer.status) || kind.startsWith("text/plain"))
    throw new Refusal(sentenceFor(answer.status, kind, text), answer.status)
  return { status: answer.status, text }
}

/** HTML as an element that is not in the page yet. */
export function parsed(html) {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content
}

/** The one line in which the desk speaks. */
export function say(...words) {
  document.querySelector("#said")?.replaceChildren(...words)
}

/** `text`: what came with the status; without any and status 0 it was a redirect, to the login. */
export function sentenceFor(status, kind, text) {
  if (kind.startsWith("text/plain") && text) return text
  if (status === 0 && text === "") return words().login
  return words()[KNOWN[status] ?? "other"] + (status in KNOWN ? "" : ` (${status})`)
}

/** In the language of the desk: templates/desk/_refusals.html. */
function words() {
  return document.getElementById("refusals").dataset
}

/** Headers of each request: the token, read when needed because a login in another tab changes it, and whose desk this is. */
export function signs() {
  const { person } = document.querySelector("#login")?.dataset ?? {}
  const token = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? ""
  return { "X-CSRFToken": token, ...(person && { "Desk-Person": person }) }
}
