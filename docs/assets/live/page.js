// 页上有哪些会动的图，就载入哪些；载入不了的，静止的图还在。
for (const figure of document.querySelectorAll("[data-live]")) {
  const { start } = await import(`./${figure.dataset.live}.js`)
  start(figure)
}
