// become(old, fresh): make an element say what another says, touching only what differs: focus, selection,
// open details and playing media stay, and so does what readers and scripts have set themselves.
const OWN = ["hidden", "open", "tabindex", "role", "data-mine"]

function become(old, fresh) {
  if (old.nodeName !== fresh.nodeName || old.nodeType !== 1) return old.replaceWith(fresh)
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OWN.includes(name)) old.removeAttribute(name)
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !OWN.includes(name)) old.setAttribute(name, value)
  }
  const [before, after] = [[...old.childNodes], [...fresh.childNodes]]
  const areSame = (at) => before.length && after.length && before.at(at).isEqualNode(after.at(at))
  let end = null
  while (areSame(0)) [before.shift(), after.shift()]
  while (areSame(-1)) [end] = [before.pop(), after.pop()]
  before.forEach((node, at) => (after[at] ? become(node, after[at]) : node.remove()))
  for (const node of after.slice(before.length)) old.insertBefore(node, end)
}
