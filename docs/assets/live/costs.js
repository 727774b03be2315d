// 代价随步数的曲线，几张图共用。
import { html, set, svg } from "./kit.js"

const [WIDTH, HEIGHT] = [320, 90]

// 代价记了多少步都行，留下的不超过 most 个：满了就隔一个丢一个
export function record(most = 240) {
  let kept = []
  let every = 1
  let count = 0
  let last
  return {
    add(cost) {
      last = cost
      if (count++ % every !== 0) return
      kept.push(cost)
      if (kept.length <= most) return
      kept = kept.filter((_, i) => i % 2 === 0)
      every *= 2
    },
    get count() {
      return count
    },
    get last() {
      return last
    },
    // [第几步, 代价]，最后一步总在里面
    get points() {
      const points = kept.map((cost, i) => [i * every, cost])
      return (count - 1) % every === 0 ? points : [...points, [count - 1, last]]
    },
  }
}

// 横轴是第几步，纵轴从 0 到 ceiling（更高的代价会把它撑高）
export function costChart(ceiling) {
  const line = svg("path", { class: "line c1" })
  const name = "代价随步数的曲线" // 还没有画的时候，读屏软件也该知道这是什么
  const root = svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "live__chart", "aria-label": name },
    line,
  )
  const top = html("span")
  const end = html("span")
  const labels = html("p", { className: "live__axes", ariaHidden: "true" }, top, end)
  const field = html("div", { className: "live__costs" }, labels, root)

  function draw(points, most, said) {
    const finite = points.filter(([, cost]) => Number.isFinite(cost))
    const highest = finite.reduce((high, [, cost]) => Math.max(high, cost), ceiling)
    const at = ([step, cost]) =>
      `${((step / Math.max(1, most)) * WIDTH).toFixed(1)} ${(HEIGHT - 2 - ((HEIGHT - 6) * cost) / highest).toFixed(1)}`
    set(line, { d: finite.length ? `M${finite.map(at).join("L")}` : "" })
    set(root, { "aria-label": `${name}，纵轴从 0 到 ${highest.toFixed(2)}。${said}` })
    top.textContent = `代价，最高 ${highest.toFixed(2)}`
    end.textContent = `${most} 步`
  }
  return { field, draw }
}
