// 找错步的题：选出不成立的那个等号。没有脚本时答案折叠在每题下面。进度只存在读者的浏览器里。
(() => {
  const KEY = "derive-puzzles"
  const puzzles = [...document.querySelectorAll(".puzzle")]
  if (!puzzles.length) return

  let solved = {}
  try {
    solved = JSON.parse(localStorage.getItem(KEY) ?? "{}")
  } catch {
    // 不许存东西的浏览器：照样能做，只是不记
  }
  const keep = () => {
    try {
      localStorage.setItem(KEY, JSON.stringify(solved))
    } catch {
      // 同上
    }
  }
  const make = (name, className, text) =>
    Object.assign(document.createElement(name), { className, textContent: text ?? "" })

  // ---- 一题 ----
  for (const puzzle of puzzles) {
    const said = make("p", "puzzle__said")
    said.setAttribute("role", "status")
    const answer = puzzle.querySelector(".puzzle__answer")
    answer.before(said)
    const finish = (words) => {
      puzzle.querySelector(`[data-step="${puzzle.dataset.wrong}"]`).classList.add("puzzle__step--right")
      said.textContent = words
    }
    for (const step of puzzle.querySelectorAll(".puzzle__step")) {
      const { step: number } = step.dataset
      const pick = make("button", "puzzle__number", number)
      pick.type = "button"
      pick.setAttribute("aria-label", `第 ${number} 个等号不成立`)
      step.querySelector(".puzzle__number").replaceWith(pick)
      pick.addEventListener("click", () => {
        if (number === puzzle.dataset.wrong) {
          finish("找对了。")
          answer.open = true
          solved[puzzle.id] = true
          keep()
          count()
        } else {
          step.classList.add("puzzle__step--fine")
          said.textContent = `第 ${number} 个等号成立，再找找。`
        }
      })
    }
    if (solved[puzzle.id]) finish("做过了。")
  }

  // ---- 挑一级，看进度 ----
  const bar = make("p", "puzzles__bar")
  const level = document.createElement("select")
  level.setAttribute("aria-label", "看哪一级")
  for (const [value, words] of [["", "全部"], ["1", "第 1 级"], ["2", "第 2 级"], ["3", "第 3 级"]]) {
    level.add(new Option(words, value))
  }
  const progress = make("span", "puzzles__progress")
  progress.setAttribute("role", "status")
  const again = make("button", "md-button", "重新做")
  again.type = "button"
  bar.append(level, progress, again)
  document.getElementById("puzzles").before(bar)

  const count = () => {
    const shown = puzzles.filter((puzzle) => !puzzle.hidden)
    progress.textContent = `找对 ${shown.filter(({ id }) => solved[id]).length} / ${shown.length} 题`
  }
  level.addEventListener("input", () => {
    for (const puzzle of puzzles) puzzle.hidden = level.value !== "" && puzzle.dataset.level !== level.value
    count()
  })
  again.addEventListener("click", () => {
    solved = {}
    keep()
    for (const step of document.querySelectorAll(".puzzle__step")) {
      step.classList.remove("puzzle__step--right", "puzzle__step--fine")
    }
    for (const said of document.querySelectorAll(".puzzle__said")) said.textContent = ""
    for (const answer of document.querySelectorAll(".puzzle__answer")) answer.open = false
    count()
  })
  count()
})()
