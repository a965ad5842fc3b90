// Waiting for the line: what was asked for without one is done once it is back.
const EVERY = 3_000

/** Resolves when the server answers again, with false when `signal` ended the waiting. */
export async function lineIsBack(signal) {
  const address = document.querySelector("#login").dataset.in
  while (!signal.aborted) {
    await aMoment(signal)
    if (signal.aborted) break
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "manual", cache: "no-store", signal }).catch(() => null)
    if (answer && answer.status < 500) return true
  }
  return false
}

function aMoment(signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, EVERY)
    const now = () => {
      clearTimeout(timer)
      resolve()
    }
    window.addEventListener("online", now, { once: true })
    signal.addEventListener("abort", now, { once: true })
  })
}
