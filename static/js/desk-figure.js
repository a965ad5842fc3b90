// Pictures, videos and posts from elsewhere in a body: <figure data-image="12"><figcaption>…</figcaption></figure>.
// The editor shows how they look; what is stored is only their number and caption.
import { Node } from "django-prose-editor/editor"

const looks = new Map() // by address, so that typing never asks twice

function lookOf(address) {
  if (!looks.has(address)) {
    const answer = fetch(address, { headers: { "HX-Request": "true" } })
    looks.set(address, answer.then((found) => (found.ok ? found.text() : ""), () => ""))
  }
  return looks.get(address)
}

/** Let the figure with the caret change places with the block above (-1) or below (1) it. */
function move(editor, kind, way) {
  const { $from } = editor.state.selection
  if ($from.depth === 0 || $from.node(1).type.name !== kind) return false
  const at = $from.index(0) + way
  const { doc } = editor.state
  if (at < 0 || at >= doc.childCount) return true
  const [node, other] = [$from.node(1), doc.child(at)]
  const [from, to] = [$from.before(1), $from.after(1)]
  const place = way < 0 ? from - other.nodeSize : from + other.nodeSize
  const { tr } = editor.state
  tr.delete(from, to).insert(place, node)
  tr.setSelection(editor.state.selection.constructor.near(tr.doc.resolve(place + 1 + $from.parentOffset)))
  editor.view.dispatch(tr.scrollIntoView())
  return true
}

/** Select the caption with the caret; once it is selected, or there is none, the whole text as everywhere. */
function selectCaption(editor, kind) {
  const { $from, $to, empty } = editor.state.selection
  if ($from.parent.type.name !== kind || !$from.sameParent($to) || $from.parent.content.size === 0) return false
  if (!empty && $from.pos === $from.start() && $to.pos === $to.end()) return false
  return editor.commands.setTextSelection({ from: $from.start(), to: $from.end() })
}

const figure = (kind) =>
  Node.create({
    name: kind,
    group: "block",
    content: "inline*",
    draggable: true,
    isolating: true,

    addAttributes() {
      const attribute = `data-${kind}`
      return {
        number: {
          parseHTML: (dom) => dom.getAttribute(attribute),
          renderHTML: ({ number }) => ({ [attribute]: number }),
        },
        joined: {
          default: null,
          parseHTML: (dom) => dom.getAttribute("data-joined"),
          renderHTML: ({ joined }) => (joined ? { "data-joined": joined } : {}),
        },
      }
    },

    parseHTML() {
      return [{ tag: `figure[data-${kind}]`, contentElement: (dom) => dom.querySelector("figcaption") ?? dom }]
    },

    renderHTML({ HTMLAttributes }) {
      return ["figure", HTMLAttributes, ["figcaption", 0]]
    },

    addKeyboardShortcuts() {
      return {
        "Alt-ArrowUp": ({ editor }) => move(editor, kind, -1),
        "Alt-ArrowDown": ({ editor }) => move(editor, kind, 1),
        "Mod-a": ({ editor }) => selectCaption(editor, kind),
        // on to a new paragraph, not to a second figure
        Enter: ({ editor }) => {
          const { $from } = editor.state.selection
          if ($from.parent.type.name !== kind) return false
          const after = $from.after()
          return editor.chain().insertContentAt(after, { type: "paragraph" }).focus(after + 1).run()
        },
      }
    },

    addNodeView() {
      return ({ node, editor, getPos }) => new Shown(kind, node, editor, getPos)
    },
  })

class Shown {
  constructor(kind, node, editor, getPos) {
    const words = editor.options.element.closest("body-editor").dataset
    this.type = node.type
    this.number = node.attrs.number
    this.dom = Object.assign(document.createElement("figure"), { className: "figure" })
    this.look = Object.assign(document.createElement("div"), { className: "look", contentEditable: "false" })
    this.contentDOM = document.createElement("figcaption")
    this.contentDOM.dataset.placeholder = words.caption
    this.remove = Object.assign(document.createElement("button"), { type: "button", className: "chip", textContent: words.remove })
    this.remove.addEventListener("click", () => {
      const from = getPos()
      editor.chain().focus().deleteRange({ from, to: from + editor.state.doc.nodeAt(from).nodeSize }).run()
    })
    if (kind === "image") this.#offerJoins(words, editor, getPos)
    this.dom.append(this.look, this.contentDOM)
    this.update(node)
    lookOf(words[kind].replace("/0/", `/${this.number}/`)).then((html) => {
      this.look.innerHTML = html || words.missing
      this.look.append(...[this.joins, this.remove].filter(Boolean))
    })
  }

  update(node) {
    if (node.type !== this.type || node.attrs.number !== this.number) return false
    this.contentDOM.classList.toggle("is-empty", node.content.size === 0)
    if (this.joins) this.joins.value = node.attrs.joined ?? ""
    return true
  }

  /** How it stands with the picture above it; without one there it stands alone, whatever it says. */
  #offerJoins(words, editor, getPos) {
    this.joins = document.createElement("select")
    this.joins.setAttribute("aria-label", words.joins)
    for (const [value, label] of [["", words.alone], ["row", words.row], ["pair", words.pair]]) this.joins.add(new Option(label, value))
    this.joins.addEventListener("change", (event) => {
      event.stopPropagation() // the form around it hears of it by the text
      const joined = this.joins.value || null
      editor.view.dispatch(editor.state.tr.setNodeAttribute(getPos(), "joined", joined))
    })
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target)
  }

  stopEvent(event) {
    return this.look.contains(event.target) && !event.type.startsWith("drag") && event.type !== "mousedown"
  }
}

export const ImageFigure = figure("image")
export const VideoFigure = figure("video")
export const EmbedFigure = figure("embed")
