// 窄屏上打开目录的按钮：Material 写成标签，键盘走不到，换成真的按钮；按 Esc 收起。
(() => {
  const toggle = document.getElementById("__drawer")
  const label = document.querySelector("label.md-header__button[for=__drawer]")
  const button = document.createElement("button")
  button.className = label.className
  button.setAttribute("aria-label", "导航")
  button.append(...label.childNodes)
  label.replaceWith(button)

  const tell = () => button.setAttribute("aria-expanded", toggle.checked)
  tell()
  toggle.addEventListener("change", tell)
  button.addEventListener("click", () => toggle.click())
  document.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !toggle.checked) return
    toggle.click()
    button.focus()
  })
})()
