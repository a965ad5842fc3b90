// What follows the words of a refusal: a way on, by its status.
import { logIn } from "liveblog/login"

const WAYS = { 401: "login", 403: "reload", 404: "reload", 409: "reload", 400: null, 413: null }

/** Buttons that lead on. `again` asks once more, where that may help; `isIn`: it stands in a dialog. */
export function waysOn(status, { again, isIn = false }) {
  const names = [status in WAYS ? WAYS[status] : "again", isIn && "close"]
  return names.filter((name) => name && (again || name !== "again")).map((name) => button(name, again))
}

function button(name, again) {
  const made = document.getElementById("refusals").content.querySelector(`[data-way=${name}]`).cloneNode(true)
  const deeds = { reload: () => location.reload(), again, login: async () => (await logIn()) && again?.() }
  if (deeds[name]) made.addEventListener("click", deeds[name])
  return made
}
