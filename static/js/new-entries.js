// <new-entries>: keeps arrivals hidden while someone reads further down; its button shows them.
class NewEntries extends HTMLElement {
  #unseen = 0

  connectedCallback() {
    this.addEventListener("click", this)
    document.addEventListener("visibilitychange", this)
  }

  disconnectedCallback() {
    this.removeEventListener("click", this)
    document.removeEventListener("visibilitychange", this)
  }

  handleEvent(event) {
    if (event.type === "click") this.#release()
    else if (!document.hidden) this.count()
  }

  // An entry that was put in the timeline just now: at the top of the page it shows, further down it waits.
  receive(entry) {
    if (scrollY > 100) entry.hidden = true
    else entry.classList.add("is-new")
    if (document.hidden) this.#unseen++
    this.count()
  }

  // Says how many wait, in the button, in the tab's title and, politely, to screen readers.
  count() {
    const waiting = document.querySelectorAll(".timeline > [hidden]").length
    if (!document.hidden) this.#unseen = 0
    const button = this.querySelector("button")
    button.hidden = waiting === 0
    button.textContent = this.words(waiting)
    const unseen = Math.max(waiting, this.#unseen)
    document.title = document.title.replace(/^\(\d+\) /, "")
    if (unseen) document.title = `(${unseen}) ${document.title}`
    return waiting
  }

  words(number) {
    return number === 1 ? this.dataset.one : this.dataset.many.replace("#", number)
  }

  #release() {
    const waiting = document.querySelectorAll(".timeline > [hidden]")
    for (const entry of waiting) {
      entry.hidden = false
      entry.classList.add("is-new")
    }
    this.count()
    const first = waiting[0]
    if (!first) return
    first.tabIndex = -1
    first.focus({ preventScroll: true })
    first.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" })
  }
}
customElements.define("new-entries", NewEntries)
