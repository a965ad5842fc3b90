// What few pages have comes as a module of its own when it is first needed: pictures opened large, a slider
// between two of them, and cards of others' posts.
const wanted = (name) => import(document.querySelector("main").dataset[name])

addEventListener("click", (event) => {
  const link = event.target.closest(".zoom")
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  wanted("pictures").then(({ zoom }) => zoom(link), () => location.assign(link.href))
})

class BeforeAfter extends HTMLElement {
  connectedCallback() {
    wanted("pictures").then(({ compare }) => compare(this))
  }
}
customElements.define("before-after", BeforeAfter)

const cards = new MutationObserver(lookForCards)
function lookForCards() {
  if (!document.querySelector("embed-card")) return
  cards.disconnect()
  wanted("cards")
}
cards.observe(document.querySelector("main"), { childList: true, subtree: true })
lookForCards()
