// <desk-readers>: how many read this page now, and how long after the key was pressed this tab's
// last publish came back by the reader's stream that the desk holds.
import { ask } from "liveblog/send"

const EVERY = 10_000

class DeskReaders extends HTMLElement {
  #timer
  #sentAt = 0
  #awaited = null // the entry whose frame is still to come
  #arrivals = new Map() // entry → when its frame came, since that key

  connectedCallback() {
    for (const type of ["desk-done", "desk-frame"]) document.addEventListener(type, this)
    document.addEventListener("submit", this, { capture: true })
    this.#count()
  }

  disconnectedCallback() {
    for (const type of ["desk-done", "desk-frame"]) document.removeEventListener(type, this)
    document.removeEventListener("submit", this, { capture: true })
    clearTimeout(this.#timer)
  }

  handleEvent({ type, target, detail }) {
    if (type === "submit" && target.closest("desk-composer")) this.#begin()
    else if (type === "desk-frame") this.#arrivals.set(String(detail.entry), performance.now())
    else if (type === "desk-done") this.#awaited = document.querySelector("#said a[href*='/entries/']")?.pathname.match(/entries\/(\d+)\//)?.[1]
    this.#measure()
  }

  #begin() {
    this.#sentAt = performance.now()
    this.#awaited = null
    this.#arrivals.clear()
  }

  #measure() {
    const at = this.#awaited && this.#arrivals.get(this.#awaited)
    if (!at || !this.#sentAt) return
    const seconds = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format((at - this.#sentAt) / 1000)
    this.#show("delay", this.dataset.seconds.replace("@", seconds))
    this.#sentAt = 0
  }

  async #count() {
    if (!document.hidden) {
      try {
        const found = JSON.parse((await ask(this.dataset.address)).text)
        for (const name of ["streams", "asks", "version"]) this.#show(name, found[name])
      } catch {
        // the desk says elsewhere that it hears nothing
      }
    }
    if (this.isConnected) this.#timer = setTimeout(() => this.#count(), EVERY)
  }

  #show(part, words) {
    this.querySelector(`[data-part=${part}]`).textContent = words
  }
}
customElements.define("desk-readers", DeskReaders)
