// share(link): the system's sheet for an entry's address or, where there is none, a copy of it, and a word that says so.
const COPIED = 2_000 // ms it says so

export async function share({ href: url, parentElement: entry }) {
  try {
    if (navigator.share) return await navigator.share({ title: entry.dataset.title, url })
  } catch (error) {
    if (error.name === "AbortError") return // they thought better of it
  }
  try {
    await navigator.clipboard.writeText(url)
    say(entry, entry.dataset.copied)
  } catch {
    location.assign(url) // no sheet and no clipboard: the address is in the address bar
  }
}

function say(entry, text) {
  entry.querySelector("[role=status]")?.remove()
  const status = document.createElement("span")
  status.role = "status"
  entry.append(status)
  requestAnimationFrame(() => (status.textContent = text)) // said only if it comes into what is there already
  setTimeout(() => status.remove(), COPIED)
}
