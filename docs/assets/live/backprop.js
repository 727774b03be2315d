// 2-2-1 的网络走一步反向传播：每个数都写出来，每个公式都代入了数。
import { html, replaceStill, slider, written } from "./kit.js"
import { backward, cost, forward, network, update } from "./network.js"

const START = { W1: [[0.5, -0.4], [0.3, 0.8]], b1: [[0.1], [-0.2]], W2: [[0.7, -0.6]], b2: [[0.05]] }

export function start(figure) {
  const table = html("table", { className: "live__steps" })
  const box = html("div", { className: "live__scroll", tabIndex: 0 }, table)
  box.setAttribute("role", "group")
  box.setAttribute("aria-label", "每一步的公式与数")
  const said = html("output", { className: "live__said" })
  const inputs = [
    slider("x₁", { min: -2, max: 2, step: 0.1, value: 1 }, () => work()),
    slider("x₂", { min: -2, max: 2, step: 0.1, value: 0.5 }, () => work()),
    slider("y", { min: 0, max: 1, step: 1, value: 1 }, () => work()),
    slider("学习率 α", { min: 0.1, max: 3, step: 0.1, value: 0.5 }, () => work()),
  ]
  let cells // 每一行里会变的两格：代入了数的式子，得数
  // 第一次摆好表，以后只改里面的数
  function write(groups) {
    const lines = groups.flatMap(([, lines]) => lines)
    cells ??= lines.map(() => [html("small"), html("td")])
    lines.forEach(([, filled, value], i) => {
      cells[i][0].textContent = filled
      cells[i][1].textContent = value
    })
    if (table.rows.length) return
    const left = cells.values()
    table.append(
      ...groups.flatMap(([title, lines]) => [
        html("tr", {}, html("th", { colSpan: 2, scope: "colgroup", textContent: title })),
        ...lines.map(([formula]) => {
          const [filled, value] = left.next().value
          return html("tr", {}, html("td", {}, html("span", { textContent: formula }), filled), value)
        }),
      ]),
    )
  }

  function work() {
    const [x1, x2, y, alpha] = inputs.map((input) => input.value)
    const [X, Y] = [[[x1], [x2]], [[y]]]
    const { W1, b1, W2, b2 } = START
    const next = structuredClone(START) // 更新写在它上面
    const layers = network(next, X, "tanh")
    forward(layers)
    const before = cost(layers, Y)
    backward(layers, Y)
    const [hidden, last] = layers
    const [z, a, dz] = ["Z", "A", "dZ"].map((name) => hidden[name].map(([v]) => v))
    const [[z2], [a2], [dz2]] = [last.Z[0], last.A[0], last.dZ[0]]
    update(layers, alpha)
    forward(layers)
    const after = cost(layers, Y)
    const w = written
    const n = (value) => (value < 0 ? `(${w(value)})` : w(value)) // 跟在运算后面的负数加括号
    const sub = ["₁", "₂"]
    const each = (line) => [0, 1].map(line)
    write([
      ["前向：隐藏层", [
        ...each((i) => [`z${sub[i]} = w${sub[i]}₁x₁ + w${sub[i]}₂x₂ + b${sub[i]}`, `${w(W1[i][0])}·${n(x1)} + ${n(W1[i][1])}·${n(x2)} + ${n(b1[i][0])}`, w(z[i])]),
        ...each((i) => [`a${sub[i]} = tanh(z${sub[i]})`, `tanh(${w(z[i])})`, w(a[i])]),
      ]],
      ["前向：输出", [
        ["z = v₁a₁ + v₂a₂ + c", `${w(W2[0][0])}·${n(a[0])} + ${n(W2[0][1])}·${n(a[1])} + ${n(b2[0][0])}`, w(z2)],
        ["a = σ(z)", `σ(${w(z2)})`, w(a2)],
        ["L(a, y)", `y = ${w(y)}`, w(before)],
      ]],
      ["反向：输出", [
        ["dz = a − y", `${w(a2)} − ${n(y)}`, w(dz2)],
        ...each((i) => [`dv${sub[i]} = dz·a${sub[i]}`, `${w(dz2)}·${n(a[i])}`, w(last.dW[0][i])]),
        ["dc = dz", "", w(last.db[0][0])],
      ]],
      ["反向：隐藏层", [
        ...each((i) => [`dz${sub[i]} = v${sub[i]}·dz·(1 − a${sub[i]}²)`, `${w(W2[0][i])}·${n(dz2)}·(1 − ${n(a[i])}²)`, w(dz[i])]),
        ...[0, 1].flatMap((i) => [0, 1].map((j) => [`dw${sub[i]}${sub[j]} = dz${sub[i]}·x${sub[j]}`, `${w(dz[i])}·${n([x1, x2][j])}`, w(hidden.dW[i][j])])),
        ...each((i) => [`db${sub[i]} = dz${sub[i]}`, "", w(hidden.db[i][0])]),
      ]],
      ["更新：每个参数减去 α 乘它的梯度", [
        ...each((i) => [`v${sub[i]}`, `${w(W2[0][i])} − ${w(alpha)}·${n(last.dW[0][i])}`, w(next.W2[0][i])]),
        ...[0, 1].flatMap((i) => [0, 1].map((j) => [`w${sub[i]}${sub[j]}`, `${w(W1[i][j])} − ${w(alpha)}·${n(hidden.dW[i][j])}`, w(next.W1[i][j])])),
      ]],
    ])
    said.textContent = `走一步之前损失 ${w(before)}，走一步之后 ${w(after)}`
  }
  replaceStill(figure, box, ...inputs.map((input) => input.field), said)
  work()
}
