// The keys of the desk: n, /, ?, Ctrl+Enter, Ctrl+Shift+Enter, Ctrl+S, and Enter in the headline.
const isWriting = (element) =>
  element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true], dialog")

document.addEventListener("keydown", (event) => {
  const composer = document.querySelector("desk-composer")
  if (!composer || event.altKey || document.querySelector("dialog[open]")) return
  const isDone = event.ctrlKey || event.metaKey ? sent(composer, event) : moved(composer, event)
  if (isDone) event.preventDefault()
})

function sent(composer, { key, shiftKey, target }) {
  const back = composer.querySelector("[data-part=left]:not([hidden]) button")
  const name = key.toLowerCase() // Caps Lock or not
  if (name === "o" && back) return back.click(), true
  const main = target.closest("desk-later")?.querySelector("[formaction]") ?? composer.querySelector("[data-main]")
  const keys = shiftKey
    ? { enter: composer.querySelector("[data-submit]") }
    : { s: composer.querySelector("[data-draft]") ?? main, enter: main }
  const button = keys[name]
  if (!button || (name === "enter" && !composer.contains(target))) return false
  button.form.requestSubmit(button)
  return true
}

function moved(composer, { key, target }) {
  if (key === "Enter" && target.matches(".headline"))
    composer.querySelector("body-editor").focus() // one line, however it wraps: on to the text
  else if (isWriting(target)) return false
  else if (key === "n") composer.querySelector(".headline").focus()
  else if (key === "/") document.getElementById("find_words").focus()
  else if (key === "?") document.getElementById("keys").showModal()
  else return false
  return true
}
