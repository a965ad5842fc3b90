// <desk-bylines>: says in one line who signs, brings an author's role along, shows a further row when asked.
class DeskBylines extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", this)
    this.addEventListener("input", this)
    this.addEventListener("click", this)
    this.form = this.closest("form")
    this.form.addEventListener("change", this.#show)
    this.#show()
  }

  disconnectedCallback() {
    this.removeEventListener("change", this)
    this.removeEventListener("input", this)
    this.removeEventListener("click", this)
    this.form.removeEventListener("change", this.#show)
  }

  handleEvent(event) {
    if (event.target.matches("select") && event.type === "change") this.#bringRole(event.target)
    if (event.target.dataset.do === "another") this.#another()
    if (event.type === "input") this.#show()
  }

  #bringRole(select) {
    const role = select.selectedOptions[0]?.dataset.role ?? ""
    select.closest(".byline-row").querySelector("[name$=-role]").value = role
  }

  #another() {
    const row = this.querySelector(".byline-row[hidden]")
    if (!row) return
    row.hidden = false
    row.querySelector("select").focus()
    this.querySelector("[data-do=another]").hidden = !this.querySelector(".byline-row[hidden]")
  }

  #show = () => {
    const signed = []
    for (const row of this.querySelectorAll(".byline-row")) {
      const select = row.querySelector("select")
      if (!select.value) continue
      row.hidden = false
      const place = row.querySelector("[name$=-reporting_from]").value
      signed.push(select.selectedOptions[0].textContent + (place ? `, ${this.dataset.from} ${place}` : ""))
    }
    this.querySelector("[data-part=summary]").textContent = signed.join(" · ") || this.dataset.none
  }
}
customElements.define("desk-bylines", DeskBylines)
