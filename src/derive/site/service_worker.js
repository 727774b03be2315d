// 看过的页，没有网络也打得开；一页的全部东西总出自同一个版本。
//
// VERSION 是这个版本的摘要，FILES 是它的每个文件与校验和（service_worker.py 写在这上面）。
// 从网络取来的，对上校验和才是这个版本的，才留下来。对不上，就是网站已经换了：那一页成为“外来的”，
// 它的一切都直接从网络来，这里不插手。等到开着的全是外来的页，就让新版接手，旧版留下的一并删去。

const SCOPE = new URL(registration.scope)
const CACHE = `${SCOPE.pathname} ${VERSION}` // 同一个主机上也许还有别的网站
const PATIENCE = 2000 // 留着的页，等网络多少毫秒

// 各页都用得着的：公式的字体。看过第一页就都留下，第二页不再等它们
const SHARED = [...FILES.keys()].filter((path) => path.endsWith(".woff2"))

// 判定器的文件：很大，地址里写着它们的版本
const LARGE = "assets/judge/"

const addressOf = (path) => new URL(path, SCOPE).href
const isHere = (url) => url.startsWith(SCOPE.href)

// 网址是这个版本的哪个文件；都不是就是 undefined
function pathOf(url) {
  const { origin, pathname } = new URL(url)
  if (!isHere(origin + pathname)) return undefined
  const path = decodeURI(pathname.slice(SCOPE.pathname.length)).replace(/(^|\/)index\.html$/, "$1")
  return FILES.has(path) ? path : undefined
}

const kept = async (path) => (await caches.open(CACHE)).match(addressOf(path))

// 从网络取来，是这个版本的就留下；mode 说浏览器自己的缓存用不用
async function take(path, mode) {
  const response = await fetch(addressOf(path), { cache: mode })
  return { response, ours: await keepIfOurs(path, response.clone()) }
}

async function keepIfOurs(path, response) {
  const bytes = await response.clone().arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).slice(0, 9)
  const ours = response.ok && btoa(String.fromCharCode(...digest)) === FILES.get(path)
  if (ours) await (await caches.open(CACHE)).put(addressOf(path), response)
  return ours
}

// ---- 外来的页：不是这个版本的。记在缓存里，因为浏览器随时会让这个脚本歇下 -----------

const mark = (id) => addressOf(`?client=${id}`)
const isForeign = async (id) => Boolean(await (await caches.open(CACHE)).match(mark(id)))
const setForeign = async (id) => (await caches.open(CACHE)).put(mark(id), new Response())

async function giveWay() {
  const next = registration.waiting ?? registration.installing
  const windows = await clients.matchAll({ type: "window" })
  const foreign = await Promise.all(windows.map(({ id }) => isForeign(id)))
  if (foreign.every(Boolean)) next?.postMessage("replace")
}

// ---- 请求 -------------------------------------------------------------------

addEventListener("fetch", (event) => {
  const { request } = event
  if (request.method !== "GET" || !isHere(request.url)) return
  const path = pathOf(request.url)
  if (request.mode === "navigate") event.respondWith(page(event, path))
  else if (path !== undefined) event.respondWith(part(event, path))
})

// 一页：先问网络，不通或太慢才用留着的
async function page(event, path) {
  if (path === undefined) return fetch(event.request).catch(offline)
  const old = await kept(path)
  const arriving = take(path, "no-cache")
  event.waitUntil(arriving.catch(() => {}))
  const late = new Promise((resolve) => old && setTimeout(resolve, PATIENCE, { response: old, ours: true }))
  try {
    const { response, ours } = await Promise.race([arriving, late])
    if (ours) return response
    if (old && response.status >= 500) return old
    await setForeign(event.resultingClientId)
    return response.redirected ? Response.redirect(response.url) : response
  } catch {
    return old ?? offline()
  }
}

// 页上的一件东西：样式、字体、脚本、图、搜索的索引……
async function part(event, path) {
  // 连“没有变”（304）也不信：主机多按整秒的时间比，同一秒里换的两版它分不出来
  if (await isForeign(event.clientId)) return fetch(event.request, { cache: "reload" })
  const old = await kept(path)
  if (old) return old
  if (path.startsWith(LARGE)) return streamed(event, path)
  for (const mode of ["default", "reload"]) {
    const { response, ours } = await take(path, mode)
    if (ours) return response
  }
  await setForeign(event.clientId) // 网站在这一页打开之后换了
  return fetch(event.request, { cache: "reload" })
}

// 一边取一边给，读者看得到进度；收完了再对校验和
async function streamed(event, path) {
  const response = await fetch(addressOf(path))
  event.waitUntil(keepIfOurs(path, response.clone()).catch(() => {}))
  return response
}

// 没有看过的页：说清楚，并列出看过的
async function offline() {
  const cache = await caches.open(CACHE)
  const pages = [...FILES.keys()].filter((path) => path === "" || path.endsWith("/"))
  const found = pages.map(async (path) => {
    const response = await cache.match(addressOf(path))
    const [, title] = (await response?.text())?.match(/<title>(.*?)( - [^-]*)?<\/title>/) ?? []
    return response ? `<li><a href="${addressOf(path)}">${title ?? path}</a></li>` : ""
  })
  const list = (await Promise.all(found)).join("")
  const headers = { "Content-Type": "text/html; charset=utf-8" }
  return new Response(OFFLINE.replace("<!-- 看过的页 -->", list), { status: 503, headers })
}

// ---- 更替 -------------------------------------------------------------------

addEventListener("install", () => registration.active?.postMessage("installed"))

addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith(`${SCOPE.pathname} `) && name !== CACHE) await caches.delete(name)
    }
    await clients.claim()
  }
  event.waitUntil(clean())
})

addEventListener("message", (event) => event.waitUntil(heard(event)))

async function heard({ data, source }) {
  if (data === "replace") return skipWaiting()
  if (data !== "installed") await keepAll(source.id, data)
  return giveWay()
}

// 打开着的一页说它由哪些东西组成：浏览器刚刚下载过，从它的缓存里再取一次，不花流量
async function keepAll(id, { page, parts }) {
  if (await isForeign(id)) return
  const keep = async (path, ...modes) => {
    if (await kept(path)) return true
    for (const mode of modes) if ((await take(path, mode)).ours) return true
    return false
  }
  try {
    const path = pathOf(page)
    if (path !== undefined && !(await keep(path, "force-cache"))) return setForeign(id)
    const paths = parts.map(pathOf).filter((path) => path !== undefined)
    await Promise.all([...paths, ...SHARED].map((path) => keep(path, "force-cache", "reload")))
  } catch {
    // 没有网络：下一次再说
  }
}
