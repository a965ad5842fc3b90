// Opens pictures large, and lets a slider part <before-after>, by a module that comes when it is first needed.
const pictures = () => import(document.querySelector("main").dataset.pictures)

addEventListener("click", (event) => {
  const link = event.target.closest(".zoom")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  pictures().then(({ zoom }) => zoom(link), () => location.assign(link.href))
})

class BeforeAfter extends HTMLElement {
  connectedCallback() {
    pictures().then(({ compare }) => compare(this))
  }
}
customElements.define("before-after", BeforeAfter)
