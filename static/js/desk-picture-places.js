// Where pictures that are still on their way will stand: marks in the text that move with it and are
// no part of it. Of several at one spot, the one that was taken first comes first.
import { Extension, Plugin, pm } from "django-prose-editor/editor"

export const PicturePlaces = Extension.create({
  name: "picturePlaces",

  addStorage() {
    return { key: new pm.state.PluginKey("picturePlaces") }
  },

  addCommands() {
    const { key } = this.storage
    return {
      /** Keep a place for picture number `id`: this one, or the caret's. */
      keepPicturePlace: (id, at) => ({ tr }) => Boolean(tr.setMeta(key, { keep: id, at: at ?? tr.selection.to })),
      /** Without a picture after all. */
      dropPicturePlace: (id) => ({ tr }) => Boolean(tr.setMeta(key, { drop: id })),
      /** Put the node where its place was kept; false if there is none. */
      landPicture: (id, node) => ({ state, tr, dispatch }) => {
        const place = key.getState(state).find((one) => one.id === id)
        if (place && dispatch) tr.setMeta(key, { drop: id, after: land(tr, place.at, state.schema.nodeFromJSON(node)) })
        return Boolean(place)
      },
    }
  },

  addProseMirrorPlugins() {
    const { key } = this.storage
    const words = this.editor.options.element.closest("body-editor").dataset.place
    const mark = () => Object.assign(document.createElement("span"), { className: "picture-place", textContent: words })
    return [
      new Plugin({
        key,
        state: { init: () => [], apply: (tr, places) => moved(places, tr, tr.getMeta(key)) },
        props: {
          decorations: (state) =>
            pm.view.DecorationSet.create(state.doc, key.getState(state).map(({ id, at }) => pm.view.Decoration.widget(at, mark, { key: `picture-${id}`, side: -1 }))),
        },
      }),
    ]
  },
})

/** What is typed at a place comes after it; those who waited at the place of one that has landed come after that one. */
function moved(places, tr, { keep, at, drop, after } = {}) {
  const landed = places.findIndex(({ id }) => id === drop)
  const isBehind = (place, number) => after !== undefined && number > landed && place.at === places[landed].at
  const mapped = places.map((place, number) => ({ ...place, at: isBehind(place, number) ? after : tr.mapping.map(place.at, -1) }))
  if (landed >= 0) mapped.splice(landed, 1)
  return keep === undefined ? mapped : [...mapped, { id: keep, at }]
}

/** Put it between two blocks: only a paragraph is parted, and the caret goes on after it. Returns where it ends. */
function land(tr, at, node) {
  const $at = tr.doc.resolve(at)
  const { parent, parentOffset, depth } = $at
  const isCaret = tr.selection.empty && tr.selection.from === at
  const isParted = depth === 1 && parent.type.name === "paragraph" && parentOffset > 0 && parentOffset < parent.content.size
  const isAtStart = depth === 1 && parentOffset === 0 && !parent.type.spec.isolating
  if (isParted) tr.split(at)
  const to = isParted ? at + 1 : depth === 0 ? at : isAtStart ? $at.before(1) : $at.after(1)
  const after = to + node.nodeSize
  tr.insert(to, node)
  if (!isCaret) return after
  if (!tr.doc.resolve(after).nodeAfter?.isTextblock) tr.insert(after, tr.doc.type.schema.nodes.paragraph.create())
  tr.setSelection(pm.state.TextSelection.create(tr.doc, after + 1))
  return after
}
