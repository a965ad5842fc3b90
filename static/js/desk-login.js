// Logging in again in place: the desk stays where it is, a new tab takes the password.
import { ask } from "liveblog/send"

const EVERY = 3_000
let underWay = null

/** Ask for a login; true once the person of this desk is in again, false if they don't want to now. */
export function logIn() {
  underWay ??= asked().finally(() => (underWay = null))
  return underWay
}

function asked() {
  const dialog = document.querySelector("#login")
  const over = new AbortController()
  const channel = new BroadcastChannel("liveblog-desk")
  return new Promise((resolve) => {
    const look = async () => {
      const person = await whoIsIn(dialog.dataset.in)
      if (person === dialog.dataset.person) dialog.close("in")
      else dialog.querySelector("[data-part=other]").hidden = !person
    }
    const timer = setInterval(look, EVERY)
    const { signal } = over
    channel.onmessage = look
    window.addEventListener("focus", look, { signal })
    document.addEventListener("visibilitychange", look, { signal })
    dialog.addEventListener("close", () => {
      clearInterval(timer)
      channel.close()
      over.abort()
      resolve(dialog.returnValue === "in")
    }, { signal })
    dialog.returnValue = ""
    dialog.querySelector("[data-part=other]").hidden = true
    dialog.showModal()
  })
}

async function whoIsIn(address) {
  try {
    const headers = { "HX-Request": "true" } // without saying whose desk this is: whoever it is may answer
    return String(JSON.parse((await ask(address, undefined, { headers })).text).person)
  } catch {
    return null // not yet, or no line
  }
}
