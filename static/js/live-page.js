// <live-page>: keeps an open page equal to a fresh one. Frames may come twice, never with a gap.
const HIDDEN_LINE = 60_000 // ms a tab that nobody sees keeps its stream

class LivePage extends HTMLElement {
  version = 0
  #line = new LiveLine(this)
  #hiding
  #last = new Date()

  connectedCallback() {
    this.version ||= Number(this.dataset.version)
    const [hash, id] = location.hash.match(/^#entry-(\d+)$/) ?? []
    if (hash && !this.querySelector(hash)) return location.replace(`${location.pathname}entries/${id}/`) // left the page
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
      this.#hiding = setTimeout(() => this.#line.rest(), HIDDEN_LINE)
    } else if (event.type === "visibilitychange") this.#line.open()
  }

  // Bring one version more; false when one is missing in between.
  apply(frame) {
    if (frame.version <= this.version) return true
    if (frame.version > this.version + 1) return false
    this.version = frame.version
    this.#last = new Date()
    this.#keepingPlace(() => {
      if (frame.entry) this.#put(frame)
      for (const [name, html] of Object.entries(frame.parts ?? {})) {
        const [old, part] = [this.querySelector(`[data-part="${name}"]`), made(html)]
        old?.replaceWith(part)
        if (name === "heading") this.#news.count()
        if (old?.dataset.words !== part.dataset.words) this.#reword()
      }
    })
    return true
  }

  // The page as it is now, from the server: this one's cursor is of no use any more.
  async begin_anew() {
    const answer = await fetch(location.pathname, { cache: "no-store" })
    if (answer.status >= 500) throw new Error(answer.statusText)
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
    const page = fresh.querySelector("live-page")
    if (!page) return location.reload() // it is public no more
    const { lang, dir } = fresh.documentElement
    Object.assign(document.documentElement, { lang, dir })
    Object.assign(this.dataset, page.dataset)
    this.version = Number(page.dataset.version)
    this.#keepingPlace(() => this.replaceChildren(...document.adoptNode(page).childNodes))
    this.#news.count()
  }

  // How the line is, in words, only when it matters: "" or "lost".
  told(state) {
    this.#say(state && this.dataset[state].replace("#", this.#last.toTimeString().slice(0, 5)), "told")
  }

  #put({ entry: id, html, place }) {
    const timeline = this.querySelector(".timeline")
    const old = document.getElementById(`entry-${id}`)
    if (!html) return this.#gone(old)
    const entry = made(html)
    if (old) {
      entry.hidden = old.hidden
      if (old.dataset.place === place) return old.replaceWith(entry)
      old.remove()
    }
    const next = [...timeline.children].find((other) => isNewer(place, other.dataset.place))
    if (!next && this.#isBeyond(place)) return
    timeline.insertBefore(entry, next ?? null)
    if (!old && entry === timeline.firstElementChild) this.#arrived(entry)
  }

  // Older than the stretch that this page shows: the link beneath it leads there.
  #isBeyond(place) {
    const older = this.querySelector(".older")
    const last = older && new URL(older.href).searchParams.get("before")
    return last !== null && place !== last && !isNewer(place, last)
  }

  #gone(old) {
    old?.remove()
    this.#news.count()
  }

  #arrived(entry) {
    this.#news.receive(entry)
    this.#say(this.#news.words(document.querySelectorAll(".timeline > [hidden]").length || 1), "unseen")
  }

  #say(words, look) {
    const status = this.querySelector("[role=status]")
    const before = status.firstElementChild
    if (!words && before?.className !== look) return // nothing to take back
    if (before?.textContent === words && before.className === look) return
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
    event.preventDefault()
    this.#news.release()
    location.hash = entry.id
  }

  // What is being read stays where it is on the screen, whatever changes above it.
  #keepingPlace(change) {
    const at = (y) => document.elementFromPoint(innerWidth / 2, y)?.closest(".entry, [data-part]")
    const read = scrollY > 100 ? (at(innerHeight / 3) ?? at((innerHeight * 2) / 3)) : null
    const before = read?.getBoundingClientRect().top
    change()
    const same = read && (read.id ? `#${read.id}` : `[data-part="${read.dataset.part}"]`)
    const now = read?.isConnected ? read : same && this.querySelector(same)
    const moved = now ? now.getBoundingClientRect().top - before : 0
    if (moved) scrollBy({ top: moved, behavior: "instant" })
  }
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
