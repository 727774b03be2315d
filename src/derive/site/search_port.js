// 接在 Material 的脚本后面：代替 new Worker(url) 的，是收到第一条消息才启动的搜索线程，
// 不搜索的人就不必下载它。
function searchPort(url) {
  const port = new EventTarget()
  const receive = (data) => port.dispatchEvent(new MessageEvent("message", { data }))
  function thread() {
    const worker = new Worker(url)
    worker.addEventListener("message", ({ data }) => receive(data))
    return (data) => worker.postMessage(data)
  }
  // 从磁盘打开的网页不许启动线程：同一个脚本就在页面里运行
  function here() {
    const script = Object.assign(document.createElement("script"), { src: url })
    const loaded = new Promise((resolve) => script.addEventListener("load", resolve))
    document.head.append(script)
    return (data) => loaded.then(() => receive(answer(data)))
  }
  let send
  port.postMessage = (data) => {
    send ??= location.protocol === "file:" ? here() : thread()
    send(data)
  }
  return port
}
