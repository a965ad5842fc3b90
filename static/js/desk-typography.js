// Typographic marks while one types: in the text by input rules, in the headline by its own events.
// One Backspace or Ctrl+Z right after gives back what was typed.
import { Extension } from "django-prose-editor/editor"
import { typographic } from "liveblog/marks"

const languageOf = (element) => element.closest("[data-language]")?.dataset.language

export const Typography = Extension.create({
  name: "typography",
  priority: 200, // before the history, which would take the words along

  addInputRules() {
    const language = languageOf(this.editor.options.element)
    const find = (text) => {
      const found = typographic(text.slice(0, -1), text.slice(-1), language)
      const length = found && found.cut + 1
      return found && { index: text.length - length, text: text.slice(-length), data: found }
    }
    const handler = ({ state, range, match }) => {
      const marks = state.storedMarks ?? state.selection.$from.marks()
      if (marks.some((mark) => mark.type.name === "link")) return null
      state.tr.insertText(match.data.put, range.from, range.to)
    }
    return [{ find, handler, undoable: true }]
  },

  addKeyboardShortcuts() {
    return { "Mod-z": () => this.editor.commands.undoInputRule() }
  },
})

let last = null // what was put into the headline: { field, at, put, typed }

function put(field, from, to, text) {
  field.setSelectionRange(from, to)
  document.execCommand("insertText", false, text) // keeps the browser's own history
}

function typed(event) {
  const field = event.target
  if (event.inputType !== "insertText" || event.data?.length !== 1 || event.isComposing) return
  const { selectionStart: from, selectionEnd: to, value } = field
  const found = typographic(value.slice(0, from), event.data, languageOf(field))
  if (!found) return
  event.preventDefault()
  put(field, from - found.cut, to, found.put)
  last = { field, at: field.selectionStart, put: found.put, typed: value.slice(from - found.cut, from) + event.data }
}

function undone(event) {
  const isUndo = event.key === "Backspace" || (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey)
  const { field, at } = last ?? {}
  const isRightAfter = field === event.target && field.selectionStart === at && field.selectionEnd === at
  if (isUndo && isRightAfter) {
    event.preventDefault()
    put(field, at - last.put.length, at, last.typed)
  }
  if (event.key.length === 1 || isUndo) last = null
}

let isOurs = false
document.addEventListener("beforeinput", (event) => {
  if (isOurs || !event.target.matches?.(".headline")) return
  isOurs = true
  typed(event)
  isOurs = false
})
document.addEventListener("keydown", (event) => event.target.matches?.(".headline") && undone(event), true)
