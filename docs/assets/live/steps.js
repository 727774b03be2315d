// 一步一步走的三个按钮：走一步、一直走、回到起点；show(走了几步) 把图画成那个样子。
import { button, html, still } from "./kit.js"

export function steps({ most, pause, show }) {
  let count = 0
  let timer
  function to(next) {
    clearTimeout(timer)
    count = Math.min(next, most)
    show(count)
  }
  function go() {
    if (still()) return to(most) // 读者不要动画
    to(count + 1)
    if (count < most) timer = setTimeout(go, pause)
  }
  const field = html(
    "p",
    { className: "live__buttons" },
    button("走一步", () => to(count + 1)),
    button("一直走", go),
    button("回到起点", () => to(0)),
  )
  return { field, restart: () => to(0) }
}
