// 训练场：在页面里训练一个小网络，看分界、代价与隐藏单元。
import { choice, html, replaceStill, slider, still, svg, written } from "./kit.js"
import { forward, initialize, step } from "./network.js"

const SIDE = 336 // 画布的边长
const CELLS = 48 // 分界画成多少格
const EVERY = 6 // 每几帧重画一次分界
const REACH = 4.8 // 平面从 −REACH 到 REACH
const PER_FRAME = 4 // 一帧走几步

export function start(figure) {
  const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent)
  const { X, Y } = data
  const colour = (name) => getComputedStyle(figure).getPropertyValue(name).trim()

  const canvas = html("canvas", { width: SIDE, height: SIDE, className: "live__canvas" })
  canvas.setAttribute("role", "img")
  const context = canvas.getContext("2d")
  const history = svg("path", { class: "line c1" })
  const chart = svg("svg", { viewBox: "0 0 320 90", role: "img", class: "live__chart" }, history)
  const units = html("table", { className: "live__shapes" })
  const said = html("output", { className: "live__said" })
  const board = html("div", { className: "live__board" }, canvas, chart)

  let settings = { hidden: 4, activation: "tanh", alpha: 1, scale: 1, zero: false }
  let parameters, costs, seed = 1, running = false, frame = 0

  const at = (x, y) => [((x + REACH) / (2 * REACH)) * SIDE, ((REACH - y) / (2 * REACH)) * SIDE]
  const centre = (i) => -REACH + ((i + 0.5) * 2 * REACH) / CELLS
  const GRID = [[], []]
  for (let row = 0; row < CELLS; row++) {
    for (let column = 0; column < CELLS; column++) {
      GRID[0].push(centre(column))
      GRID[1].push(-centre(row))
    }
  }

  function draw() {
    const { A2 } = forward(parameters, GRID, settings.activation)
    const size = SIDE / CELLS
    const [one, zero] = [colour("--derive-c1"), colour("--derive-c2")]
    context.clearRect(0, 0, SIDE, SIDE)
    A2[0].forEach((a, i) => {
      context.globalAlpha = 0.08 + 0.42 * Math.abs(2 * a - 1)
      context.fillStyle = a > 0.5 ? one : zero
      context.fillRect((i % CELLS) * size, Math.floor(i / CELLS) * size, size, size)
    })
    context.globalAlpha = 1
    Y[0].forEach((y, i) => {
      const [px, py] = at(X[0][i], X[1][i])
      context.fillStyle = y ? one : zero
      context.beginPath()
      if (y) context.arc(px, py, 3, 0, 7)
      else context.rect(px - 2.6, py - 2.6, 5.2, 5.2) // 两类不只靠颜色分
      context.fill()
    })
    drawUnits()
  }

  // 每个隐藏单元的 z = 0 是一条直线
  function drawUnits() {
    context.strokeStyle = colour("--md-default-fg-color")
    context.setLineDash([4, 4])
    parameters.W1.forEach(([p, q], i) => {
      const b = parameters.b1[i][0]
      if (Math.hypot(p, q) < 1e-9) return
      const scale = 1 / (p * p + q * q)
      const [x, y] = [-b * p * scale, -b * q * scale]
      const length = (3 * REACH) / Math.hypot(p, q)
      context.beginPath()
      context.moveTo(...at(x - q * length, y + p * length))
      context.lineTo(...at(x + q * length, y - p * length))
      context.stroke()
    })
    context.setLineDash([])
  }

  function write() {
    const { A2 } = forward(parameters, X, settings.activation)
    const right = A2[0].filter((a, i) => (a > 0.5) === (Y[0][i] === 1)).length
    const last = costs.at(-1)
    said.textContent =
      `走了 ${costs.length} 步，代价 ${last === undefined ? "还没有算" : written(last)}，` +
      `${Y[0].length} 个点里分对 ${right} 个`
    const highest = Math.max(...costs.filter(Number.isFinite), 0.7)
    const points = costs.map((c, i) => {
      const x = (i / Math.max(1, costs.length - 1)) * 320
      return `${x.toFixed(1)} ${(88 - (86 * Math.min(c, highest)) / highest).toFixed(1)}`
    })
    const thin = Math.max(1, Math.floor(points.length / 300))
    const kept = points.filter((_, i) => i % thin === 0 || i === points.length - 1)
    history.setAttribute("d", kept.length ? `M${kept.join("L")}` : "")
    chart.setAttribute("aria-label", `代价随步数的曲线。${said.textContent}`)
    canvas.setAttribute("aria-label", `平面上的点与网络的分界，虚线是各个隐藏单元。${said.textContent}`)
    const rows = parameters.W1.map((row, i) =>
      html(
        "tr",
        {},
        html("th", { scope: "row", textContent: `${i + 1}` }),
        ...[...row, parameters.b1[i][0], parameters.W2[0][i]].map((v) =>
          html("td", { textContent: written(Number(v.toPrecision(4))) }),
        ),
      ),
    )
    const head = ["单元", "w₁", "w₂", "b", "输出的权重"].map((name) => html("th", { scope: "col", textContent: name }))
    units.replaceChildren(html("tr", {}, ...head), ...rows)
  }

  function advance(count) {
    for (let i = 0; i < count; i++) {
      const next = step(parameters, X, Y, settings.activation, settings.alpha)
      if (!Number.isFinite(next.cost)) {
        running = false
        go.textContent = "开始"
        break
      }
      costs.push(next.cost)
      parameters = next.parameters
    }
  }

  function tick() {
    if (!running) return
    advance(PER_FRAME)
    if (frame++ % EVERY === 0) {
      draw()
      write()
    }
    requestAnimationFrame(tick)
  }

  function reset(change = {}) {
    settings = { ...settings, ...change }
    parameters = initialize(settings.hidden, settings.scale, settings.zero, seed)
    costs = []
    draw()
    write()
  }

  const button = (words, act) => {
    const made = html("button", { type: "button", className: "md-button", textContent: words })
    made.addEventListener("click", act)
    return made
  }
  const go = button("开始", () => {
    if (still()) {
      advance(500) // 读者不要动画：一次走完
      draw()
      return write()
    }
    running = !running
    go.textContent = running ? "停下" : "开始"
    if (running) requestAnimationFrame(tick)
  })
  const one = button("走一步", () => {
    advance(1)
    draw()
    write()
  })
  const again = button("换一组初始值", () => {
    seed++
    reset()
  })
  const controls = [
    slider("隐藏单元", { min: 1, max: 8, step: 1, value: 4 }, (hidden) => reset({ hidden })).field,
    choice("激活函数", [["tanh", "tanh"], ["sigmoid", "sigmoid"], ["relu", "ReLU"]], (activation) => reset({ activation })).field,
    slider("学习率", { min: 0.05, max: 3, step: 0.05, value: 1 }, (alpha) => {
      settings.alpha = alpha
    }).field,
    choice("初始值", [["1", "随机，尺度 1"], ["0.1", "随机，尺度 0.1"], ["0.01", "随机，尺度 0.01"], ["0", "全部是 0"]], (scale) =>
      reset({ scale: Number(scale), zero: scale === "0" }),
    ).field,
  ]
  const buttons = html("p", { className: "live__buttons" }, go, one, again)
  const table = html("div", { className: "live__scroll", tabIndex: 0 }, units)
  table.setAttribute("role", "group")
  table.setAttribute("aria-label", "隐藏单元的权重")
  replaceStill(figure, board, ...controls, buttons, said, table)
  reset()
}
