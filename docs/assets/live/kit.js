// 会动的图共用的：造元素、坐标、滑杆、写数。

const SVG = "http://www.w3.org/2000/svg"

export const html = (name, properties = {}, ...content) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...content)
  return made
}

export const svg = (name, attributes = {}, ...content) => {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...content)
  return made
}

export const set = (element, attributes) => {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
}

// 至多六位有效数字，负号用 −
export const written = (value) => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "没有意义" : value > 0 ? "太大" : "−太大"
  return String(Number(value.toPrecision(6))).replace("-", "−").replace(/e\+?/, "×10^")
}

// 一条滑杆，带名字与数值；change(值) 在拖动时叫
export function slider(label, { min, max, step, value }, change) {
  const input = html("input", { type: "range", min, max, step, value })
  const shown = html("output", { textContent: written(value) })
  input.addEventListener("input", () => {
    shown.textContent = written(input.valueAsNumber)
    change(input.valueAsNumber)
  })
  const field = html("label", { className: "live__field" }, html("span", { textContent: label }), input, shown)
  return {
    field,
    get value() {
      return input.valueAsNumber
    },
    set value(next) {
      input.value = next
      shown.textContent = written(input.valueAsNumber)
    },
  }
}

// 几个里选一个
export function choice(label, options, change) {
  const select = html("select", {}, ...options.map(([value, words]) => new Option(words, value)))
  select.addEventListener("input", () => change(select.value))
  const field = html("label", { className: "live__field" }, html("span", { textContent: label }), select)
  return { field, select }
}

export const button = (words, act) => {
  const made = html("button", { type: "button", className: "md-button", textContent: words })
  made.addEventListener("click", act)
  return made
}

// 一块坐标：数学的 (x, y) → 图上的点；x 从左到右，y 从下到上
export function plane({ width = 360, height = 240, x, y }) {
  const [left, right] = x
  const [low, high] = y
  const at = (px, py) => [((px - left) / (right - left)) * width, ((high - py) / (high - low)) * height]
  const root = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" })
  const [ox, oy] = at(0, 0)
  root.append(
    svg("line", { class: "axis", x1: 0, x2: width, y1: oy, y2: oy }),
    svg("line", { class: "axis", y1: 0, y2: height, x1: ox, x2: ox }),
  )
  return {
    root,
    at,
    // 指针在图上的 [x, y]
    from: (event) => {
      const box = root.getBoundingClientRect()
      return [
        left + ((event.clientX - box.left) / box.width) * (right - left),
        high - ((event.clientY - box.top) / box.height) * (high - low),
      ]
    },
  }
}

export function curve({ at }, f, [from, to], pieces = 120) {
  const points = []
  for (let i = 0; i <= pieces; i++) {
    const x = from + ((to - from) * i) / pieces
    points.push(at(x, f(x)).map((n) => n.toFixed(2)).join(" "))
  }
  return `M${points.join("L")}`
}

// 许多点合成一条路径：长度为零的线段，圆头或方头由样式给。几百个元素一个个造，太慢
export const spots = (points) => points.map(([x, y]) => `M${x} ${y}h0`).join("")

// 换掉静止的图
export function replaceStill(figure, root, ...controls) {
  const caption = figure.querySelector("figcaption") // 它说的是静止的那张
  figure.querySelector("derive-figure").replaceChildren(root)
  caption.before(html("div", { className: "live__controls" }, ...controls))
  caption.hidden = true
}

// 写在页里的数据
export const given = (figure) => JSON.parse(figure.querySelector("script[type='application/json']").textContent)

// 页面换成深色或浅色之后，画布要重画
export const onScheme = (act) =>
  new MutationObserver(act).observe(document.body, { attributeFilter: ["data-md-color-scheme"] })

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches
