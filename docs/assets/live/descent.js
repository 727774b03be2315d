// 梯度下降：在最简单的碗 J(w) = (w − c)² 上，选起点与学习率，一步一步走。
import { bowl, bowlPrime } from "./formulas.js"
import { curve, html, plane, replaceStill, set, slider, spots, svg, written } from "./kit.js"
import { steps } from "./steps.js"

const C = 1
const RANGE = [-4, 6]
const STEPS = 20
const PAUSE = 350

// 走 count 步：每一步的 w。学习率太大就越走越远，远到图外为止
export function walk(w, alpha, count = STEPS) {
  const path = [w]
  for (let step = 0; step < count; step++) path.push((w -= alpha * bowlPrime(w, C)))
  return path
}

export function start(figure) {
  const board = plane({ x: RANGE, y: [-2, 26] })
  const trail = svg("path", { class: "line thin c2" })
  const dots = svg("path", { class: "live__spots c2" })
  board.root.append(svg("path", { class: "line c1", d: curve(board, (w) => bowl(w, C), RANGE) }), trail, dots)
  const said = html("output", { className: "live__said" })
  const walking = steps({ most: STEPS, pause: PAUSE, show })
  const first = slider("起点 w", { min: RANGE[0], max: RANGE[1], step: 0.1, value: -3 }, walking.restart)
  const alpha = slider("学习率 α", { min: 0.01, max: 1.1, step: 0.01, value: 0.1 }, walking.restart)

  function show(count) {
    const path = walk(first.value, alpha.value, count)
    const shown = path.map((w) => board.at(w, bowl(w, C)).map((n) => Math.max(-999, Math.min(999, n))))
    set(trail, { d: `M${shown.map((p) => p.join(" ")).join("L")}` })
    set(dots, { d: spots(shown) })
    const w = path.at(-1)
    said.textContent = `走了 ${count} 步：w = ${written(w)}，J = ${written(bowl(w, C))}，斜率 ${written(bowlPrime(w, C))}`
    board.root.setAttribute("aria-label", `碗形的代价曲线，最低点在 w = ${C}。${said.textContent}`)
  }
  replaceStill(figure, board.root, first.field, alpha.field, walking.field, said)
  walking.restart()
}
