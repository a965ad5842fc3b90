// <starts-in at="…">: how long until an announced page starts, in its language; quietly, a minute at a time.
class StartsIn extends HTMLElement {
  #timer

  connectedCallback() {
    this.#timer = setInterval(() => this.#show(), 20_000)
    this.#show()
  }

  disconnectedCallback() {
    clearInterval(this.#timer)
  }

  #show() {
    const minutes = Math.ceil((new Date(this.getAttribute("at")) - Date.now()) / 60_000)
    const [number, unit] = minutes < 100 ? [minutes, "minute"] : minutes < 2_880 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1_440), "day"]
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" })
    this.textContent = minutes > 0 ? ` (${words.format(number, unit)})` : ""
  }
}
customElements.define("starts-in", StartsIn)
