// <look-choice>: light, dark or as the device. Runs before the page is painted, so nothing flashes;
// the choice stays in this browser. Without storage it holds for this page, without JavaScript there is no choice.
const looks = ["light", "dark"]

function look() {
  try {
    return localStorage.getItem("look")
  } catch {
    return document.documentElement.dataset.look
  }
}

function wear(chosen) {
  if (looks.includes(chosen)) document.documentElement.dataset.look = chosen
  else delete document.documentElement.dataset.look
}

wear(look())

class LookChoice extends HTMLElement {
  connectedCallback() {
    this.hidden = false
    this.addEventListener("change", this)
    window.addEventListener("storage", this)
    window.addEventListener("pageshow", this) // another page may have chosen meanwhile
    document.addEventListener("DOMContentLoaded", this)
    this.#show()
  }

  disconnectedCallback() {
    window.removeEventListener("storage", this)
    window.removeEventListener("pageshow", this)
    document.removeEventListener("DOMContentLoaded", this)
  }

  handleEvent(event) {
    if (event.type === "change") this.#choose(event.target.value)
    else wear(look())
    this.#show()
  }

  #choose(chosen) {
    wear(chosen)
    try {
      if (chosen) localStorage.setItem("look", chosen)
      else localStorage.removeItem("look")
    } catch {
      // a browser that keeps nothing
    }
  }

  #show() {
    const select = this.querySelector("select")
    if (select) select.value = document.documentElement.dataset.look ?? ""
  }
}
customElements.define("look-choice", LookChoice)
