// 平面上每一点有一个数：底色（画在小画布上，由浏览器放大）与等高线。
import { html } from "./kit.js"

// 小画布：一格一个像素。颜色取自样式里的变量，深浅换了再取
export function shading(figure, columns, rows) {
  const canvas = html("canvas", { width: columns, height: rows, className: "live__shade" })
  canvas.setAttribute("role", "img")
  const context = canvas.getContext("2d")
  const image = context.createImageData(columns, rows)
  const probe = html("canvas", { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true })
  const rgb = (name) => {
    probe.fillStyle = getComputedStyle(figure).getPropertyValue(name).trim()
    probe.fillRect(0, 0, 1, 1)
    return probe.getImageData(0, 0, 1, 1).data
  }
  return {
    canvas,
    rgb,
    // 第 row 行第 column 列涂上 colour，浓淡 strength 从 0 到 1
    paint(row, column, colour, strength) {
      const at = 4 * (row * columns + column)
      image.data[at] = colour[0]
      image.data[at + 1] = colour[1]
      image.data[at + 2] = colour[2]
      image.data[at + 3] = 255 * strength
    },
    // 把第 from 到 to 行放到画布上
    show: (from, to) => context.putImageData(image, 0, 0, 0, from, columns, to - from),
  }
}

// 等高线，移动方块法（marching squares）：heights[行][列] 是格点上的值，每个小方块里按比例连一段。
// at(列, 行) 是格点在图上的位置，列与行可以是小数
export function contour(heights, level, at) {
  const pieces = []
  for (let row = 0; row + 1 < heights.length; row++) {
    for (let column = 0; column + 1 < heights[row].length; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ].map(([c, r]) => [c, r, heights[r][c] - level])
      const crossings = []
      for (let side = 0; side < 4; side++) {
        const [[c, r, one], [nextC, nextR, other]] = [corners[side], corners[(side + 1) % 4]]
        if (one > 0 === other > 0) continue
        const t = one / (one - other)
        crossings.push(at(c + t * (nextC - c), r + t * (nextR - r)).map((n) => n.toFixed(1)).join(" "))
      }
      for (let i = 0; i + 1 < crossings.length; i += 2) pieces.push(`M${crossings[i]}L${crossings[i + 1]}`)
    }
  }
  return pieces.join("")
}
