// 搜索线程：收到索引就切成词，收到查询就给各节打分。网页上的搜索框仍是 Material 的，
// 与它的约定：{type: 0, data: 索引} 答 {type: 1}；{type: 2, data: 查询} 答 {type: 3, data: {items, suggest}}。

// 虚词不去搜，除非查询里只有虚词
const EMPTY = new Set(
  ("的 了 是 在 有 和 与 把 被 吗 呢 吧 啊 我 它 要 会 能 就 都 也 还 又 到 从 对 为 该 " +
    "什么 怎么 怎样 如何 为什么 为啥 怎么办 哪个 哪些 多少 可以 一个 这个 那个 " +
    "a an and are do does for how in is of the to what why with").split(" "),
)
const PAGES = 20 // 最多给出几页
const SECTIONS = 5 // 一页最多几节
const LINES = 2 // 一节摘几行
const TOKENS = 60 // 一行摘多长，以词计

// 把一串汉字切成索引里有的词：从左到右，每次取最长的一个；还没有打完的最后一个词，
// 索引里有词以它开头就算。不认识的字跳过。
function segment(run, index) {
  const all = [...index.keys()]
  const known = (word) =>
    EMPTY.has(word) ||
    index.has(word) ||
    (word.length > 1 && run.endsWith(word) && all.some((term) => term.startsWith(word)))
  const words = new Set()
  for (let start = 0; start < run.length; ) {
    let end = run.length
    while (end > start && !known(run.slice(start, end))) end--
    if (end > start) words.add(run.slice(start, end))
    start = Math.max(end, start + 1)
  }
  return words.size ? [...words] : [run]
}

// 查询里的词按词的开头去配；只有一个字母、数字的，只找它自己
const matches = (term, word) => (/^[!-~]$/.test(word) ? term === word : term.startsWith(word))

class Index {
  constructor({ config, docs }) {
    this.docs = docs
    this.separator = new RegExp(config.separator)
    this.around = new RegExp(`(${config.separator})`)
    this.fields = Object.entries(config.fields).map(([name, { boost }]) => ({ name, boost }))
    this.places = new Map() // 词 → [节, 栏, 次数, 节, 栏, 次数, …]
    this.pages = new Map() // 页的地址 → 它开头的那一节
    docs.forEach((doc, number) => {
      const [page] = doc.location.split("#")
      if (!this.pages.has(page)) this.pages.set(page, number)
      this.fields.forEach(({ name }, field) => {
        const counts = new Map()
        for (const term of this.tokens([doc[name] ?? ""].flat().join("\n"))) {
          counts.set(term, (counts.get(term) ?? 0) + 1)
        }
        for (const [term, count] of counts) {
          if (!this.places.has(term)) this.places.set(term, [])
          this.places.get(term).push(number, field, count)
        }
      })
    })
    const title = this.fields.findIndex(({ name }) => name === "title")
    this.titles = [...this.places].filter(([, found]) => found.some((n, i) => i % 3 === 1 && n === title))
  }

  tokens(text) {
    return text.toLowerCase().split(this.separator).filter(Boolean)
  }

  // 查询里的词；撇号与书里的一撇是一个意思，汉字与字母连写也切开
  words(query) {
    const spaced = query
      .replace(/'/g, "′")
      .replace(/\p{sc=Han}+/gu, (run) => ` ${segment(run, this.places).join(" ")} `)
    const words = [...new Set(this.tokens(spaced))]
    const full = words.filter((word) => !EMPTY.has(word))
    return full.length ? full : words
  }

  // 节 → 分数与对上了的词。词越少见、在这一节里越多，分越高（BM25）；
  // 整个词都对上，比只对上开头值得多
  scores(words) {
    const found = new Map()
    const fits = [...this.places].flatMap(([term, places]) => {
      const hit = words.filter((word) => matches(term, word))
      return hit.length ? [{ term, places, hit }] : []
    })
    for (const { term, places, hit } of fits) {
      const many = places.length / 3
      const rarity = Math.log(1 + Math.abs((this.docs.length - many + 0.5) / (many + 0.5)))
      const weight = hit.length + (hit.includes(term) ? 4 : 0)
      for (let i = 0; i < places.length; i += 3) {
        const [number, field, count] = [places[i], places[i + 1], places[i + 2]]
        if (!found.has(number)) found.set(number, { score: 0, hit: new Set() })
        const entry = found.get(number)
        entry.score += (weight * rarity * this.fields[field].boost * 2.2 * count) / (1.2 + count)
        for (const word of hit) entry.hit.add(word)
      }
    }
    return found
  }

  search(query) {
    const words = this.words(query)
    const ranked = [...this.scores(words)].map(([number, { score, hit }]) => {
      const doc = this.docs[number]
      // 查询里的词对上得越全，排得越前；页的开头略胜过其中一节
      const whole = (hit.size / words.length) ** 3 * (doc.location.includes("#") ? 1 : 1.5)
      return { number, hit, score: score * (doc.boost ?? 1) * whole }
    })
    ranked.sort((one, other) => other.score - one.score || one.number - other.number)
    const pages = new Map()
    for (const result of ranked) {
      const [page] = this.docs[result.number].location.split("#")
      if (!pages.has(page) && pages.size < PAGES) pages.set(page, [])
      if (pages.get(page)?.length < SECTIONS) pages.get(page).push(result)
    }
    const items = [...pages].map(([page, results]) => {
      const start = this.pages.get(page)
      if (!results.some(({ number }) => number === start)) {
        const hit = new Set(results.flatMap((result) => [...result.hit])) // 打开它，也标出这些词
        results.push({ number: start, hit, score: 0 })
      }
      return results.map((result) => this.shown(result, words))
    })
    return { items, suggest: this.suggest(query) }
  }

  // 一条结果，照 Material 要的样子
  shown({ number, hit, score }, words) {
    const { location, title, text, tags } = this.docs[number]
    return {
      location,
      score,
      title: this.marked(title.split(this.around), hit),
      text: score ? this.teaser(text, hit) : "",
      terms: Object.fromEntries(words.map((word) => [word, hit.has(word)])),
      ...(tags && { tags }),
    }
  }

  // 正文里对上的词最多的几行；一个也没有，就是第一行
  teaser(text, hit) {
    const lines = text.split("\n")
    const best = lines.flatMap((line, order) => {
      const lower = line.toLowerCase()
      const possible = [...hit].filter((word) => lower.includes(word)) // 先粗看一眼，快得多
      const tokens = possible.length ? lower.split(this.separator) : []
      const covered = possible.filter((word) => tokens.some((token) => matches(token, word))).length
      return covered ? [{ line, order, covered }] : []
    })
    best.sort((one, other) => other.covered - one.covered || one.order - other.order)
    const chosen = best.slice(0, LINES).sort((one, other) => one.order - other.order)
    return (chosen.length ? chosen.map(({ line }) => line) : lines.slice(0, 1))
      .map((line) => `<p>${this.excerpt(line, hit)}</p>`)
      .join("")
  }

  excerpt(line, hit) {
    const parts = line.split(this.around)
    const first = parts.findIndex((part) => this.matched(part, hit))
    // split 留下的分隔符都在奇数的位置
    const start = parts.length > TOKENS && first > TOKENS / 2 ? 2 * Math.floor((first - TOKENS / 4) / 2) : 0
    const end = start + TOKENS
    const text = this.marked(parts.slice(start, end), hit)
    return `${start ? "…" : ""}${text}${end < parts.length ? "…" : ""}`
  }

  matched(token, hit) {
    return [...hit].some((word) => matches(token.toLowerCase(), word))
  }

  // 对上的词标出来；词与词之间的零宽空格不再需要
  marked(parts, hit) {
    return parts
      .map((part, i) => {
        const text = part
          .replaceAll("\u200b", "")
          .replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`)
        return i % 2 === 0 && text && this.matched(part, hit) ? `<mark>${text}</mark>` : text
      })
      .join("")
  }

  // 还没有打完的最后一个词，标题里最常见的补法
  suggest(query) {
    const last = query.split(/[\s-]+/).at(-1).toLowerCase()
    if (!last) return []
    const fits = this.titles.filter(([term]) => term.startsWith(last) && term !== last)
    fits.sort(([, one], [, other]) => other.length - one.length)
    return fits.slice(0, 1).map(([term]) => term)
  }
}

let index
function answer({ type, data }) {
  if (type === 2) return { type: 3, data: index.search(data) }
  index = new Index(data)
  return { type: 1 }
}

// 从磁盘打开的网页启动不了线程，由 search_port.js 在页面里直接叫 answer
if (typeof document === "undefined" && typeof postMessage === "function") {
  addEventListener("message", ({ data }) => postMessage(answer(data)))
}
