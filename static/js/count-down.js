// <count-down at zone>: how long until a moment, every second, and when that is by one's own clock
// where it differs from the page's. Its words are attributes: in, now, mine.
class CountDown extends HTMLElement {
  #timer

  connectedCallback() {
    this.#timer = setInterval(() => this.#show(), 1000)
    this.#show()
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
  }

  get #mine() {
    const at = new Date(this.getAttribute("at"))
    const by = (timeZone) => at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone })
    return by(this.getAttribute("zone")) === by() ? "" : ` · ${by()} ${this.getAttribute("mine")}`
  }

  #show() {
    const left = Math.ceil((new Date(this.getAttribute("at")) - Date.now()) / 1000)
    this.textContent = (left > 0 ? `${this.getAttribute("in")} ${spelt(left)}` : this.getAttribute("now")) + this.#mine
  }
}
customElements.define("count-down", CountDown)

function spelt(seconds) {
  const two = (number) => String(number).padStart(2, "0")
  const [days, hours, minutes] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60]
  if (days) return `${days} d ${hours} h`
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
