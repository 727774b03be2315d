// 广播：写两个形状，看 NumPy 怎样把它们对齐。
import { html, replaceStill } from "./kit.js"

const MOST = 6 // 最多几维

// "3, 4"、"(3,)"、"" → [3, 4]、[3]、[]；写得不对是 null
export function parse(text) {
  const parts = text.replace(/[()（）\s]/g, "").replaceAll("，", ",").split(",").filter(Boolean)
  if (parts.length > MOST || !parts.every((part) => /^\d{1,6}$/.test(part))) return null
  return parts.map(Number)
}

// NumPy 的规则：从右边对齐，缺的补 1；相等，或有一个是 1，才行。{ rows, shape }，不行的 shape 是 null
export function broadcast(one, other) {
  const size = Math.max(one.length, other.length)
  const padded = [one, other].map((shape) => [...Array(size - shape.length).fill(null), ...shape])
  const result = padded[0].map((_, axis) => {
    const [a, b] = padded.map((shape) => shape[axis] ?? 1)
    return a === b || b === 1 ? a : a === 1 ? b : null
  })
  return { rows: padded, result, shape: result.includes(null) ? null : result }
}

export const shown = (shape) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`)

export function start(figure) {
  const table = html("table", { className: "live__shapes" })
  const said = html("output", { className: "live__said" })
  const fields = [
    ["第一个形状", "3, 4"],
    ["第二个形状", "4"],
  ].map(([label, value]) => {
    const input = html("input", { type: "text", value, inputMode: "text", autocomplete: "off", spellcheck: false })
    input.addEventListener("input", () => work())
    const field = html("label", { className: "live__field" }, html("span", { textContent: label }), input)
    return { input, field }
  })

  function work() {
    const shapes = fields.map(({ input }) => parse(input.value))
    table.replaceChildren()
    if (shapes.includes(null)) {
      said.textContent = `形状写成几个非负整数，用逗号隔开，最多 ${MOST} 个，如 3, 4。`
      return
    }
    const { rows, result, shape } = broadcast(...shapes)
    const row = (name, cells, wrong) =>
      html(
        "tr",
        {},
        html("th", { scope: "row", textContent: name }),
        ...cells.map((cell, axis) =>
          html("td", { textContent: cell ?? "1", className: wrong(cell, axis) }),
        ),
      )
    const clash = (axis) => (result[axis] === null ? "live__clash" : "")
    const given = (cell, axis) => (cell === null ? "live__added" : clash(axis))
    table.append(row("第一个", rows[0], given), row("第二个", rows[1], given))
    table.append(row("结果", result.map((n) => n ?? "×"), (_, axis) => clash(axis)))
    said.textContent = shape
      ? `行：${shapes.map(shown).join(" 与 ")} 广播成 ${shown(shape)}。`
      : `不行：${shapes.map(shown).join(" 与 ")} 从右边对齐，有一维既不相等，也没有 1。`
  }
  replaceStill(figure, table, ...fields.map(({ field }) => field), said)
  work()
}
