// <live-page>: keeps an open page equal to a fresh one. Frames may come twice, never with a gap.
const HIDDEN_LINE = 60_000 // ms a tab that nobody sees keeps its stream
const KEPT = 150 // entries a page holds; older ones are let go when nobody reads them
const GLIDING = ".columns, .key-events li, :is(.hero-inner, .columns, .rail, .updates, .timeline, .key-events, .key-events details) > *"
const RECALLED = 500 // changes of entries that are not here
const AT_ONCE = 20 // frames that are shown in one painting: a burst must not hold up whoever scrolls

class LivePage extends HTMLElement {
  version = 0 // what has come in; what shows follows with the next painting
  #frames = [] // that do not show yet
  #line = new LiveLine(this)
  #hiding
  #last = Date.now()
  #owed = 0 // px: a screen scrolls by whole ones, and parts of them would add up
  #glides = [] // animations that may still run
  #elsewhere = new Map() // id → what was last said of an entry that is not here

  connectedCallback() {
    this.version ||= +this.dataset.version
    const [hash, id] = location.hash.match(/^#entry-(\d+)$/) ?? []
    if (hash && !this.dataset.at && !this.querySelector(hash)) return location.replace(`${location.pathname}entries/${id}/`) // left the page
    for (const [target, type] of this.#listened()) target.addEventListener(type, this)
    this.#line.open()
  }

  disconnectedCallback() {
    for (const [target, type] of this.#listened()) target.removeEventListener(type, this)
    this.#line.close()
  }

  #listened() {
    const windows = ["pageshow", "pagehide", "online", "offline"].map((type) => [window, type])
    return [...windows, [document, "visibilitychange"], [this, "click"]]
  }

  handleEvent(event) {
    if (event.type === "click") return this.#goTo(event)
    clearTimeout(this.#hiding)
    if (event.type === "offline") this.told("lost")
    else if (event.type === "pagehide") this.#line.close() // or the back/forward cache would not take the page
    else if (event.type === "online" || (event.type === "pageshow" && event.persisted)) this.#line.open()
    else if (event.type === "visibilitychange" && document.hidden) {
      this.#bring()
      this.#keepingPlace(() => this.querySelectorAll(".gone").forEach((line) => line.remove()))
      this.#hiding = setTimeout(() => this.#line.rest(), HIDDEN_LINE)
    } else if (event.type === "visibilitychange") this.#line.open()
  }

  // Take one version more; false when one is missing in between.
  apply(frame) {
    if (frame.version <= this.version) return true
    if (frame.version > this.version + 1) return false
    this.version = frame.version
    this.#last = Date.now()
    this.#frames.push(frame)
    if (document.hidden) this.#bring() // nothing is painted there
    else if (this.#frames.length === 1) this.#soon()
    return true
  }

  // Whether all that has come in shows.
  get isCurrent() {
    return !this.#frames.length
  }

  // When all have come to rest, and a painting has said so: what is pushed on its way jumps (and Chromium counts it).
  async #soon() {
    await Promise.allSettled(this.#glides.map((glide) => glide.finished))
    requestAnimationFrame(() => requestAnimationFrame(() => this.#bring(AT_ONCE)))
  }

  #bring(most = Infinity) {
    const frames = this.#frames.splice(0, most)
    if (this.#frames.length) this.#soon()
    if (!frames.length) return
    this.#keepingPlace((isReading) => {
      for (const frame of frames) this.#show(frame)
      this.#news.tell(isReading)
      this.#letGo()
      since()?.look()
    })
  }

  #show(frame) {
    if (frame.entry) this.#put(frame)
    for (const [name, html] of Object.entries(frame.parts ?? {})) {
      const [old, part] = [this.querySelector(`[data-part="${name}"]`), made(html)]
      const words = old?.dataset.words
      if (old) become(old, part)
      if (old && words !== part.dataset.words) this.#reword()
    }
  }

  // The page as it is now, from the server: this one's cursor is of no use any more.
  async begin_anew() {
    const answer = await fetch(location.pathname + location.search, { cache: "no-store" })
    if (answer.status >= 500) throw new Error(answer.statusText)
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
    const page = fresh.querySelector("live-page")
    if (!page) return location.reload() // it is public no more
    const { lang, dir } = fresh.documentElement
    if (lang !== document.documentElement.lang)
      for (const part of [".skip", ".bar", ".foot"]) document.querySelector(part)?.replaceWith(fresh.querySelector(part) ?? "")
    Object.assign(document.documentElement, { lang, dir })
    Object.assign(this.dataset, page.dataset)
    this.version = +page.dataset.version
    this.#frames = []
    const tools = this.querySelector(".tools")
    this.#keepingPlace(() => this.replaceChildren(...document.adoptNode(page).childNodes))
    const words = (element) => element?.querySelector("summary")?.textContent
    const fresh_tools = this.querySelector(".tools")
    if (words(tools) === words(fresh_tools)) fresh_tools?.replaceWith(tools) // what is being typed there stays
    this.#elsewhere.clear()
    this.#news.count()
    since()?.look()
  }

  // How the line is, in words, only when it matters: "" or "lost".
  told(state) {
    if (state) this.writing(false)
    this.#say(state && this.dataset[state].replace("#", clock(this.#last, this.dataset.zone)), "told")
  }

  // That somebody at the desk writes just now, where the desk lets readers know.
  writing(isTrue) {
    this.toggleAttribute("writing", !!isTrue)
  }

  // A stretch as of this version has come in: what was said since of its entries, again.
  recall(version) {
    for (const frame of [...this.#elsewhere.values()]) if (frame.version > version) this.#put(frame)
    this.#news.count()
  }

  #put(frame) {
    const { entry: id, html, place } = frame
    const timeline = this.querySelector(".timeline")
    const old = document.getElementById(`entry-${id}`)
    const entry = html && made(html)
    this.#elsewhere.delete(id)
    this.querySelector(`.gone[data-of="${id}"]`)?.remove()
    if (!entry || (this.hasAttribute("only-key") && !entry.matches(".is-key"))) return this.#gone(old, frame)
    if (old) {
      const isInPlace = old.dataset.place === place
      become(old, entry)
      if (id === +this.dataset.at) this.querySelector("h1").textContent = old.querySelector("share-entry").dataset.title
      if (isInPlace) return
    }
    const next = [...timeline.querySelectorAll(".entry")].find((other) => other !== old && isNewer(place, other.dataset.place))
    if (next ? this.#news.onlyCounts(frame, next) : this.#isBeyond(place)) {
      old?.remove()
      return this.#note(frame)
    }
    timeline.insertBefore(old ?? entry, next ?? null)
    if (!old && entry === timeline.querySelector(".entry")) this.#news.receive(entry)
  }

  // Older than the stretch that this page shows: the link beneath it leads there.
  #isBeyond(place) {
    const last = this.querySelector(".timeline ~ older-entries").before
    return last !== null && place !== last && !isNewer(place, last)
  }

  #note(frame) {
    this.#elsewhere.set(frame.entry, frame)
    if (this.#elsewhere.size > RECALLED) this.#elsewhere.delete(this.#elsewhere.keys().next().value)
  }

  // Whoever sees an entry withdrawn is told so by a line in its place, until the next visit.
  #gone(old, frame) {
    if (old && !frame.html && !old.hidden && !document.hidden) {
      const line = Object.assign(document.createElement("p"), { className: "gone", textContent: this.dataset.gone, tabIndex: -1 })
      line.dataset.of = frame.entry
      const hadFocus = old.contains(document.activeElement)
      old.replaceWith(line)
      if (hadFocus) line.focus({ preventScroll: true })
    } else old?.remove()
    this.#note(frame)
    this.#news.forget(`entry-${frame.entry}`)
  }

  // Far more entries than anybody reads at once: the oldest go, as long as they are well below the screen.
  #letGo() {
    if (this.#news.keep(KEPT)) return // some wait: whoever shows them makes room
    const shown = this.querySelectorAll(".timeline > .entry")
    if (shown.length <= KEPT + 20 || topOf(shown[KEPT]) < innerHeight * 2) return
    this.cutAfter(shown[KEPT - 1])
  }

  // Let go of what stands beneath this entry.
  cutAfter(last) {
    while (last.nextSibling) last.nextSibling.remove()
    this.querySelector(".timeline ~ older-entries").begin(last.dataset.place)
  }

  // To screen readers, politely.
  count(words) {
    this.#say(words, "unseen")
  }

  #say(words, look) {
    const status = this.querySelector("[role=status]")
    const before = status.firstElementChild
    if (!words && before?.className !== look) return // nothing to take back
    if (before?.textContent === words && look === "told") return
    const span = document.createElement("span")
    span.className = look
    span.textContent = words
    status.replaceChildren(...(words ? [span] : []))
  }

  get #news() {
    return this.querySelector("new-entries")
  }

  // Zone, language or direction are others: so is every entry. A beat tells, where this fails, that we are behind.
  #reword() {
    const behind = this.version - 1
    this.begin_anew().catch(() => (this.version = behind))
  }

  // To an entry that has its own page: in this one, as long as it is here.
  #goTo(event) {
    const id = event.target.closest("[data-entry]")?.dataset.entry
    const entry = id && document.getElementById(`entry-${id}`)
    if (!entry || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    this.#news.release()
    if (!entry.isConnected) return // let go just now: it has a page of its own
    event.preventDefault()
    location.hash = entry.id
  }

  // What is being read stays where it is on the screen, whatever changes above it; what moves, glides.
  #keepingPlace(change) {
    const at = (y) => document.elementFromPoint(innerWidth / 2, y)?.closest(".entry, [data-part]")
    const isReading = scrollY > 100 || this.dataset.at // asked before: afterwards the page has to be laid out for it
    const read = isReading ? (at(innerHeight / 3) ?? at((innerHeight * 2) / 3)) : null
    const blocks = document.hidden ? [] : [...this.querySelectorAll(GLIDING)]
    const seen = new Map(blocks.map((block) => [block, block.getBoundingClientRect()]))
    const [before, scrolled] = [read && topOf(read), scrollY]
    change(isReading)
    const same = read && (read.id ? `#${read.id}` : `[data-part="${read.dataset.part}"]`)
    const now = read?.isConnected ? read : same && this.querySelector(same)
    const moved = () => topOf(now) - before + this.#owed
    if (now) {
      scrollBy({ top: moved(), behavior: "instant" })
      this.#owed = moved() % 1
    }
    this.#glide(seen, scrollY - scrolled)
  }

  // Blocks that were pushed aside go there softly, so that nothing jumps: each as far as the one around it does not
  // take it along. At once for who wants no motion, and where more waits than an eye could follow.
  #glide(seen, scrolled) {
    const isIn = ({ top, bottom }) => top < innerHeight && bottom > 0
    const [ways, own] = [new Map(), []]
    for (const [block, from] of seen) {
      const to = block.getBoundingClientRect()
      const around = ways.get(block.parentElement?.closest(GLIDING)) ?? 0
      let way = from.top - to.top
      if (!from.height || !to.height || !(isIn(from) || isIn(to))) way = around // nobody sees it
      else if (Math.abs(way) < 1 || Math.abs(way - scrolled) < 1) way = 0 // still on the screen, or in the page
      ways.set(block, way)
      if (way !== around) own.push([block, way - around])
    }
    const duration = this.#frames.length || matchMedia("(prefers-reduced-motion: reduce)").matches ? 1 : 240
    // Only now, or each would lay out the page.
    this.#glides = own.map(([block, way]) =>
      block.animate([{ transform: `translateY(${way}px)` }, { transform: "none" }], { duration, easing: "ease-out" }),
    )
  }
}

function topOf(block) {
  return block.getBoundingClientRect().top
}

function since() {
  return document.querySelector("since-left")
}

function made(html) {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content.firstElementChild
}

// Places are "microseconds.id".
function isNewer(one, other) {
  const [at, id] = one.split(".").map(Number)
  const [otherAt, otherId] = other.split(".").map(Number)
  return at === otherAt ? id > otherId : at > otherAt
}

customElements.define("live-page", LivePage)
