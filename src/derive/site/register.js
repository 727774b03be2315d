// 接在 Material 的脚本后面：页面闲下来以后，登记 sw.js，并告诉它这一页由哪些东西组成。
;(() => {
  const worker = navigator.serviceWorker // 不是 https、也不是本机，就没有
  if (!worker || location.protocol === "file:") return
  const script = document.currentScript.src.replace(/assets\/.*$/, "sw.js")
  const tell = () =>
    worker.controller?.postMessage({
      page: location.href,
      parts: performance.getEntriesByType("resource").map(({ name }) => name),
    })
  worker.addEventListener("controllerchange", tell)
  const start = () => {
    tell()
    worker.register(script).catch(() => {}) // 没有网络，或主机上没有它：照样能读
  }
  addEventListener("load", () => (window.requestIdleCallback ?? setTimeout)(start))
})()
