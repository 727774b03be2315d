// 判定器的线程：载入 Python（Pyodide）与判定的程序，一次判一个等号。文字不离开读者的机器。
//
// 来的消息：{ load }、{ read: 文字 }、{ decide: 第几个, seconds }、{ answer: 编号, text, seconds }；
// 回的消息：{ loaded: 字节 }（载入时不断地报）、{ ready }、{ outline }、{ decided }、{ failed }。

import { loadPyodide } from "./pyodide.mjs"

// ---- 载入：每个文件到了多少，都报出来 -------------------------------------------

const get = self.fetch
let loaded = 0
self.fetch = async (...asked) => {
  const response = await get(...asked)
  const count = new TransformStream({
    transform(bytes, controller) {
      loaded += bytes.byteLength
      postMessage({ loaded })
      controller.enqueue(bytes)
    },
  })
  const { status, statusText, headers } = response
  return new Response(response.body?.pipeThrough(count), { status, statusText, headers })
}

async function fetched(name) {
  const response = await fetch(new URL(name, import.meta.url))
  if (!response.ok) throw new Error(`${name}：HTTP ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

const PACKAGES = ["others.zip", "libraries.zip", "derive.zip"]
let python, session, check, Session

async function load() {
  const packages = PACKAGES.map(fetched)
  python = await loadPyodide({ indexURL: new URL(".", import.meta.url).href })
  for (const [index, name] of PACKAGES.entries()) {
    python.FS.writeFile(`/${name}`, await packages[index])
    python.runPython(`import sys; sys.path.insert(0, "/${name}")`)
  }
  python.setInterruptBuffer(CLOCK)
  ;({ Session, check_answer: check } = python.pyimport("derive.judge.session"))
}

// ---- 时限 ---------------------------------------------------------------------

// Python 每隔一会儿看一眼“中断的信号”：到了时限，这里就给它 SIGINT，它抛出 KeyboardInterrupt；
// 给过了，deadline 就是 Infinity
let deadline = Infinity
const CLOCK = {
  get 0() {
    if (performance.now() < deadline) return 0
    deadline = Infinity
    return 2
  },
  set 0(_) {},
}

function within(seconds, work) {
  deadline = performance.now() + 1000 * seconds
  try {
    return JSON.parse(work())
  } catch (error) {
    // 不看 error.type：信号到的时候若正在取属性、转换结果，Pyodide 抛出的是它自己的错误
    if (deadline === Infinity) return null
    throw error
  } finally {
    deadline = Infinity
  }
}

// ---- 对话 ---------------------------------------------------------------------

async function answered({ read, decide, answer, text, seconds }) {
  if (read !== undefined) {
    session = Session(read)
    return { outline: JSON.parse(session.outline()) }
  }
  if (decide !== undefined) return { decided: within(seconds, () => session.decide(decide)) }
  if (answer !== undefined) return { decided: within(seconds, () => check(answer, text)) }
  await load()
  return { ready: true }
}

addEventListener("message", async ({ data }) => {
  try {
    postMessage(await answered(data))
  } catch (error) {
    const said = String(error.message ?? error) // Python 的错误是一整篇回溯，最后一行才是它
    postMessage({ failed: said.trim().split("\n").at(-1) })
  }
})
