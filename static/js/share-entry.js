// <share-entry title copied>: makes the link to an entry a button that opens the system's sheet or, where there is
// none, copies the address and says so.
const COPIED = 2_000 // ms it says so

class ShareEntry extends HTMLElement {
  #timer

  connectedCallback() {
    this.addEventListener("click", this)
    this.addEventListener("keydown", this)
    this.querySelector("a").role = "button"
  }

  disconnectedCallback() {
    this.removeEventListener("click", this)
    this.removeEventListener("keydown", this)
    clearTimeout(this.#timer)
  }

  handleEvent(event) {
    const link = event.target.closest("a")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.type === "keydown" && event.key !== " ") return
    event.preventDefault()
    this.#share(link)
  }

  async #share({ href: url }) {
    try {
      if (navigator.share) return await navigator.share({ title: this.dataset.title, url })
    } catch (error) {
      if (error.name === "AbortError") return // they thought better of it
    }
    try {
      await navigator.clipboard.writeText(url)
      this.#say(this.dataset.copied)
    } catch {
      location.assign(url) // no sheet and no clipboard: the address is in the address bar
    }
  }

  #say(text) {
    this.querySelector("[role=status]")?.remove()
    const status = document.createElement("span")
    status.role = "status"
    this.append(status)
    requestAnimationFrame(() => (status.textContent = text)) // said only if it comes into what is there already
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => status.remove(), COPIED)
  }
}
customElements.define("share-entry", ShareEntry)
