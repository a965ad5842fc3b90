// What is wrong with a form, said in it. No word that was typed is touched.

import { waysOn } from "liveblog/refused"

/** Each mistake in the server's answer to its field here; the first one is gone to. */
export function blame(form, answer) {
  trouble(form, "")
  for (const error of answer.querySelectorAll(".error[id]")) {
    const ours = form.querySelector(`[id="${error.id}"]`) ?? form.querySelector("#composer_error")
    ours.textContent = error.textContent.trim()
    fieldOf(form, error.id)?.setAttribute("aria-invalid", ours.textContent !== "")
  }
  const first = [...form.querySelectorAll(".error")].find((error) => error.textContent)
  first?.closest("details")?.setAttribute("open", "")
  const field = first && fieldOf(form, first.id)
  if (field && field === document.activeElement) speak(form, first.textContent) // no focus comes that would read it
  else field?.focus()
}

/** For those who listen: what is to be seen elsewhere, or comes without the focus. */
export function speak(form, words) {
  form.querySelector("[data-part=spoken]").textContent = words
}

/** `what`: a sentence, a Refusal, or words with buttons (a fragment). It is spoken. */
export function trouble(form, what) {
  const place = form.querySelector("[data-part=trouble]")
  form.querySelector("[data-part=both]").replaceChildren()
  speak(form, "")
  const all = Object.assign(document.createElement("p"), { id: "composer_error", className: "error" })
  const sentence = document.createElement("p")
  sentence.textContent = what.message ?? what
  place.replaceChildren(...(what instanceof DocumentFragment ? [what] : what ? [sentence] : []), all)
  if (what.status === 401) place.insertBefore(loginLink(place.dataset), all)
  else if (what.status) all.before(...waysOn(what.status, {}))
  if (what) place.scrollIntoView({ block: "nearest" })
}

/** Two texts that differ, as the server shows them: too long to be spoken at once, so their heading is gone to. */
export function bothTexts(form, answer) {
  trouble(form, "")
  const place = form.querySelector("[data-part=both]")
  place.replaceChildren(answer)
  place.querySelector("h3").focus()
}

function fieldOf(form, error) {
  return form.querySelector(`[aria-describedby~="${error}"]`)
}

function loginLink({ login, loginWords }) {
  return Object.assign(document.createElement("a"), { href: login, target: "_blank", textContent: ` ${loginWords}` })
}
