// <embed-card provider player title load warn always>: what we hold of a post or video elsewhere. Its button puts the
// provider's own frame in its place; nothing of theirs is asked for before, unless this browser was told so.
// Button and frame stand in its shadow: what comes in for the card (become.js) leaves them as they are.
const LOADED_BY_THEMSELVES = "liveblog-embeds" // names of providers, parted by spaces

class EmbedCard extends HTMLElement {
  #frame = null
  #shown

  connectedCallback() {
    if (!this.dataset.player) return
    this.#shown ??= this.#made()
    document.addEventListener("player-starts", this)
    window.addEventListener("blur", this)
    this.#shown.always.checked = loadedByThemselves().includes(this.dataset.provider)
    if (this.#shown.always.checked) this.#load()
  }

  disconnectedCallback() {
    document.removeEventListener("player-starts", this)
    window.removeEventListener("blur", this)
  }

  handleEvent({ type, target, detail }) {
    if (type === "player-starts") return detail !== this && this.#stop()
    if (type === "blur") return this.#frame && document.activeElement === this && this.#tell()
    if (type === "change") return this.#remember(target.checked)
    this.#load()
    this.#frame.focus()
    this.#tell()
  }

  #load() {
    if (this.#frame) return
    this.#frame = element("iframe", { part: "frame", title: this.dataset.title, src: this.dataset.player, loading: "lazy" })
    this.#frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation"
    this.#frame.allow = "fullscreen; encrypted-media; picture-in-picture"
    this.#shown.card.after(this.#frame)
    this.#shown.card.hidden = this.#shown.button.hidden = this.#shown.warn.hidden = true
  }

  /** Another one plays now: what could go on sounding is a card again. */
  #stop() {
    if (!this.#frame || !this.closest(".is-video, .is-audio")) return
    this.#frame.remove()
    this.#frame = null
    this.#shown.card.hidden = this.#shown.button.hidden = this.#shown.warn.hidden = false
  }

  #tell() {
    document.dispatchEvent(new CustomEvent("player-starts", { detail: this }))
  }

  #remember(isAlways) {
    const others = loadedByThemselves().filter((name) => name !== this.dataset.provider)
    try {
      localStorage.setItem(LOADED_BY_THEMSELVES, [...others, ...(isAlways ? [this.dataset.provider] : [])].join(" "))
    } catch {
      return // a browser that keeps nothing asks each time
    }
    if (isAlways) this.#load()
  }

  #made() {
    const card = element("div", {}, element("slot"))
    const button = element("button", { type: "button", part: "button" }, this.dataset.load)
    const warn = element("span", { part: "warn" }, this.dataset.warn)
    const always = element("input", { type: "checkbox" })
    const foot = element("p", { part: "foot" }, button, warn, element("label", { part: "always" }, always, ` ${this.dataset.always}`))
    button.addEventListener("click", this)
    always.addEventListener("change", this)
    this.attachShadow({ mode: "open" }).append(card, foot)
    return { card, button, warn, always }
  }
}

function element(name, attributes = {}, ...parts) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...parts)
  return made
}

function loadedByThemselves() {
  try {
    return (localStorage.getItem(LOADED_BY_THEMSELVES) ?? "").split(" ")
  } catch {
    return []
  }
}
customElements.define("embed-card", EmbedCard)
