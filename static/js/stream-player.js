// <stream-player src title module down>: a live stream (HLS). Before a click there is a picture of ours and a link; then
// the browser plays it, or hls.js where it can't by itself. A stream that is down says so and is asked for again.
// The player stands in its shadow: what comes in for the link beside it (become.js) leaves it playing.
const HLS = "application/vnd.apple.mpegurl"
const STILL = 8_000 // ms that it may stand still before we take it for down
const STEADY = 30_000 // ms of playing after which a next fault is the first again
const LONGEST = 30_000 // ms between two attempts

class StreamPlayer extends HTMLElement {
  static observedAttributes = ["data-src"]
  #shown
  #video = null
  #hls = null
  #attempts = 0
  #began = 0
  #waiting // for the next attempt
  #watching // whether it moves

  connectedCallback() {
    this.#shown ??= this.#made()
    this.querySelector("a").role = "button" // without script it is a link
    for (const type of ["click", "keydown"]) this.addEventListener(type, this)
    document.addEventListener("player-starts", this)
    window.addEventListener("online", this)
  }

  disconnectedCallback() {
    this.#leave()
    document.removeEventListener("player-starts", this)
    window.removeEventListener("online", this)
  }

  attributeChangedCallback() {
    this.#leave() // it is another stream
  }

  handleEvent(event) {
    const { type, target, detail } = event
    if (type === "player-starts") detail !== this && this.#leave()
    else if (type === "online") this.#waiting && this.#open()
    else if (target.closest?.("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey && (type === "click" || event.key === " ")) {
      event.preventDefault()
      this.#start()
    }
  }

  #start() {
    this.#leave()
    this.#video = document.createElement("video")
    const { title: ariaLabel } = this.dataset
    const poster = this.querySelector("img")?.currentSrc ?? ""
    Object.assign(this.#video, { ariaLabel, poster, controls: true, playsInline: true, part: "video" })
    for (const type of ["play", "playing", "timeupdate", "error", "ended"]) this.#video.addEventListener(type, (event) => this.#played(event))
    this.#shown.card.hidden = true
    this.#shown.card.after(this.#video)
    this.#video.focus({ preventScroll: true })
    this.#attempts = 0
    this.#open()
  }

  #played({ type }) {
    if (type === "play") document.dispatchEvent(new CustomEvent("player-starts", { detail: this }))
    else if (type === "error") this.#video.hasAttribute("src") && this.#down()
    else if (type === "ended") this.#leave()
    else this.#watch()
    if (type !== "playing") return
    this.#began = Date.now()
    this.#say("")
  }

  async #open() {
    clearTimeout(this.#waiting)
    this.#waiting = null
    const video = this.#video
    this.#watch()
    try {
      if (video.canPlayType(HLS)) video.src = this.dataset.src
      else await this.#attach(video)
    } catch {
      return video === this.#video && this.#down()
    }
    video.play().catch(() => {}) // what is wrong comes as an error; one that wants a click has its controls
  }

  async #attach(video) {
    const { default: Hls } = await import(this.dataset.module)
    if (video !== this.#video || this.#hls) return
    this.#hls = new Hls({ enableWorker: false }) // a worker would need a looser policy
    this.#hls.on(Hls.Events.ERROR, (_type, { fatal }) => fatal && this.#down())
    this.#hls.loadSource(this.dataset.src)
    this.#hls.attachMedia(video)
  }

  #watch() {
    clearTimeout(this.#watching)
    this.#watching = setTimeout(() => this.#video.paused || this.#down(), STILL)
  }

  /** Say that nothing comes, and ask again: a moment later, then later and later. */
  #down() {
    if (this.#waiting) return
    if (this.#video.paused) return this.#leave()
    this.#shut()
    if (this.#began && Date.now() - this.#began > STEADY) this.#attempts = 0
    this.#began = 0
    const wait = Math.min(1000 * 2 ** this.#attempts++, LONGEST) * (0.8 + Math.random() * 0.4)
    this.#waiting = setTimeout(() => this.#open(), wait)
    this.#say(this.dataset.down)
  }

  /** Back to the picture and the link. */
  #leave() {
    if (!this.#video) return
    clearTimeout(this.#waiting)
    this.#waiting = null
    this.#shut()
    const hadFocus = this.shadowRoot.activeElement === this.#video
    this.#video.remove()
    this.#video = null
    this.#shown.card.hidden = false
    if (hadFocus) this.querySelector("a").focus({ preventScroll: true })
    this.#say("")
  }

  #shut() {
    clearTimeout(this.#watching)
    this.#hls?.destroy()
    this.#hls = null
    this.#video.removeAttribute("src")
    this.#video.load()
  }

  #say(words) {
    this.#shown.status.textContent = words
  }

  #made() {
    const [card, status] = [document.createElement("div"), document.createElement("p")]
    card.append(document.createElement("slot"))
    Object.assign(status, { role: "status", part: "status" })
    this.attachShadow({ mode: "open" }).append(card, status)
    return { card, status }
  }
}
customElements.define("stream-player", StreamPlayer)
