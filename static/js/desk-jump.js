// The timeline was brought to a moment: go to the row that stands there, with the eyes and the keyboard.
document.body.addEventListener("desk-jump", ({ detail }) => {
  const row = document.getElementById(detail.row)
  if (!row) return
  row.tabIndex = -1
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: "start" })
})
