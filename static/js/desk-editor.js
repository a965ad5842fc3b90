// <body-editor>: turns its textarea into an editor for exactly what a canonical body can say.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Gapcursor, HardBreak, Heading, History, Italic,
  Link, ListItem, OrderedList, Paragraph, Placeholder, Subscript, Superscript, Text, TrailingNode,
} from "django-prose-editor/editor"
import { ImageFigure, VideoFigure } from "liveblog/figure"

// command of a toolbar button: [what it toggles, the node or mark that shows it pressed]
const COMMANDS = {
  bold: ["toggleBold", "bold"],
  italic: ["toggleItalic", "italic"],
  heading: ["toggleHeading", "heading"],
  bullets: ["toggleBulletList", "bulletList"],
  numbers: ["toggleOrderedList", "orderedList"],
  quote: ["toggleBlockquote", "blockquote"],
  subscript: ["toggleSubscript", "subscript"],
  superscript: ["toggleSuperscript", "superscript"],
}

class BodyEditor extends HTMLElement {
  #editor
  #place

  connectedCallback() {
    this.textarea = this.querySelector("textarea")
    this.link = this.querySelector("[data-part=link]")
    this.#place = document.createElement("div")
    this.textarea.before(this.#place)
    this.textarea.hidden = true
    this.#editor = new Editor({
      element: this.#place,
      injectCSS: false, // a style element that the content security policy would stop
      content: this.textarea.value,
      extensions: this.#extensions(),
      editorProps: {
        attributes: {
          role: "textbox", "aria-multiline": "true", "aria-label": this.dataset.label, spellcheck: "true", class: "writing", dir: "auto",
        },
        handlePaste: (view, event) => this.#takesFiles(event.clipboardData),
        handleDrop: (view, event) => this.#takesFiles(event.dataTransfer),
      },
      onUpdate: () => this.#write(),
      onTransaction: () => this.#press(),
    })
    this.addEventListener("click", this)
    this.addEventListener("keydown", this)
    this.addEventListener("picture", this)
  }

  disconnectedCallback() {
    for (const type of ["click", "keydown", "picture"]) this.removeEventListener(type, this)
    this.#editor.destroy()
    this.#place.remove()
    this.textarea.hidden = false
  }

  focus() {
    this.#editor.commands.focus()
  }

  /** Show other words; for whoever puts an earlier text back. */
  show(html) {
    this.#editor.commands.setContent(html, { emitUpdate: false })
    this.textarea.value = html
  }

  handleEvent(event) {
    if (event.type === "picture") return this.#insert(event.detail)
    if (event.type === "keydown") return this.#pressedInLink(event)
    const button = event.target.closest("[data-command], [data-part=link] [data-do]")
    if (button?.dataset.command === "link") this.#askForLink()
    else if (button?.dataset.command) this.#run(button.dataset.command)
    else if (button) this.#setLink(button.dataset.do === "link")
  }

  #extensions() {
    const askForLink = () => this.#askForLink()
    return [
      Document, Paragraph, Text, Bold, Italic, Subscript, Superscript, History, Gapcursor, Dropcursor, BulletList, OrderedList,
      ImageFigure, VideoFigure,
      Heading.configure({ levels: [4] }),
      ListItem.extend({ content: "paragraph" }), // lists and quotations are flat
      Blockquote.extend({ content: "paragraph+" }),
      HardBreak.extend({ addKeyboardShortcuts() { return { "Shift-Enter": () => this.editor.commands.setHardBreak() } } }),
      Link.extend({ addKeyboardShortcuts() { return { "Mod-k": () => askForLink() } } }).configure({
        enableTarget: false, autolink: true, linkOnPaste: true, defaultProtocol: "https", protocols: ["mailto", "tel"],
      }),
      Placeholder.configure({ placeholder: this.dataset.placeholder }),
      TrailingNode,
    ]
  }

  #run(command) {
    const [toggle] = COMMANDS[command]
    this.#editor.chain().focus()[toggle](command === "heading" ? { level: 4 } : undefined).run()
  }

  #press() {
    for (const button of this.querySelectorAll("[data-command]")) {
      const shown = COMMANDS[button.dataset.command]?.[1] ?? "link"
      button.setAttribute("aria-pressed", this.#editor?.isActive(shown) ?? false)
    }
  }

  #write() {
    this.textarea.value = this.#editor.isEmpty ? "" : this.#editor.getHTML()
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }))
  }

  #takesFiles(data) {
    const files = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"))
    if (!files.length || data.getData("text/plain").trim()) return false
    this.querySelector("desk-pictures")?.take(files)
    return true
  }

  #insert({ image, caption }) {
    const content = caption ? [{ type: "text", text: caption }] : []
    this.#editor.chain().focus().insertContent({ type: "image", attrs: { number: image }, content }).run()
  }

  // Links

  #askForLink() {
    this.link.hidden = false
    const field = this.link.querySelector("input")
    field.value = this.#editor.getAttributes("link").href ?? ""
    field.focus()
    return true
  }

  #pressedInLink(event) {
    if (!this.link.contains(event.target) || !["Enter", "Escape"].includes(event.key)) return
    event.preventDefault()
    if (event.key === "Enter" && event.target.matches("input")) this.#setLink(true)
    else if (event.key === "Escape") this.#leaveLink()
    else event.target.click()
  }

  #setLink(isWanted) {
    const typed = this.link.querySelector("input").value.trim()
    const href = /^[a-z]+:/i.test(typed) ? typed : `https://${typed}`
    const chain = this.#editor.chain().focus().extendMarkRange("link")
    if (!isWanted || !typed) chain.unsetLink().run()
    else if (this.#editor.state.selection.empty && !this.#editor.isActive("link"))
      chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run()
    else chain.setLink({ href }).run()
    this.#leaveLink()
  }

  #leaveLink() {
    this.link.hidden = true
    this.#editor.commands.focus()
  }
}
customElements.define("body-editor", BodyEditor)
