// 打印用的一页：把全书各页的正文依次接起来。由 book_pdf.py 在 Chromium 里运行，不发布到网站上。

const DROPPED =
  "script, template, button, input, .headerlink, .md-content__button, .lab-downloads, " +
  ".katex-mathml"; // MathML 印不出来，白白占去一半的元素
const REFERRING = ["for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"];

/** 装配：书名页、目录、各章。返回目录的各条：第几级，写什么，在哪个锚点。 */
async function assemble(book) {
  const chapters = book.parts.flatMap((part) =>
    part.pages.map((page, index) => ({ ...page, part: part.title, first: index === 0 })),
  );
  for (const chapter of chapters) {
    const url = new URL(chapter.url, location.origin);
    const text = await (await fetch(url)).text();
    const page = new DOMParser().parseFromString(text, "text/html");
    Object.assign(chapter, { address: url, page, article: page.querySelector("article") });
  }
  document.documentElement.lang = chapters[0].page.documentElement.lang;
  document.title = book.title;
  for (const { name, value } of chapters[0].page.body.attributes)
    document.body.setAttribute(name, value);
  document.body.dataset.mdColorScheme = "default"; // 纸总是白的
  await copyStyles(chapters);
  const anchors = renameAnchors(chapters);
  const headings = chapters.flatMap(readHeadings);
  document.body.append(titlePage(book), contents(headings));
  for (const chapter of chapters) {
    resolve(chapter, anchors);
    document.body.append(chapter.article);
  }
  await ready();
  paintInOrder();
  shrinkWide();
  checkWidth();
  return headings.map(({ level, text, id }) => ({ level, title: text, id }));
}

/** 把各条的页码写进目录。 */
function fillNumbers(numbers) {
  document.querySelectorAll(".contents__page").forEach((place, index) => {
    place.textContent = numbers[index];
  });
}

// ---- 装配 ---------------------------------------------------------------------

/** 各页用到的样式表，照先后的次序，每个一份；再加上每章的页眉。 */
async function copyStyles(chapters) {
  const addresses = new Set();
  for (const { page, address } of chapters)
    for (const link of page.querySelectorAll("link[rel=stylesheet]"))
      addresses.add(new URL(link.getAttribute("href"), address).href);
  const own = document.head.querySelector("style");
  const loaded = [...addresses].map((href) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
    own.before(link);
    return new Promise((done, failed) => {
      link.onload = done;
      link.onerror = () => failed(new Error(`取不到样式表 ${href}`));
    });
  });
  chapters.forEach((chapter, index) => {
    chapter.article.style.page = `chapter-${index}`;
    const [part, title] = [chapter.part, chapter.title].map((text) => JSON.stringify(text));
    own.append(
      `@page chapter-${index} { @top-left { content: ${part} } @top-right { content: ${title} } }\n`,
    );
  });
  await Promise.all(loaded);
}

/** 每页的锚点都换成全书里唯一的；返回“地址#锚点” → 新的。 */
function renameAnchors(chapters) {
  const anchors = new Map();
  chapters.forEach(({ article, address }, number) => {
    for (const dropped of article.querySelectorAll(DROPPED)) dropped.remove();
    const renamed = new Map();
    const place = (id) => {
      renamed.set(id, `p${number}-${renamed.size}`);
      anchors.set(`${address.pathname}#${id}`, renamed.get(id));
      return renamed.get(id);
    };
    article.id = place("");
    for (const element of article.querySelectorAll("[id]")) element.id = place(element.id);
    const rename = (id) => renamed.get(id) ?? id;
    for (const name of REFERRING)
      for (const element of article.querySelectorAll(`[${name}]`)) {
        const ids = element.getAttribute(name).split(/\s+/);
        element.setAttribute(name, ids.map(rename).join(" "));
      }
    for (const element of article.querySelectorAll("svg *"))
      for (const { name, value } of [...element.attributes])
        if (value.includes("url(#"))
          element.setAttribute(name, value.replace(/url\(#([^)]+)\)/g, (_, id) => `url(#${rename(id)})`));
  });
  return anchors;
}

/** 目录里的一章：它所在的部分（如果从它开始）、它自己、它的各节。 */
function readHeadings({ article, part, title, first }) {
  const entries = [];
  const level = part ? 1 : 0;
  if (part && first) {
    entries.push({ level: 0, text: part, id: article.id });
    article.prepend(make("p", "book__part", part));
  }
  entries.push({ level, text: title, id: article.id });
  for (const heading of article.querySelectorAll("h2[id], h3[id]"))
    entries.push({
      level: level + Number(heading.localName[1]) - 1,
      text: heading.textContent.replace(/\s+/g, " ").trim(),
      id: heading.id,
      heading,
    });
  return entries;
}

/** 链接指到书里的锚点；书里没有的地方（“为什么成立”、下载）只留文字，站外的照旧。 */
function resolve({ article, address }, anchors) {
  for (const link of article.querySelectorAll("a[href]")) {
    const target = new URL(link.getAttribute("href"), address);
    if (target.origin !== location.origin) continue;
    const anchor = anchors.get(target.pathname + (target.hash ? decodeURIComponent(target.hash) : "#"));
    if (anchor) link.setAttribute("href", `#${anchor}`);
    else link.removeAttribute("href");
  }
  for (const image of article.querySelectorAll("img")) {
    image.loading = "eager";
    image.src = new URL(image.getAttribute("src"), address).href;
  }
  for (const folded of article.querySelectorAll("details")) folded.open = true;
}

function titlePage(book) {
  const page = make("header", "book__title md-typeset");
  page.append(make("h1", "", book.title), make("p", "", book.subtitle));
  return page;
}

/** 目录：到二级标题为止；页码先空着。三级标题只进书签，也要有链接，PDF 里才有它的位置。 */
function contents(headings) {
  const page = make("nav", "contents md-typeset");
  page.append(make("h2", "", "目录"));
  for (const { level, text, id, heading } of headings) {
    const shown = heading?.localName !== "h3";
    const entry = make("a", shown ? `contents__entry contents__entry--${level}` : "contents__hidden");
    entry.href = `#${id}`;
    const name = make("span", "contents__name", text);
    if (heading) name.replaceChildren(...heading.cloneNode(true).childNodes);
    entry.append(name, make("span", "contents__page"));
    page.append(entry);
  }
  return page;
}

function make(tag, name, text = "") {
  return Object.assign(document.createElement(tag), { className: name, textContent: text });
}

// ---- 版面 ---------------------------------------------------------------------

/** 字体与图都到齐。 */
async function ready() {
  await Promise.all([...document.images].map((image) => image.decode()));
  document.body.getBoundingClientRect(); // 排一次版，浏览器才知道要哪些字体
  await document.fonts.ready;
}

/**
 * 分数线上下、指数，KaTeX 用 position: relative 挪上挪下；这样的字最后才画，在 PDF 的文字里就掉到了
 * 整页的末尾。换成一样大的外边距，位置不变，公式的文字留在句子里。（另一半在 book_pdf.css 里。）
 */
function paintInOrder() {
  const spans = [...document.querySelectorAll(".katex .vlist > span:not(:has(svg))")];
  const tops = spans.map((span) => parseFloat(getComputedStyle(span).top) || 0);
  spans.forEach((span, index) => {
    span.style.position = "static";
    span.style.marginTop = `${tops[index]}px`;
    span.style.marginBottom = `${-tops[index]}px`;
  });
}

/** 换不了行、宽过版心的公式、表、图，整个缩小到放得下。 */
function shrinkWide() {
  const wide = [];
  for (const element of document.querySelectorAll(".katex-display > .katex, table")) {
    const room = element.parentElement.clientWidth;
    const width = Math.max(element.scrollWidth, element.getBoundingClientRect().width);
    if (room && width > room + 1) wide.push([element, (room - 1) / width]);
  }
  for (const [element, ratio] of wide) element.style.zoom = ratio;
}

/** 只要有一处出界，Chromium 就把全书一起缩小：宁可停下，说出是哪里。 */
function checkWidth() {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return;
  const wide = [...document.querySelectorAll("article :not(svg *)")].find(
    (element) => element.getBoundingClientRect().right > clientWidth + 1,
  );
  const page = wide?.closest("article").querySelector("h1")?.textContent;
  throw new Error(`“${page}”里有一处宽过版心：${wide?.outerHTML.slice(0, 200)}`);
}
