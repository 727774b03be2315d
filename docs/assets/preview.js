// 式号引用的预览：指针停上去、或用键盘移到那里，就显示那个等式；按 Esc 收起。
// 等式早已排好：同一页的从原处复制，别的页的在旁边的 template 里，不向网络要任何东西。
(() => {
  const LINKS = "a[data-equation]"
  const box = document.createElement("div")
  box.id = "equation-preview"
  box.className = "equation-preview md-typeset"
  box.setAttribute("role", "tooltip")
  box.hidden = true
  document.body.append(box)

  // 预览里已有标题，不再要浏览器的提示
  for (const link of document.querySelectorAll(`${LINKS}[title]`)) {
    link.dataset.title = link.title
    link.removeAttribute("title")
  }

  function equation(id) {
    const template = document.querySelector(`template[data-equation="${id}"]`)
    const source = template?.content ?? document.getElementById(`eq-${id}`)
    return source?.querySelector(".katex-display")?.cloneNode(true)
  }

  let current = null
  let timer = 0

  function show(link) {
    const formula = equation(link.dataset.equation)
    if (!formula) return
    hide()
    current = link
    const title = document.createElement("p")
    title.textContent = link.dataset.title ?? ""
    box.replaceChildren(...(title.textContent ? [title] : []), formula)
    box.hidden = false
    const at = link.getClientRects()[0]
    const left = Math.min(at.left, document.documentElement.clientWidth - box.offsetWidth - 8)
    const above = at.top - box.offsetHeight - 6
    box.style.left = `${Math.max(8, left) + scrollX}px`
    box.style.top = `${(above > 56 ? above : at.bottom + 6) + scrollY}px`
    link.setAttribute("aria-describedby", box.id)
  }

  function hide() {
    box.hidden = true
    current?.removeAttribute("aria-describedby")
    current = null
  }

  function later(action, milliseconds) {
    clearTimeout(timer)
    timer = setTimeout(action, milliseconds)
  }

  const linkOf = event => event.target.closest?.(LINKS)

  document.addEventListener("pointerover", event => {
    if (event.pointerType === "touch") return
    const link = linkOf(event)
    if (link && link !== current) later(() => show(link), 150)
    else if (link || box.contains(event.target)) clearTimeout(timer)
    else if (current) later(hide, 250)
    else clearTimeout(timer)
  })
  document.addEventListener("focusin", event => {
    const link = linkOf(event)
    if (link?.matches(":focus-visible")) show(link)
  })
  document.addEventListener("focusout", event => linkOf(event) && hide())
  document.addEventListener("keydown", event => event.key === "Escape" && hide())
})()
