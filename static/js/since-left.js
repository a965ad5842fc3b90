// <since-left>: a line between what a reader saw here before and what has come since, and a button and two keys
// (n, p) that lead from new to new. Kept in this browser alone; the choice `since` turns all of it off.
const AWAY = 60_000 // ms: who saw nothing for so long has been away (a sleeping machine says nothing)
const CATCHING_UP = 20_000 // what comes in this time after a return was missed
const REMEMBERED = 30 // pages

class SinceLeft extends HTMLElement {
  #left // place of the newest entry seen before the line, and when that was
  #missed // the same at the last return, until something newer shows
  #until = 0
  #awake = Date.now()
  #timer
  #line = Object.assign(document.createElement("p"), { className: "since", tabIndex: -1 })
  #watch = new IntersectionObserver(([line]) => (this.firstElementChild.hidden = line.isIntersecting), {
    rootMargin: "999999px 0px 0px", // what is above has been passed
  })

  connectedCallback() {
    this.addEventListener("click", this)
    for (const type of ["visibilitychange", "keydown", "choice"]) document.addEventListener(type, this)
    addEventListener("pageshow", this)
    this.#timer = setInterval(() => this.#tick(), 5_000)
    this.#back()
  }

  disconnectedCallback() {
    this.removeEventListener("click", this)
    for (const type of ["visibilitychange", "keydown", "choice"]) document.removeEventListener(type, this)
    removeEventListener("pageshow", this)
    clearInterval(this.#timer)
    this.#watch.disconnect()
  }

  handleEvent(event) {
    if (event.type === "click") this.#go(1)
    else if (event.type === "keydown") this.#key(event)
    else if (event.type === "choice") this.#isOff ? this.#forget() : this.look()
    else if (document.hidden) this.#remember()
    else if (event.type === "visibilitychange" || event.persisted) this.#back()
  }

  // The timeline is another: draw the line where a returning reader left, and keep in mind what is seen.
  look() {
    if (this.#isOff || document.hidden) return
    const newest = this.#shown[0]?.dataset.place
    if (newest && this.#missed && Date.now() < this.#until && isNewer(newest, this.#missed.place)) {
      this.#left = this.#missed
      this.#missed = null
    }
    if (this.#left) this.#draw()
    this.#remember()
  }

  get #isOff() {
    return kept("choices").since === false
  }

  get #shown() {
    return [...document.querySelectorAll(".timeline > .entry:not([hidden])")]
  }

  #tick() {
    const slept = Date.now() - this.#awake > AWAY
    this.#awake = Date.now()
    if (document.hidden) return
    if (slept) this.#back()
    else this.#remember()
  }

  #back() {
    this.#missed = kept("seen")[location.pathname]
    this.#until = Date.now() + CATCHING_UP
    this.look()
  }

  #draw() {
    const first = this.#shown.find((entry) => !isNewer(entry.dataset.place, this.#left.place))
    const day = Date.now() - this.#left.at > 43_200_000 ? { day: "numeric", month: "long" } : {}
    const zone = document.querySelector("live-page").dataset.zone
    this.#line.textContent = this.dataset.since.replace("#", clock(this.#left.at, zone, day))
    if (this.#line.isConnected && this.#line.nextElementSibling === (first ?? null)) return
    document.querySelector(".timeline").insertBefore(this.#line, first ?? null)
    this.#watch.disconnect() // one that comes in out of sight would not be told
    this.#watch.observe(this.#line)
  }

  #remember() {
    const { [location.pathname]: before, ...others } = kept("seen")
    const newest = this.#shown[0]?.dataset.place
    if (this.#isOff || !newest) return
    const place = before && isNewer(before.place, newest) ? before.place : newest
    const at = document.hidden ? this.#awake : Date.now()
    kept("seen", Object.fromEntries([[location.pathname, { place, at }], ...Object.entries(others).slice(0, REMEMBERED)]))
  }

  #forget() {
    kept("seen", {})
    this.#left = this.#missed = null
    this.#line.remove()
    this.#watch.disconnect()
    this.firstElementChild.hidden = true
  }

  #key(event) {
    if (this.#isOff || event.ctrlKey || event.metaKey || event.altKey || !this.#line.isConnected) return
    if (event.target.closest?.("input, textarea, select, video, [contenteditable]")) return
    const step = { n: 1, p: -1 }[event.key]
    if (step) this.#go(step)
  }

  // To the next new entry (1) or the one before (-1); after the last comes the line.
  #go(step) {
    const isAbove = (entry) => this.#line.compareDocumentPosition(entry) & Node.DOCUMENT_POSITION_PRECEDING
    const news = [...this.#shown.filter(isAbove), this.#line]
    const here = news.indexOf(document.activeElement?.closest(".entry, .since"))
    const nearest = step > 0 ? news.find((entry) => topOf(entry) > 40) : news.findLast((entry) => topOf(entry) < 0)
    show(here < 0 ? nearest : news[here + step])
  }
}

// Bring an entry to the top of the screen, focus and all.
function show(entry) {
  focusOn(entry)
  entry?.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" })
}
customElements.define("since-left", SinceLeft)
