// 放进被测的页面，先于它自己的脚本运行：记下最大内容的绘制、布局的移动、公式最后一次变化的时刻。
// 公式有没有变，每一帧都看：各公式的框（连同位置），公式用的字体，公式里的元素与文字。
(() => {
  const FORMULAS = ".katex, mjx-container, .MathJax_CHTML";
  const FONTS = /KaTeX|MathJax|MJX/i;
  const seen = { paint: 0, shift: 0, math: 0, fonts: 0 };
  let boxes = [];
  const formulas = [
    document.getElementsByClassName("katex"),
    document.getElementsByTagName("mjx-container"), // MathJax 3 与 4
    document.getElementsByClassName("MathJax_CHTML"), // MathJax 2
  ];

  const observe = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  observe("largest-contentful-paint", (entry) => (seen.paint = entry.startTime));
  observe("layout-shift", (entry) => (seen.shift += entry.value));

  // 看得见的公式用到的字体到了，才算一次变化
  const shown = (formula) => formula.checkVisibility({ contentVisibilityAuto: true });
  document.fonts.addEventListener("loadingdone", (event) => {
    const now = performance.now();
    const came = new Set(event.fontfaces.map(({ family }) => family.replaceAll('"', "")));
    if (![...came].some((family) => FONTS.test(family))) return;
    const parts = formulas.flatMap((found) => [...found].filter(shown));
    const families = (part) => getComputedStyle(part).fontFamily.replaceAll('"', "").split(", ");
    const uses = (part) => families(part).some((family) => came.has(family));
    if (parts.some((part) => [part, ...part.querySelectorAll("*")].some(uses))) seen.fonts = now;
  });

  function frame() {
    const now = [];
    for (const formula of formulas.flatMap((found) => [...found])) {
      // 浏览器还没有去排的（content-visibility），不逼它去排：读者也还看不到
      if (!shown(formula)) continue;
      const box = formula.getBoundingClientRect();
      now.push(box.x + scrollX, box.y + scrollY, box.width, box.height);
    }
    if (now.length !== boxes.length || now.some((value, i) => value !== boxes[i])) {
      boxes = now;
      seen.math = performance.now();
    }
    requestAnimationFrame(frame);
  }
  requestAnimationFrame(frame);

  // 读入 HTML 时元素一个个出现，框会跟着变；读完之后才需要盯着内容。
  // 只给读屏软件用的（MathJax 4 最后才一个个添上）不算：那时公式看上去早已不变
  const UNSEEN = "mjx-speech, mjx-assistive-mml, .katex-mathml";
  const element = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
  function visible({ type, target, addedNodes, removedNodes }) {
    const where = element(target);
    if (!where?.closest(FORMULAS) || where.closest(UNSEEN)) return false;
    const nodes = [...addedNodes, ...removedNodes];
    return type !== "childList" || nodes.some((node) => !node.matches?.(UNSEEN));
  }
  addEventListener("DOMContentLoaded", () => {
    const changes = new MutationObserver((records) => {
      if (records.some(visible)) seen.math = performance.now();
    });
    const looks = { attributes: true, attributeFilter: ["class", "style"] };
    changes.observe(document, { subtree: true, childList: true, characterData: true, ...looks });
  });

  window.derivePageBench = () => {
    const { paint, shift } = seen;
    const math = Math.max(seen.math, seen.fonts);
    const still = performance.now() - Math.max(math, paint);
    return { paint, shift, math, still, formulas: formulas.reduce((sum, found) => sum + found.length, 0) };
  };
})();
