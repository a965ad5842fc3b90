// <live-page-embed src="https://…/live/<slug>/" entry?>: a live page, or one entry of it, on any other site. It fetches
// the frame's page and keeps it equal to that by the page's own stream. The same element, `framed`, is alive in the
// frame itself. /embed.js puts this file and its STYLE between braces, so that nothing here meets the site's own names.
const SILENCE = 40_000 // ms after which a line is given up
const AGAIN = 10_000 // ms between questions where there is no stream
const script = document.currentScript

class LivePageEmbed extends HTMLElement {
  #root = this
  #source // EventSource
  #timer
  #watch
  #heard = 0
  #isUnseen = false
  #seeing = new IntersectionObserver(([{ isIntersecting }]) => (this.#isUnseen = !isIntersecting))
  #sizing = new ResizeObserver(() => this.#tellHeight())

  connectedCallback() {
    for (const [target, type] of this.#listened()) target.addEventListener(type, this)
    this.#watch = setInterval(() => this.#source && Date.now() - this.#heard > SILENCE && this.#follow(), 5_000)
    if (this.hasAttribute("framed")) {
      this.#sizing.observe(this)
      return this.#begin()
    }
    if (!this.shadowRoot) {
      const style = new CSSStyleSheet()
      style.replaceSync(STYLE)
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [style]
      this.shadowRoot.append(document.createElement("slot")) // what stands in the element, until there is more
    }
    this.#root = this.shadowRoot
    this.#load()
  }

  disconnectedCallback() {
    for (const [target, type] of this.#listened()) target.removeEventListener(type, this)
    clearInterval(this.#watch)
    this.#seeing.disconnect()
    this.#sizing.disconnect()
    this.#close()
  }

  #listened() {
    return [[this, "click"], [document, "visibilitychange"], [window, "pagehide"], [window, "pageshow"]]
  }

  handleEvent(event) {
    const { type, persisted } = event
    if (type === "click") {
      if (event.composedPath().some((element) => element.matches?.(".news"))) this.#release()
    } else if (type === "pagehide" || document.hidden) this.#close()
    else if (this.#page && (type === "visibilitychange" || persisted)) this.#follow()
  }

  get #address() {
    return new URL(this.getAttribute("src"), location.href)
  }

  get #page() {
    return this.#root.querySelector(".embed")
  }

  get #top() {
    return this.#root.querySelector("header")
  }

  // The top of it has been scrolled away: arrivals wait. In a frame it may as well be still to come.
  get #isAbove() {
    return this.#isUnseen && (this.hasAttribute("framed") || this.#top.getBoundingClientRect().bottom < 0)
  }

  get #timeline() {
    return this.#root.querySelector(".timeline")
  }

  // The page as it is now.
  async #load() {
    this.#close()
    const entry = this.getAttribute("entry")
    try {
      const address = new URL(entry ? `entries/${encodeURIComponent(entry)}/embed/` : "embed/", this.#address)
      const answer = await fetch(address, { credentials: "omit", cache: "no-store" })
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".embed")
      if (!this.isConnected) return
      if (!found) throw new Error(answer.status)
      this.#root.replaceChildren(this.#whole(document.adoptNode(found)))
      if (!this.hasAttribute("framed")) found.querySelector("h1").ariaLevel = 2
      this.#begin()
    } catch {
      this.#timer = setTimeout(() => this.#load(), AGAIN * (1 + Math.random()))
    }
  }

  #begin() {
    this.#isUnseen = false
    this.#seeing.disconnect()
    this.#seeing.observe(this.#top)
    this.#follow()
  }

  // Where it stands, our addresses are whole, and links lead out of it.
  #whole(element) {
    for (const name of ["src", "href", "poster"])
      for (const one of element.querySelectorAll(`[${name}]`)) one[name] = new URL(one.getAttribute(name), this.#address)
    for (const one of element.querySelectorAll("[srcset]"))
      one.srcset = one.srcset.replace(/(^|, )(\S+)/g, (_, before, address) => before + new URL(address, this.#address))
    for (const link of element.querySelectorAll("a")) link.target = "_blank"
    return element
  }

  #made(html) {
    const template = document.createElement("template")
    template.innerHTML = html
    return this.#whole(template.content).firstElementChild
  }

  // The line

  #close() {
    this.#source?.close()
    this.#source = null
    clearTimeout(this.#timer)
  }

  #follow() {
    this.#close()
    if (document.hidden) return
    this.#heard = Date.now()
    const source = (this.#source = new EventSource(new URL(`stream?after=${this.#page.dataset.version}`, this.#address)))
    const take = (event) => source === this.#source && this.#take(event)
    for (const kind of ["arrived", "changed", "gone", "page", "beat", "reset"]) source.addEventListener(kind, take)
    source.onerror = () => source.readyState === EventSource.CLOSED && source === this.#source && this.#poll()
  }

  #take({ type, data }) {
    this.#heard = Date.now()
    if (type === "reset") return this.#load()
    const said = JSON.parse(data)
    if (type === "beat" ? said.version > this.#page.dataset.version : !this.#apply(said)) this.#follow()
  }

  // No stream here, or the server is full: the change list now and then, and the stream again after a minute.
  #poll(left = 6) {
    this.#close()
    this.#timer = setTimeout(async () => {
      try {
        const address = new URL(`changes?after=${this.#page.dataset.version}`, this.#address)
        const { reset, frames } = await (await fetch(address, { credentials: "omit" })).json()
        if (reset) return this.#load()
        frames.every((frame) => this.#apply(frame))
      } catch {
        // the line is down: so it is the next time, or not
      }
      if (this.isConnected && !document.hidden) left ? this.#poll(left - 1) : this.#follow()
    }, AGAIN * (0.75 + Math.random() / 2))
  }

  // One version more; false when one is missing in between.
  #apply({ version, entry, html, place, parts = {} }) {
    const page = this.#page.dataset
    if (version <= page.version) return true
    if (version > Number(page.version) + 1) return false
    page.version = version
    if (parts.state) this.#root.querySelector("[data-part=state]").replaceWith(this.#made(parts.state))
    if (parts.heading)
      this.#root.querySelector("h1 a").textContent = this.#made(parts.heading).querySelector("h1").textContent
    if (entry && (!this.hasAttribute("entry") || entry === Number(this.getAttribute("entry")))) this.#put(entry, html, place)
    return true
  }

  #put(id, html, place) {
    const old = this.#timeline.querySelector(`#entry-${id}`)
    if (!html || (!old && this.hasAttribute("entry"))) return (old || html) && this.#load()
    const entry = this.#made(html)
    if (old?.dataset.place === place) {
      entry.hidden = old.hidden
      return old.replaceWith(entry)
    }
    old?.remove()
    const next = [...this.#timeline.children].find((other) => isNewer(place, other.dataset.place))
    if (!next && this.#timeline.children.length >= this.#page.dataset.limit) return
    this.#timeline.insertBefore(entry, next ?? null)
    if (old || this.#timeline.firstElementChild !== entry) return
    entry.hidden = this.#isAbove
    this.#count()
  }

  // How many wait, on the button and, politely, to screen readers; where none does, the oldest leave.
  #count() {
    const waiting = this.#timeline.querySelectorAll(":scope > [hidden]").length
    const words = waiting > 1 ? this.#page.dataset.many.replace("#", waiting) : this.#page.dataset.one
    const button = this.#root.querySelector(".news")
    button.textContent = words
    button.hidden = !waiting
    this.#root.querySelector("[role=status]").textContent = words
    while (!waiting && this.#timeline.children.length > this.#page.dataset.limit) this.#timeline.lastElementChild.remove()
  }

  #release() {
    const first = this.#timeline.firstElementChild
    for (const entry of this.#timeline.children) entry.hidden = false
    this.#count()
    this.#root.querySelector("[role=status]").textContent = ""
    first.tabIndex = -1
    first.focus()
  }

  // To whoever frames us: a number and nothing else. Nothing is listened to in the frame.
  #tellHeight() {
    if (parent !== window) parent.postMessage({ livePageHeight: Math.ceil(this.getBoundingClientRect().height) }, "*")
  }
}

// Places are "microseconds.id".
function isNewer(one, other) {
  const [[at, id], [otherAt, otherId]] = [one.split(".").map(Number), other.split(".").map(Number)]
  return at === otherAt ? id > otherId : at > otherAt
}

if (!customElements.get("live-page-embed")) {
  customElements.define("live-page-embed", LivePageEmbed)
  // On the other site: give a frame of ours the height that it says it has.
  if (script && !("framed" in script.dataset))
    addEventListener("message", ({ origin, source, data }) => {
      const height = data?.livePageHeight
      if (origin !== new URL(script.src).origin || !Number.isInteger(height) || height < 1 || height > 50_000) return
      const frame = [...document.querySelectorAll("iframe")].find(({ contentWindow }) => contentWindow === source)
      if (frame) frame.height = height
    })
}
