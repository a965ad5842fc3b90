// <new-entries>: keeps arrivals hidden while someone reads further down; its button shows them.
class NewEntries extends HTMLElement {
  #arrived = 0
  #unseen = new Set() // ids of what arrived in a tab that nobody saw
  #beyond = new Set() // ids of those that wait in such numbers that they are only counted

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

  // An entry that was put in the timeline just now waits until all that came at once is in.
  receive(entry) {
    this.#arrived++
    if (document.hidden) this.#unseen.add(entry.id)
    entry.hidden = true
  }

  // It is: at the top of the page they show, further down they go on waiting.
  tell(isReading) {
    const arrived = this.#arrived
    this.#arrived = 0
    if (arrived && !isReading && !this.#beyond.size) this.release()
    else this.count()
    if (arrived) this.closest("live-page").count(this.words(this.#number || arrived))
  }

  // Of those that wait, keep so many in the page and only count the others; how many wait.
  keep(most) {
    for (const entry of this.#waiting.slice(most)) {
      this.#beyond.add(entry.id)
      entry.remove()
    }
    return this.#number
  }

  // Whether an entry that belongs before `next` has no place here, and is only counted.
  onlyCounts({ kind, entry }, next) {
    const isApart = document.querySelector(".newer:not([hidden])") // others stand between, and this may be one of them
    if (!(isApart || this.#beyond.size) || next !== document.querySelector(".timeline > .entry:not([hidden])")) return false
    const id = `entry-${entry}`
    if (this.#beyond.has(id) || (isApart && kind !== "arrived")) return true
    this.#beyond.add(id)
    this.#arrived++
    return true
  }

  get #waiting() {
    return [...document.querySelectorAll(".timeline > [hidden]")]
  }

  get #number() {
    return this.#waiting.length + this.#beyond.size
  }

  // Says how many wait, in the button, in the tab's title and, politely, to screen readers.
  count() {
    for (const id of this.#beyond) if (document.getElementById(id)) this.#beyond.delete(id)
    const waiting = this.#number
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
    this.#beyond.delete(id)
  }

  words(number) {
    return number === 1 ? this.dataset.one : this.dataset.many.replace("#", number)
  }

  // Show all that wait; the newest of them. Where many more were counted, what is beneath comes back by scrolling.
  release() {
    const waiting = this.#waiting
    const page = this.closest("live-page")
    if (this.#beyond.size && page.dataset.at) return location.assign("../../")
    if (this.#beyond.size) waiting.length ? page.cutAfter(waiting.at(-1)) : page.begin_anew()
    this.#beyond.clear()
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
