// One player at a time: a video or a sound of ours stops when another starts, also one of somebody else's (embed-card.js).
document.addEventListener("play", ({ target }) => {
  const picture = target.previousElementSibling
  if (picture?.matches("picture")) picture.hidden = true // it lies beneath the film, and is seen where that is narrower
  document.dispatchEvent(new CustomEvent("player-starts", { detail: target }))
}, true)
document.addEventListener("player-starts", ({ detail }) => {
  for (const medium of document.querySelectorAll("video, audio")) if (medium !== detail) medium.pause()
})
