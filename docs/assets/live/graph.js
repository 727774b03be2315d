// 计算图 J = 3(a + bc)：改 a、b、c，值从左到右，导数从右到左。
import { djDa, djDb, djDc, djDu, djDv, j, u, v } from "./formulas.js"
import { html, replaceStill, slider, svg, written } from "./kit.js"

const BOXES = {
  a: [8, 12, "a"],
  b: [8, 84, "b"],
  c: [8, 156, "c"],
  u: [106, 120, "u = bc"],
  v: [196, 66, "v = a + u"],
  J: [284, 66, "J = 3v"],
}
const EDGES = [
  ["a", "v"],
  ["b", "u"],
  ["c", "u"],
  ["u", "v"],
  ["v", "J"],
]
const [WIDTH, HEIGHT] = [72, 52]

export function start(figure) {
  const root = svg("svg", { viewBox: "0 0 364 220", role: "img" })
  const middle = (name) => BOXES[name][1] + HEIGHT / 2
  for (const [from, to] of EDGES) {
    const [x1, x2] = [BOXES[from][0] + WIDTH, BOXES[to][0]]
    root.append(svg("line", { class: "line thin", x1, x2, y1: middle(from), y2: middle(to) }))
  }
  const texts = {}
  for (const [name, [x, y, title]] of Object.entries(BOXES)) {
    const write = (dy, className) => svg("text", { x: x + WIDTH / 2, y: y + dy, class: className, "text-anchor": "middle" })
    texts[name] = { value: write(31, "live__value"), slope: write(46, "live__slope") }
    const head = write(14, "live__name")
    head.textContent = title
    root.append(svg("rect", { class: "live__box", x, y, width: WIDTH, height: HEIGHT, rx: 5 }), head)
    root.append(texts[name].value, texts[name].slope)
  }
  const said = html("output", { className: "live__said" })
  const inputs = Object.entries({ a: 5, b: 3, c: 2 }).map(([name, value]) =>
    slider(name, { min: -10, max: 10, step: 0.5, value }, () => work()),
  )

  function work() {
    const [a, b, c] = inputs.map((input) => input.value)
    const values = { a, b, c, u: u(b, c) }
    values.v = v(a, values.u)
    values.J = j(values.v)
    const slopes = { a: djDa(), b: djDb(c), c: djDc(b), u: djDu(), v: djDv(), J: 1 }
    for (const name of Object.keys(BOXES)) {
      texts[name].value.textContent = written(values[name])
      texts[name].slope.textContent = `∂J: ${written(slopes[name])}`
    }
    const list = ["a", "b", "c"].map((name) => `∂J/∂${name} = ${written(slopes[name])}`)
    said.textContent = `J = ${written(values.J)}；${list.join("，")}`
    root.setAttribute("aria-label", `计算图：${said.textContent}`)
  }
  replaceStill(figure, root, ...inputs.map((input) => input.field), said)
  work()
}
