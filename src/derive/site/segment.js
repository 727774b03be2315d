// 换掉 Material 搜索线程里的同名函数：把一串汉字切成索引里有的词。
//
// 从左到右，每次取最长的一个；还没有打完的最后一个词，索引里有词以它开头就算。
// 不认识的字跳过。虚词不去搜，除非查询里只有虚词。
function segment(query, index) {
  const empty = new Set(
    ("的 了 是 在 有 和 与 把 被 吗 呢 吧 啊 我 它 要 会 能 就 都 也 还 又 到 从 对 为 该 " +
      "什么 怎么 怎样 如何 为什么 为啥 怎么办 哪个 哪些 多少 可以 一个 这个 那个").split(" "),
  )
  const all = Object.keys(index)
  const known = (word) =>
    empty.has(word) ||
    word in index ||
    (word.length > 1 && query.endsWith(word) && all.some((term) => term.startsWith(word)))
  const words = new Set()
  for (let start = 0; start < query.length; ) {
    let end = query.length
    while (end > start && !known(query.slice(start, end))) end--
    if (end > start) words.add(query.slice(start, end))
    start = Math.max(end, start + 1)
  }
  const full = [...words].filter((word) => !empty.has(word))
  return new Set(full.length ? full : words.size ? words : [query])
}
