// <new-entries>: keeps arrivals hidden while someone reads further down; its button shows them.
class NewEntries extends HTMLElement {
  #unseen = new Set() // ids of what arrived in a tab that nobody saw

  connectedCallback() {
    this.addEventListener("click", this)
    document.addEventListener("visibilitychange", this)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this)
    document.removeEventListener("visibilitychange", this)
  }

  handleEvent(event) {
    if (event.type === "click") show(this.release())
    else if (!document.hidden) this.count()
  }

  // An entry that was put in the timeline just now: at the top of the page it shows, further down it waits.
  receive(entry) {
    if (scrollY > 100) entry.hidden = true
    else entry.classList.add("is-new")
    if (document.hidden) this.#unseen.add(entry.id)
    this.count()
  }

  // Says how many wait, in the button, in the tab's title and, politely, to screen readers.
  count() {
    const waiting = document.querySelectorAll(".timeline > [hidden]").length
    if (!document.hidden) this.#unseen.clear()
    const button = this.querySelector("button")
    button.hidden = waiting === 0
    button.textContent = this.words(waiting)
    const unseen = Math.max(waiting, this.#unseen.size)
    const page = this.closest("live-page")
    const words = ["h1", ".afterwards"].map((part) => page.querySelector(part)?.textContent).filter(Boolean)
    document.title = `${unseen ? `(${unseen}) ` : ""}${[...words, page.dataset.site].join(" – ")}`
  }

  // This one is withdrawn.
  forget(id) {
    this.#unseen.delete(id)
    this.count()
  }

  words(number) {
    return number === 1 ? this.dataset.one : this.dataset.many.replace("#", number)
  }

  // Show all that wait; the newest of them.
  release() {
    const waiting = document.querySelectorAll(".timeline > [hidden]")
    this.closest("live-page").makeRoom(waiting)
    for (const entry of waiting) {
      entry.hidden = false
      entry.classList.add("is-new")
    }
    this.count()
    document.querySelector("since-left")?.look()
    return waiting[0]
  }
}
customElements.define("new-entries", NewEntries)
