// 激活函数：拖动 z，看值、切线与斜率。
import * as formulas from "./formulas.js"
import { choice, curve, html, plane, replaceStill, set, slider, svg, written } from "./kit.js"

const RANGE = [-6, 6]
const KINDS = {
  sigmoid: ["sigmoid", formulas.sigmoid, formulas.sigmoidPrime],
  tanh: ["tanh", formulas.tanh, formulas.tanhPrime],
  relu: ["ReLU", formulas.relu, formulas.reluPrime],
  leaky: ["Leaky ReLU", formulas.leakyRelu, formulas.leakyReluPrime],
}

export function start(figure) {
  const board = plane({ x: RANGE, y: [-1.6, 3.2] })
  const line = svg("path", { class: "line c1" })
  const slope = svg("path", { class: "line thin c3" })
  const tangent = svg("line", { class: "line c2" })
  const point = svg("circle", { class: "fill c2", r: 5 })
  board.root.append(slope, line, tangent, point)

  let kind = "sigmoid"
  const said = html("output", { className: "live__said" })
  const kinds = choice("函数", Object.entries(KINDS).map(([key, [name]]) => [key, name]), (value) => {
    kind = value
    shape()
  })
  const z = slider("z", { min: RANGE[0], max: RANGE[1], step: 0.01, value: 1 }, () => move())
  const alpha = slider("α", { min: 0.01, max: 0.5, step: 0.01, value: 0.1 }, () => shape())

  const g = (x) => KINDS[kind][1](x, alpha.value)
  const gPrime = (x) => KINDS[kind][2](x, alpha.value)

  function shape() {
    alpha.field.hidden = kind !== "leaky"
    set(line, { d: curve(board, g, RANGE) })
    set(slope, { d: curve(board, gPrime, RANGE) })
    move()
  }

  function move() {
    const [value, rate] = [g(z.value), gPrime(z.value)]
    const [cx, cy] = board.at(z.value, value)
    const ends = [-1.5, 1.5].map((d) => board.at(z.value + d, value + rate * d))
    set(point, { cx, cy })
    set(tangent, { x1: ends[0][0], y1: ends[0][1], x2: ends[1][0], y2: ends[1][1] })
    said.textContent = `z = ${written(z.value)}：g(z) = ${written(value)}，g′(z) = ${written(rate)}`
    board.root.setAttribute("aria-label", `${KINDS[kind][0]} 的曲线、它的导数和一条切线。${said.textContent}`)
  }

  const drag = (event) => {
    if (event.type === "pointermove" && !event.buttons) return
    z.value = Math.min(RANGE[1], Math.max(RANGE[0], board.from(event)[0]))
    move()
  }
  board.root.addEventListener("pointerdown", drag)
  board.root.addEventListener("pointermove", drag)
  replaceStill(figure, board.root, kinds.field, z.field, alpha.field, said)
  shape()
}
