// <older-entries>: brings the next stretch of the timeline in place; its link leads there without it.
// `auto`: by scrolling, too.
let turn = Promise.resolve() // one stretch a painting: of two, Chromium counts what the other pushed as a layout shift

class OlderEntries extends HTMLElement {
  #isLoading = false
  #watch = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.hasAttribute("auto") && this.#load(), {
    rootMargin: "300px",
  })

  connectedCallback() {
    this.addEventListener("click", this)
    this.#watch.observe(this)
  }

  disconnectedCallback() {
    this.#watch.disconnect()
  }

  handleEvent(event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || !event.target.closest("a")) return
    event.preventDefault()
    this.#load(true)
  }

  get #link() {
    return this.querySelector("a")
  }

  // The place before which older ones stand; null if there are none.
  get before() {
    return this.#link.hidden ? null : new URL(this.#link.href).searchParams.get("before")
  }

  // Entries after this place were let go: they come back by scrolling.
  begin(place) {
    const link = this.#link
    link.href = `${this.dataset.older}?before=${place}${this.dataset.more ?? ""}`
    link.hidden = false
    this.setAttribute("auto", "")
  }

  async #load(isAsked) {
    const link = this.#link
    if (this.#isLoading || link.hidden) return
    this.#isLoading = true
    try {
      const answer = await fetch(link.href, { cache: "no-store" }) // or a browser gives what it has, and asks behind our back
      if (!answer.ok) throw answer
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
      await (turn = turn.then(() => new Promise(requestAnimationFrame)))
      this.#put(fresh, isAsked)
    } catch {
      this.removeAttribute("auto")
      if (isAsked) location.assign(link.href)
    } finally {
      this.#isLoading = false
      this.#watch.unobserve(this) // or, still in view after a short stretch, it would be silent
      this.#watch.observe(this)
    }
  }

  #put(fresh, isAsked) {
    const link = this.#link
    const way = link.className
    const timeline = this.parentElement.querySelector(".timeline")
    const stretch = fresh.querySelector(".timeline")
    const entries = [...stretch.children].filter((entry) => !document.getElementById(entry.id))
    const first = timeline.firstElementChild ?? timeline
    const top = topOf(first)
    const next = fresh.querySelector(`a.${way}[href]`)
    link.hidden = !next
    if (next) link.href = next.href
    if (way === "older") timeline.append(...entries)
    else timeline.prepend(...entries)
    this.closest("live-page").recall(+stretch.dataset.version)
    if (way === "newer") scrollBy({ top: topOf(first) - top, behavior: "instant" })
    if (isAsked) focusOn(entries.at(way === "older" ? 0 : -1))
  }
}

function focusOn(entry) {
  if (!entry) return
  entry.tabIndex = -1
  entry.focus({ preventScroll: true })
}
customElements.define("older-entries", OlderEntries)
