// 训练场：在页面里训练一个小网络，看分界、代价与隐藏单元。
// 一帧里的脚本有时限：训练算到时限为止，一步可以分在几帧里；分界一行一行地画；字隔一会儿才写一次。
import { costChart, record } from "./costs.js"
import { shading } from "./field.js"
import { button, choice, given, html, onScheme, plane, replaceStill, set, slider, spots, still, svg, written } from "./kit.js"
import { forward, initialize, network, stepper } from "./network.js"

const REACH = 4.8 // 平面从 −REACH 到 REACH
const CELLS = 64 // 分界画成多少行、多少列
const TRAINING = 0.7 // 一帧里训练至多几毫秒
const DRAWING = 1.2 // 一帧里训练与画分界合起来至多几毫秒
const WORDS = 300 // 每隔几毫秒写一次字
const AT_ONCE = 500 // 读者不要动画：一次走几步
const DEEPEST = 3
const DATA = [["flower", "两色的花"], ["circles", "两个圆环"], ["moons", "两个月牙"]]
const KINDS = [["tanh", "tanh"], ["sigmoid", "sigmoid"], ["relu", "ReLU"], ["leaky_relu", "Leaky ReLU"]]
const SCALES = [
  ["1", "随机，尺度 1"],
  ["0.1", "随机，尺度 0.1"],
  ["0.01", "随机，尺度 0.01"],
  ["fan_in", "随机，尺度 1/√输入个数"],
  ["0", "全部是 0"],
  ["same", "全部是 0.5"],
]

export function start(figure) {
  const { sets, tables } = given(figure)
  const board = plane({ width: 336, height: 336, x: [-REACH, REACH], y: [-REACH, REACH] })
  board.root.replaceChildren() // 这里不画坐标轴
  set(board.root, { "aria-hidden": "true", role: "presentation" }) // 图里有什么，由画布说
  const zeros = svg("path", { class: "live__spots live__spots--square c2" }) // 两类不只靠颜色分
  const ones = svg("path", { class: "live__spots c1" })
  const lines = svg("g")
  board.root.append(zeros, ones, lines)
  const shade = shading(figure, CELLS, CELLS)
  const chart = costChart(0.7)
  const units = html("table", { className: "live__shapes" })
  const said = html("output", { className: "live__said" })

  const settings = { data: "flower", depth: 1, widths: [4, 4, 4], activation: "tanh", alpha: 1, scale: "1", seed: 0 }
  let parameters, part, grid, costs, right
  let goal = 0 // 走到第几步为止
  let quiet = false // 走完才画
  let broken = false // 代价溢出了
  let jobs = [] // 换了设定之后要做的几件事，一帧做一件
  let row = 0 // 分界画到第几行
  let wrote = 0 // 上一次写字的时刻
  let laidOut // 表的形状
  let asked = false // 已经要了下一帧
  let colours

  const centre = (i) => -REACH + ((i + 0.5) * 2 * REACH) / CELLS
  const LINE = [Array.from({ length: CELLS }, (_, i) => centre(i)), Array(CELLS).fill(0)] // 分界的一行；画哪一行，就填上它的纵坐标

  const running = () => costs.count < goal

  function frame() {
    asked = false
    if (jobs.length) {
      jobs.shift()()
      return ask()
    }
    const started = performance.now()
    const spent = () => performance.now() - started
    if (running() && !quiet && started - wrote > WORDS) {
      write() // 这一帧只写字
    } else {
      while (running() && spent() < TRAINING) advance()
      if (!running() && goal) arrive()
      const from = row
      while (!quiet && row < CELLS && spent() < DRAWING) paint(row++)
      if (row > from) shade.show(from, row)
      if (row > from && row === CELLS) drawUnits()
      if (row === CELLS && running()) row = 0 // 画完一遍，参数又变了，从头再画
    }
    if (running() || row < CELLS) ask()
  }

  function ask() {
    if (!asked) requestAnimationFrame(frame)
    asked = true
  }

  // 一块样本
  function advance() {
    const done = part(settings.alpha)
    if (!done) return
    if (!Number.isFinite(done.cost)) {
      broken = true
      goal = 0
      return arrive()
    }
    costs.add(done.cost)
    right = done.right
  }

  function halt() {
    goal = 0
    quiet = false
    go.textContent = "开始"
  }

  // 走到了：写字，把分界从头画一遍
  function arrive() {
    halt()
    row = 0
    write()
  }

  function paint(r) {
    grid[0].A_prev[1].fill(-centre(r))
    forward(grid)
    const a = grid.at(-1).A[0]
    for (let column = 0; column < CELLS; column++) {
      const one = a[column]
      shade.paint(r, column, colours[one > 0.5 ? 0 : 1], 0.08 + 0.42 * Math.abs(2 * one - 1))
    }
  }

  // 第一层的每个单元，z = 0 是一条直线
  function drawUnits() {
    parameters.W1.forEach(([p, q], i) => {
      const b = parameters.b1[i][0]
      const size = Math.hypot(p, q)
      const line = lines.children[i]
      set(line, { visibility: size < 1e-9 ? "hidden" : "visible" })
      if (size < 1e-9) return
      const [x, y] = [(-b * p) / size ** 2, (-b * q) / size ** 2]
      const [dx, dy] = [(-3 * REACH * q) / size, (3 * REACH * p) / size]
      const [[x1, y1], [x2, y2]] = [board.at(x + dx, y + dy), board.at(x - dx, y - dy)]
      set(line, { x1, y1, x2, y2 })
    })
  }

  // 三个数据集的点，开头就写成路径：换数据时来不及
  const marks = Object.fromEntries(
    Object.entries(sets).map(([name, { X, Y }]) => {
      const places = X[0].map((x, i) => board.at(x, X[1][i]).map((n) => n.toFixed(1)))
      return [name, [0, 1].map((label) => spots(places.filter((_, i) => Y[0][i] === label)))]
    }),
  )

  function drawPoints() {
    const [d0, d1] = marks[settings.data]
    set(zeros, { d: d0 })
    set(ones, { d: d1 })
  }

  function write() {
    wrote = performance.now()
    const m = sets[settings.data].Y[0].length
    said.textContent = costs.count
      ? `走了 ${costs.count} 步，代价 ${written(costs.last)}，${m} 个点里分对 ${right} 个`
      : "还没有走"
    if (broken) said.textContent += "；再走代价就太大了，算不下去：把学习率调小，回到第 0 步"
    chart.draw(costs.points, Math.max(0, costs.count - 1), said.textContent)
    shade.canvas.setAttribute("aria-label", `平面上两类点与网络的判断，虚线是第一层的各个单元。${said.textContent}`)
    const { W1, b1, W2 } = parameters
    W1.forEach(([w1, w2], i) => {
      const values = settings.depth === 1 ? [w1, w2, b1[i][0], W2[0][i]] : [w1, w2, b1[i][0]]
      const cells = units.rows[i + 1].cells
      values.forEach((v, k) => {
        cells[k + 1].textContent = written(Number(v.toPrecision(4)))
      })
    })
  }

  // 表与虚线先摆好，以后只改里面的数；形状没有变就不必再摆
  function layOut() {
    const shape = `${parameters.W1.length} ${settings.depth === 1}`
    if (shape === laidOut) return
    laidOut = shape
    const head = ["单元", "w₁", "w₂", "b", ...(settings.depth === 1 ? ["输出的权重"] : [])]
    const cell = (name, scope) => html("th", { scope, textContent: name })
    const rows = parameters.W1.map((_, i) => html("tr", {}, cell(`${i + 1}`, "row"), ...head.slice(1).map(() => html("td"))))
    units.replaceChildren(html("tr", {}, ...head.map((name) => cell(name, "col"))), ...rows)
    lines.replaceChildren(...parameters.W1.map(() => svg("line", { class: "live__unit" })))
  }

  function reset(change = {}) {
    Object.assign(settings, change)
    const { depth, widths, activation, scale, seed, data } = settings
    const { X, Y } = sets[data]
    const layer_dims = [2, ...widths.slice(0, depth), 1]
    const start = Number.isNaN(Number(scale)) ? scale : Number(scale)
    costs = record()
    broken = false
    halt()
    set(table, { "aria-busy": "true" })
    jobs = [
      // 输出层取那一层的表的第一行，所以层数少的网络也用得上
      () => (parameters = initialize(tables[seed], layer_dims, start)),
      () => (part = stepper(network(parameters, X, activation), Y)),
      () => (grid = network(parameters, LINE, activation)),
      layOut,
      drawUnits,
      () => {
        row = 0
        write()
        set(table, { "aria-busy": "false" })
      },
    ]
    ask()
  }

  const go = button("开始", () => {
    if (running()) {
      arrive()
    } else {
      quiet = still()
      goal = quiet ? costs.count + AT_ONCE : Infinity
      go.textContent = "停下"
    }
    ask()
  })
  const one = button("走一步", () => {
    goal = costs.count + 1
    ask()
  })
  const again = button("回到第 0 步", () => reset())
  const other = button("换一组初始值", () => reset({ seed: (settings.seed + 1) % tables.length }))

  const widths = settings.widths.map((value, l) =>
    slider(`第 ${l + 1} 层单元`, { min: 1, max: 8, step: 1, value }, (width) => {
      settings.widths[l] = width
      reset()
    }),
  )
  const showWidths = () => widths.forEach(({ field }, l) => (field.hidden = l >= settings.depth))
  const controls = [
    choice("数据", DATA, (data) => {
      settings.data = data
      drawPoints()
      reset()
    }),
    slider("隐藏层", { min: 1, max: DEEPEST, step: 1, value: settings.depth }, (depth) => {
      reset({ depth })
      showWidths()
    }),
    ...widths,
    choice("激活函数", KINDS, (activation) => reset({ activation })),
    slider("学习率 α", { min: 0.05, max: 3, step: 0.05, value: settings.alpha }, (alpha) => {
      settings.alpha = alpha
    }),
    choice("初始值", SCALES, (scale) => reset({ scale })),
  ].map(({ field }) => field)
  const buttons = html("p", { className: "live__buttons" }, go, one, again, other)
  const table = html("div", { className: "live__scroll", tabIndex: 0 }, units)
  table.setAttribute("role", "group")
  table.setAttribute("aria-label", "第一层各单元的权重")
  const stack = html("div", { className: "live__stack live__stack--framed" }, shade.canvas, board.root)
  replaceStill(figure, html("div", { className: "live__board" }, stack, chart.field), ...controls, buttons, said, table)

  function scheme() {
    colours = ["--derive-c1", "--derive-c2"].map(shade.rgb)
    row = 0
    ask()
  }
  onScheme(scheme)
  showWidths()
  drawPoints()
  reset()
  scheme()
}
