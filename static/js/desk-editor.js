// <body-editor>: turns its textarea into an editor for exactly what a canonical body can say.
import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Gapcursor, HardBreak, Heading, History, Italic,
  Link, ListItem, OrderedList, Paragraph, Placeholder, Subscript, Superscript, Text, TrailingNode, pm,
} from "django-prose-editor/editor"
import { EmbedFigure, ImageFigure, VideoFigure } from "liveblog/figure"
import { PicturePlaces } from "liveblog/picture-places"
import { cleaned } from "liveblog/pasted"
import { Typography } from "liveblog/typography"

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
const EVENTS = ["click", "desk-link", "picture", "picture-taken", "picture-gone", "snippet", "embed", "video"]
// No link out of a forgotten space after a full stop ("so.It"): an address says that it is one.
const SAYS_ADDRESS = /^(https?:\/\/|www\.|mailto:)|^[^\s/@]+@[^\s/@]+$/i
const IS_ADDRESS = /^https:\/\/\S+$/

class BodyEditor extends HTMLElement {
  #editor
  #place

  connectedCallback() {
    this.textarea = this.querySelector("textarea")
    const language = this.closest("[data-language]")?.dataset.language // of the page: for its marks and the spell check
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
          ...(language && { lang: language }),
        },
        transformPastedHTML: cleaned,
        handleTextInput: (view, from, to, text) => this.#asksForSnippet(view, text),
        handlePaste: (view, event) => this.#takesFiles(event.clipboardData) || this.#watchesAddress(event.clipboardData),
        handleDrop: (view, event) => this.#takesFiles(event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos),
      },
      onUpdate: () => this.#write(),
      onTransaction: () => this.#press(),
    })
    for (const type of EVENTS) this.addEventListener(type, this)
  }

  disconnectedCallback() {
    for (const type of EVENTS) this.removeEventListener(type, this)
    this.#editor.destroy()
    this.#place.remove()
    this.textarea.hidden = false
  }

  focus() {
    this.#editor.commands.focus()
  }

  /** What it says, without a “/” that asks for a snippet. */
  get words() {
    return this.#isAsking ? this.#editor.getHTML().replace("<p>/</p>", "") : this.textarea.value
  }

  /** Show other words; for whoever puts an earlier text back. */
  show(html) {
    this.#editor.commands.setContent(html, { emitUpdate: false })
    this.textarea.value = html
  }

  handleEvent(event) {
    const { type, detail } = event
    if (type === "picture-taken") return this.#editor.commands.keepPicturePlace(detail.place, detail.at)
    if (type === "picture-gone") return this.#dropPlace(detail.place)
    if (type === "picture") return this.#insert(detail)
    if (type === "desk-link") return this.#setLink(detail)
    if (type === "snippet") return this.#putSnippet(detail)
    if (type === "embed" || type === "video") return this.#putFigure(type, detail[type])
    if (event.target.closest("[data-do=snippets]")) return this.#askForSnippet()
    if (event.target.closest("[data-do=embed]")) return this.#askForEmbed()
    const videos = event.target.closest("[data-do=videos]")
    if (videos) return this.querySelector("desk-videos").toggle(videos)
    const command = event.target.closest("[data-command]")?.dataset.command
    if (command === "link") this.#askForLink()
    else if (command) this.#run(command)
  }

  #extensions() {
    const askForLink = () => this.#askForLink()
    return [
      Document, Paragraph, Text, Bold, Italic, Subscript, Superscript, History, Gapcursor, Dropcursor, BulletList, OrderedList,
      ImageFigure, VideoFigure, EmbedFigure, PicturePlaces, Typography,
      Heading.configure({ levels: [4] }),
      ListItem.extend({ content: "paragraph" }), // lists and quotations are flat
      Blockquote.extend({ content: "paragraph+" }),
      HardBreak.extend({ addKeyboardShortcuts() { return { "Shift-Enter": () => this.editor.commands.setHardBreak() } } }),
      Link.extend({
        inclusive: () => false, // a full stop after a pasted address is none of it
        addKeyboardShortcuts() { return { "Mod-k": () => askForLink() } },
      }).configure({
        enableTarget: false, autolink: true, linkOnPaste: true, defaultProtocol: "https", protocols: ["mailto", "tel"],
        shouldAutoLink: (address) => SAYS_ADDRESS.test(address),
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
    const html = this.#editor.getHTML()
    const isEmpty = this.#editor.isEmpty && !html.includes("<figure") // to it a figure without a caption is nothing
    this.textarea.value = isEmpty ? "" : html
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }))
  }

  /** `at`: where in the text they were dropped; those that were pasted come to the caret. */
  #takesFiles(data, at) {
    const files = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"))
    if (!files.length || data.getData("text/plain").trim()) return false
    this.querySelector("desk-pictures")?.take(files, { isWriting: true, at })
    return true
  }

  /** Where its place was kept, or at the caret; whoever writes somewhere goes on writing there. */
  #insert({ image, caption, place, joined = null }) {
    const content = caption ? [{ type: "text", text: caption }] : []
    const node = { type: "image", attrs: { number: String(image), joined }, content }
    this.#goOn()
    if (!this.#editor.commands.landPicture(place, node)) this.#editor.commands.insertContent(node)
  }

  #dropPlace(place) {
    this.#goOn()
    this.#editor.commands.dropPicturePlace(place)
  }

  #goOn() {
    const { activeElement } = document
    const isElsewhere = activeElement?.matches("input, textarea") && activeElement.checkVisibility()
    if (!isElsewhere && !this.#editor.isFocused) this.#editor.view.focus()
  }

  /** A “/” at the start of an empty line. */
  #asksForSnippet(view, text) {
    const { $from, empty } = view.state.selection
    const isAlone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size
    if (text !== "/" || !isAlone || !this.querySelector("desk-snippets")) return false
    view.dispatch(view.state.tr.insertText(text))
    this.#askForSnippet()
    return true
  }

  get #isAsking() {
    const { parent, depth } = this.#editor.state.selection.$from
    return depth === 1 && parent.textContent === "/"
  }

  #askForSnippet() {
    this.querySelector("desk-snippets").open()
  }

  /** `body`: in the place of the “/” or at the caret; `typed`: it was left, and these letters follow the “/”. */
  #putSnippet({ body, typed }) {
    const { $from, from, to } = this.#editor.state.selection
    this.#editor.view.focus() // at once: its own `focus` waits for the next frame, and loses the letters until then
    const chain = this.#editor.chain()
    if (body === undefined) (this.#isAsking && typed ? chain.insertContent({ type: "text", text: typed }) : chain).run()
    else if (this.#isAsking) chain.insertContentAt({ from: $from.before(), to: $from.after() }, body || "<p></p>").run()
    else if (body) chain.insertContentAt({ from, to }, body).run()
  }

  /** An address alone on its line may be that of a post or video: then a card takes the link's place. */
  #watchesAddress(data) {
    const address = data?.getData("text/plain").trim() ?? ""
    const { $from, empty } = this.#editor.state.selection
    const isAlone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.content.size
    if (isAlone && IS_ADDRESS.test(address)) this.#makeCard(address)
    return false // it is a link until then, and again when this is undone
  }

  async #makeCard(address) {
    const embed = await this.querySelector("desk-embed")?.look(address)
    const at = embed && this.#lineOf(address)
    if (!at || this.#editor.isDestroyed) return
    this.#editor.view.dispatch(pm.history.closeHistory(this.#editor.state.tr)) // undoing this alone gives the link back
    this.#editor.commands.insertContentAt(at, { type: "embed", attrs: { number: String(embed) } })
  }

  /** Where the paragraph is that is this address and nothing else. */
  #lineOf(address) {
    let at = null
    this.#editor.state.doc.forEach((node, from) => {
      if (!at && node.type.name === "paragraph" && node.textContent === address) at = { from, to: from + node.nodeSize }
    })
    return at
  }

  /** Of the line with the caret, if that is an address; else one is asked for. */
  #askForEmbed() {
    const line = this.#editor.state.selection.$from.parent.textContent.trim()
    if (IS_ADDRESS.test(line)) this.#makeCard(line)
    else this.querySelector("desk-embed").open()
  }

  #putFigure(type, number) {
    const chain = this.#editor.chain().focus()
    if (number) chain.insertContent({ type, attrs: { number: String(number) } }).run()
    else chain.run()
  }

  #askForLink() {
    this.querySelector("desk-link").ask(this.#editor.getAttributes("link").href)
    return true
  }

  /** `href`: the address, "" for no link, null for as it was. */
  #setLink({ href, typed }) {
    const chain = this.#editor.chain().focus()
    const isNew = this.#editor.state.selection.empty && !this.#editor.isActive("link")
    if (href === "") chain.extendMarkRange("link").unsetLink().run()
    else if (href && isNew) chain.insertContent({ type: "text", text: typed, marks: [{ type: "link", attrs: { href } }] }).run()
    else if (href) chain.extendMarkRange("link").setLink({ href }).run()
    else chain.run()
  }
}
customElements.define("body-editor", BodyEditor)
