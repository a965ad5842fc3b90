// What a reader's browser keeps for them. Nothing of it is ever sent.
function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(`liveblog-${name}`, JSON.stringify(value))
    return JSON.parse(localStorage.getItem(`liveblog-${name}`)) ?? {}
  } catch {
    return {} // this browser keeps nothing
  }
}

// <reader-choices>: what a reader may turn on and off; `mine` shows their own time beside the page's.
class ReaderChoices extends HTMLElement {
  #watch = new MutationObserver(() => this.#showMine())

  connectedCallback() {
    const choices = kept("choices")
    for (const box of this.querySelectorAll("input")) box.checked = choices[box.name] ?? box.checked
    this.addEventListener("change", this)
    this.#apply()
  }

  disconnectedCallback() {
    this.removeEventListener("change", this)
    this.#watch.disconnect()
  }

  handleEvent({ target }) {
    kept("choices", { ...kept("choices"), [target.name]: target.checked })
    document.dispatchEvent(new Event("choice"))
    this.#apply()
  }

  #apply() {
    this.#watch.disconnect()
    for (const time of document.querySelectorAll("time[data-mine]")) time.removeAttribute("data-mine")
    if (!this.querySelector("[name=mine]").checked) return
    this.#watch.observe(document.querySelector("live-page"), { childList: true, subtree: true })
    this.#showMine()
  }

  #showMine() {
    for (const time of document.querySelectorAll(".entry-time time:not([data-mine])")) {
      time.dataset.mine = this.dataset.mine.replace("#", clock(time.dateTime))
    }
  }
}

// A moment by a clock: the reader's own, or that of a zone.
function clock(at, timeZone, more) {
  const how = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone, ...more }
  return new Intl.DateTimeFormat(document.documentElement.lang, how).format(new Date(at))
}
customElements.define("reader-choices", ReaderChoices)
