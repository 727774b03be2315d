// 代价曲面：六个样本上逻辑回归的代价 J(w, b)，从选好的起点沿负梯度走。
import { costChart } from "./costs.js"
import { contour, shading } from "./field.js"
import { lossFromLogits, sigmoid } from "./formulas.js"
import { given, html, onScheme, plane, replaceStill, set, slider, spots, svg, written } from "./kit.js"
import { steps } from "./steps.js"

const W = [-4, 6]
const B = [-4.5, 4.5]
const [COLUMNS, ROWS] = [80, 72]
const LEVELS = [0.5, 0.6, 0.8, 1.1, 1.5, 2, 3, 4]
const STEPS = 40
const PAUSE = 180

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

// J(w, b)：各样本的损失的平均
export const cost = ({ X, Y }, w, b) => mean(X[0].map((x, i) => lossFromLogits(w * x + b, Y[0][i])))

// dz = a − y，dw 是 x·dz 的平均，db 是 dz 的平均
export function gradient({ X, Y }, w, b) {
  const dZ = X[0].map((x, i) => sigmoid(w * x + b) - Y[0][i])
  return [mean(X[0].map((x, i) => x * dZ[i])), mean(dZ)]
}

// 走 count 步：每一步的 [w, b]
export function walk(data, w, b, alpha, count = STEPS) {
  const path = [[w, b]]
  for (let step = 0; step < count; step++) {
    const [dw, db] = gradient(data, w, b)
    path.push([(w -= alpha * dw), (b -= alpha * db)])
  }
  return path
}

export function start(figure) {
  const data = given(figure)
  const board = plane({ width: 360, height: 324, x: W, y: B })
  const shade = shading(figure, COLUMNS, ROWS)
  const stack = html("div", { className: "live__stack" }, shade.canvas, board.root)
  set(board.root, { "aria-hidden": "true", role: "presentation" }) // 图里有什么，由画布说

  const heights = Array.from({ length: ROWS + 1 }, (_, row) =>
    Array.from({ length: COLUMNS + 1 }, (_, column) => cost(data, wAt(column), bAt(row))),
  )
  for (const level of LEVELS) {
    board.root.append(svg("path", { class: "line thin c1", d: contour(heights, level, (c, r) => board.at(wAt(c), bAt(r))) }))
  }
  board.root.append(...marks(board, data))

  const trail = svg("path", { class: "line c2" })
  const dots = svg("path", { class: "live__spots c2" })
  const last = svg("circle", { class: "fill c3", r: 4.5 })
  const handle = svg("g", { class: "live__handle" }, svg("circle", { class: "grip", r: 18 }), svg("circle", { class: "fill c2", r: 7 }))
  board.root.append(trail, dots, last, handle)

  const said = html("output", { className: "live__said" })
  const chart = costChart(0.7)
  const walking = steps({ most: STEPS, pause: PAUSE, show })
  const first = {
    w: slider("起点 w", { min: W[0], max: W[1], step: 0.05, value: -3 }, walking.restart),
    b: slider("起点 b", { min: B[0], max: B[1], step: 0.05, value: 3 }, walking.restart),
  }
  const alpha = slider("学习率 α", { min: 0.1, max: 20, step: 0.1, value: 1 }, walking.restart)

  function show(count) {
    const path = walk(data, first.w.value, first.b.value, alpha.value, count)
    const shown = path.map(([w, b]) => board.at(w, b).map((n) => Math.max(-999, Math.min(999, n)).toFixed(1)))
    const costs = path.map(([w, b], step) => [step, cost(data, w, b)])
    set(trail, { d: `M${shown.map((p) => p.join(" ")).join("L")}` })
    set(dots, { d: spots(shown.slice(1)) })
    const [cx, cy] = shown.at(-1)
    set(last, { cx, cy, visibility: count ? "visible" : "hidden" })
    set(handle, { transform: `translate(${shown[0].join(" ")})` })
    const [w, b] = path.at(-1)
    const norm = Math.hypot(...gradient(data, w, b))
    said.textContent =
      `走了 ${count} 步：w = ${written(w)}，b = ${written(b)}，` +
      `J = ${written(costs.at(-1)[1])}，梯度的长度 ${written(norm)}`
    chart.draw(costs, STEPS, said.textContent)
    shade.canvas.setAttribute(
      "aria-label",
      `代价 J(w, b) 的等高线，横轴 w，纵轴 b，颜色越浓代价越高；折线是梯度下降走过的路。${said.textContent}`,
    )
  }

  // 越高越浓，按对数分
  function colour() {
    const rgb = shade.rgb("--derive-c1")
    const [low, high] = [0.4, 6].map(Math.log)
    for (let row = 0; row < ROWS; row++) {
      for (let column = 0; column < COLUMNS; column++) {
        const part = (Math.log(heights[row][column]) - low) / (high - low)
        shade.paint(row, column, rgb, 0.02 + 0.4 * Math.max(0, Math.min(1, part)))
      }
    }
    shade.show(0, ROWS)
  }

  const move = (event) => {
    const [w, b] = board.from(event)
    first.w.value = w // 出了图，滑杆会收回到边上
    first.b.value = b
    walking.restart()
  }
  // 只有起点上不让手指滚动页面；点图上别处，起点就到那里
  handle.addEventListener("pointerdown", (event) => handle.setPointerCapture(event.pointerId))
  handle.addEventListener("pointermove", (event) => {
    if (handle.hasPointerCapture(event.pointerId)) move(event)
  })
  board.root.addEventListener("click", (event) => {
    if (!handle.contains(event.target)) move(event)
  })

  const picture = html("div", { className: "live__board" }, stack, chart.field)
  replaceStill(figure, picture, first.w.field, first.b.field, alpha.field, walking.field, said)
  onScheme(colour)
  colour()
  walking.restart()
}

const wAt = (column) => W[0] + ((W[1] - W[0]) * column) / COLUMNS
const bAt = (row) => B[1] - ((B[1] - B[0]) * row) / ROWS

// 坐标上的数，与几条等高线的高度：写在最低点正下方，等高线经过的地方
function* marks({ at }, data) {
  const write = (words, [x, y], attributes = {}) => {
    const made = svg("text", { x, y, class: "live__mark", ...attributes })
    made.textContent = words
    return made
  }
  const [x0, y0] = at(0, 0)
  for (const w of [-3, -2, -1, 1, 2, 3, 4, 5]) yield write(written(w), [at(w, 0)[0], y0 + 13], { "text-anchor": "middle" })
  for (const b of [-4, -3, -2, -1, 1, 2, 3, 4]) yield write(written(b), [x0 - 5, at(0, b)[1] + 4], { "text-anchor": "end" })
  yield write("w", [352, y0 - 6], { class: "i", "text-anchor": "end" })
  yield write("b", [x0 + 7, 12], { class: "i" })
  const [[w]] = walk(data, 0, 0, 5, 100).slice(-1)
  for (const level of LEVELS) {
    let b = 0
    while (b > B[0] && cost(data, w, b) < level) b -= 0.01
    if (b > B[0] + 0.3) yield write(`J = ${level}`, [at(w, b)[0], at(w, b)[1] + 4], { class: "live__mark live__level", "text-anchor": "middle" })
  }
}
