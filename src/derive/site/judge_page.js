// 判定器的一页：读者按下“判定”才载入判定的程序（judge_worker.js），一个等号一个等号地问。
// 线程判不完、停不住，就结束它，另开一个接着判：写了什么都不会卡住这一页。

const SEALS = { proved: "已证", refuted: "证伪", unknown: "未决" }
const KEY = "derive-judge"

// ---- 线程 ---------------------------------------------------------------------

class Judge {
  constructor(base, onProgress) {
    this.url = new URL("worker.js", base)
    this.onProgress = onProgress
  }

  // 载入好了的线程；载入过就是原来那一个
  ready() {
    this.starting ??= this.#start()
    return this.starting
  }

  async #start() {
    this.worker = new Worker(this.url, { type: "module" })
    this.worker.addEventListener("message", ({ data }) => data.loaded && this.onProgress(data.loaded))
    await this.#ask({ load: true })
  }

  // 问一句，等它答；超过 seconds 秒不答，结束它，返回 undefined；它出了错，也结束它，返回 { failed }
  async ask(question, seconds) {
    await this.ready()
    try {
      return await this.#ask(question, seconds)
    } catch (error) {
      this.stop()
      return { failed: error.message }
    }
  }

  #ask(question, seconds) {
    const { worker } = this
    return new Promise((resolve, reject) => {
      const timer = seconds && setTimeout(() => this.stop(), 1000 * seconds)
      const finish = (settle, value) => {
        clearTimeout(timer)
        worker.removeEventListener("message", heard)
        worker.removeEventListener("error", broken)
        this.give = undefined
        settle(value)
      }
      const heard = ({ data }) => {
        if ("loaded" in data) return
        if ("failed" in data) finish(reject, new Error(data.failed))
        else finish(resolve, data)
      }
      const broken = () => finish(reject, new Error("线程没有启动"))
      this.give = () => finish(resolve, undefined)
      worker.addEventListener("message", heard)
      worker.addEventListener("error", broken)
      worker.postMessage(question)
    })
  }

  stop() {
    this.worker?.terminate()
    this.worker = this.starting = undefined
    this.give?.()
  }
}

// ---- 一页 ---------------------------------------------------------------------

const form = document.querySelector("form.judge")
const part = (name) => form.querySelector(`[data-judge="${name}"]`)
const [text, kind, id, run, stop, status, bar, list] = [
  "text", "kind", "id", "run", "stop", "status", "bar", "found",
].map(part)
const whole = Number(form.dataset.bytes)
const limit = () => Number(form.dataset.seconds) // 一个等号最多判几秒
const patience = () => limit() + Number(form.dataset.grace) // 到这时还不答，线程就是停住了
const judge = new Judge(new URL(form.dataset.base, location.href), (loaded) => {
  bar.value = Math.min(loaded / whole, 1)
})

const element = (name, className, ...content) => {
  const made = Object.assign(document.createElement(name), { className })
  made.append(...content)
  return made
}
const seal = (verdict, words) => element("span", `seal seal--${verdict}`, words)

const shape = ({ line, left, relation, right }) => [
  element("code", "judge__formula", `${left} ${relation} ${right}`),
  element("span", "judge__where", `第 ${line} 行`),
]

// 看不懂的一行：写出来，在那个字符下面画上记号
function unreadable({ line, column, length, error }) {
  const source = text.value.split("\n")[line - 1] ?? ""
  const [before, wrong, after] = [
    source.slice(0, column - 1),
    source.slice(column - 1, column - 1 + length) || " ",
    source.slice(column - 1 + length),
  ]
  return [
    seal("unreadable", "看不懂"),
    element("code", "judge__formula", before, element("mark", "judge__wrong", wrong), after),
    element("span", "judge__where", `第 ${line} 行第 ${column} 个字符`),
    element("p", "judge__account", error),
  ]
}

function decided(item, { verdict, account }) {
  item.querySelector(".seal").replaceWith(seal(verdict, SEALS[verdict]))
  item.dataset.verdict = verdict
  if (account) item.append(element("p", "judge__account", account))
}

const undecided = (failed) => ({
  verdict: "unknown",
  account: failed
    ? `判它的时候判定器出了错：${failed}`
    : `判了 ${limit()} 秒还没有判完。请拆成小一些的步子`,
})

async function derivation(halted) {
  const read = await judge.ask({ read: text.value }, patience())
  if (halted()) return
  if (read?.failed) return say(`没有读成，判定器出了错：${read.failed}`)
  const found = read?.outline
  if (!found) return say("这篇推导太大，读不完。请分成几篇")
  const items = found.map((each) => {
    const content = "error" in each ? unreadable(each) : [seal("waiting", "等着判"), ...shape(each)]
    return element("li", "judge__step", ...content)
  })
  list.replaceChildren(...items)
  const counts = { proved: 0, refuted: 0, unknown: 0, error: 0 }
  for (const [index, each] of found.entries()) {
    if ("error" in each) {
      counts.error++
      continue
    }
    say(`正在判第 ${index + 1} 个，共 ${found.length} 个`)
    items[index].querySelector(".seal").textContent = "正在判"
    const reply = await judge.ask({ decide: index, seconds: limit() }, patience())
    if (halted()) return items[index].querySelector(".seal").replaceChildren("没有判")
    if (!judge.starting && found[index + 1]) await judge.ask({ read: text.value }, patience()) // 换线程
    const result = reply?.decided ?? undecided(reply?.failed)
    counts[result.verdict]++
    decided(items[index], result)
  }
  say(summary(counts))
}

function summary({ proved, refuted, unknown, error }) {
  const said = [
    [proved, "个已证"],
    [refuted, "个证伪"],
    [unknown, "个未决"],
    [error, "行看不懂"],
  ].filter(([count]) => count)
  return said.length
    ? `判完了：${said.map((words) => words.join(" ")).join("，")}。`
    : "没有等号可判。请一行写一个式子，用 = 起头接着写。"
}

async function answer(halted) {
  say("正在核对")
  const question = { answer: id.value, text: text.value, seconds: limit() }
  const reply = await judge.ask(question, patience())
  if (halted()) return
  const result = reply?.decided ?? undecided(reply?.failed)
  const item = element("li", "judge__step")
  list.replaceChildren(item)
  if ("line" in result) item.append(...unreadable(result))
  else if ("error" in result) item.append(element("p", "judge__account", result.error))
  else {
    item.append(seal("waiting", ""), element("code", "judge__formula", text.value.trim()))
    decided(item, result)
  }
  say("error" in result ? "没有判成。" : summary({ [result.verdict]: 1 }))
}

const say = (words) => status.replaceChildren(words)

let turn = 0
form.addEventListener("submit", async (event) => {
  event.preventDefault()
  if (run.disabled) return
  const mine = ++turn
  const halted = () => turn !== mine
  run.disabled = true
  stop.hidden = false
  list.replaceChildren()
  try {
    if (!judge.starting) {
      bar.hidden = false
      say("正在载入判定器")
    }
    await judge.ready()
    bar.hidden = true
    if (!halted()) await (kind.value === "answer" ? answer : derivation)(halted)
  } catch (error) {
    judge.stop()
    if (!halted()) say(`判定器没有载入：${error.message}。请检查网络，再按一次。`)
  }
  bar.hidden = true
  if (!halted()) finished()
})

function finished() {
  run.disabled = false
  stop.hidden = true
}

stop.addEventListener("click", () => {
  turn++
  judge.stop()
  bar.hidden = true
  say("停下了。")
  finished()
  run.focus()
})

// ---- 写下的东西，重新打开还在 ------------------------------------------------------

const fields = { text, kind, id }
try {
  const saved = JSON.parse(localStorage.getItem(KEY) ?? "{}")
  for (const [name, field] of Object.entries(fields)) if (saved[name] !== undefined) field.value = saved[name]
} catch {
  // 不许存东西的浏览器：照样能用
}
const show = () => (id.closest("label").hidden = kind.value !== "answer")
form.addEventListener("input", () => {
  show()
  const written = Object.entries(fields).map(([name, field]) => [name, field.value])
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(written)))
  } catch {
    // 同上
  }
})
show()
form.nextElementSibling.remove() // 没有脚本时的说明
form.hidden = false
