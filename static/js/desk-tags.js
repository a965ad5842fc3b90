// <desk-tags>: offers known tags for the last of the names parted by commas.
class DeskTags extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("input")
    this.list = document.getElementById(this.field.getAttribute("list"))
    this.names = [...(this.list?.options ?? [])].map((option) => option.value.split(",").pop().trim())
    this.addEventListener("input", this)
  }

  disconnectedCallback() {
    this.removeEventListener("input", this)
  }

  handleEvent() {
    const before = this.field.value.includes(",") ? this.field.value.replace(/,[^,]*$/, ", ") : ""
    const options = this.names.map((name) => Object.assign(document.createElement("option"), { value: before + name }))
    this.list?.replaceChildren(...options)
  }
}
customElements.define("desk-tags", DeskTags)
