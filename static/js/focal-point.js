// <focal-point>: the spot of a picture that stays in every crop of it; set by a click or by the arrow keys.
// With `data-sets` (two ids: from the left, from the top) it stands for those fields of a form.
const STEP = 0.05

class FocalPoint extends HTMLElement {
  connectedCallback() {
    for (const type of ["click", "keydown"]) this.addEventListener(type, this)
    for (const field of this.#fields()) field.closest(".form-row").hidden = true
    this.set(...(this.dataset.sets ? this.#fields().map(({ value }) => Number(value)) : [0.5, 0.5]))
  }

  disconnectedCallback() {
    for (const type of ["click", "keydown"]) this.removeEventListener(type, this)
  }

  /** From the left and from the top, 0 to 1: of the picture, so it is the same in every direction of writing. */
  get point() {
    return { focal_x: this.x, focal_y: this.y }
  }

  set(x, y) {
    const inside = (part) => Math.round(Math.min(1, Math.max(0, part)) * 100) / 100
    this.x = inside(x)
    this.y = inside(y)
    this.style.setProperty("--focal-x", `${this.x * 100}%`)
    this.style.setProperty("--focal-y", `${this.y * 100}%`)
    const said = this.dataset.said.replace("@x", Math.round(this.x * 100)).replace("@y", Math.round(this.y * 100))
    this.querySelector("output").textContent = said
  }

  handleEvent(event) {
    if (event.type === "keydown") this.#move(event)
    else if (event.target.matches("img")) this.#point(event)
  }

  #move(event) {
    const step = event.shiftKey ? STEP / 5 : STEP
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key]
    if (!way || !event.target.matches("button")) return
    event.preventDefault()
    this.#choose(this.x + way[0], this.y + way[1])
  }

  #point({ target, clientX, clientY }) {
    const box = target.getBoundingClientRect()
    this.#choose((clientX - box.left) / box.width, (clientY - box.top) / box.height)
    this.querySelector("button").focus()
  }

  #choose(x, y) {
    this.set(x, y)
    for (const [way, field] of this.#fields().entries()) field.value = [this.x, this.y][way]
  }

  #fields() {
    return (this.dataset.sets?.split(" ") ?? []).map((id) => document.getElementById(id))
  }
}
customElements.define("focal-point", FocalPoint)
